import type { ContractBed } from "./contract-bed.ts";

/** The services whose behaviour Headgate relies on, by the name that requests to them are signed with. */
export type ContractService =
  | "application-autoscaling"
  | "cloudwatch"
  | "dynamodb"
  | "ec2"
  | "ecs"
  | "elasticloadbalancing"
  | "lambda"
  | "rds"
  | "route53"
  | "s3"
  | "servicediscovery"
  | "servicequotas"
  | "sns"
  | "sqs"
  | "ssm";

/** One behaviour of AWS that Headgate relies on, said once and looked at on every cloud. */
export type ContractCase = {
  readonly service: ContractService;
  /** A sentence that says what AWS does. */
  readonly name: string;
  /** The page of AWS that says so. */
  readonly cites: string;
  /** Names of errors, as the SDK throws them, that the case sees. */
  readonly errors?: readonly string[];
  /** Seconds of the cloud's own time that must pass; absent: a few at most. */
  readonly waitsSeconds?: number;
  /** Looks at a cloud. What it returns says nothing that differs from one run to the next. */
  readonly run: (bed: ContractBed) => Promise<unknown>;
  /** What it sees on AWS. */
  readonly expected: unknown;
};

/** The cases of one service. */
export const casesOf = (
  service: ContractService,
  cases: readonly Omit<ContractCase, "service">[],
): readonly ContractCase[] => cases.map((one) => ({ ...one, service }));
