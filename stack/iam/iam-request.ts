import type { StackNames } from "../../simulator/cloud/stack-names.ts";

/** What IAM is asked about one SDK command: one of its actions, on one of its resources. */
export type IamRequest = {
  /** As IAM writes it: `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or `*` where the command names none. */
  readonly resource: string;
  /** The condition keys that the service fills in for this command; `aws:ViaAWSService` is not among them: it is direct. */
  readonly context: Readonly<Record<string, readonly string[]>>;
};

/** Account, region and names of the stack that a command was sent in. */
export type Place = StackNames;

// biome-ignore lint/suspicious/noExplicitAny: the inputs of ninety commands, each of which one rule knows
export type CommandInput = any;

/** What one command asks of IAM. @see AWS Service Authorization Reference, per service */
export type RequestRule = (input: CommandInput, place: Place) => readonly IamRequest[];

/** By the operation's name in the API. */
export type RequestRules = Readonly<Record<string, RequestRule>>;

/** Where AWS makes up the last part of an ARN, every one is as good as another: policies can only match it by a pattern. */
export const awsGivenId = "0123456789abcdef";

export const arnAt = ({ region, accountId }: Place, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

export const request = (
  action: string,
  resource: string,
  context: Readonly<Record<string, readonly string[]>> = {},
): IamRequest => ({ action, resource, context });

/** Commands for which IAM knows no resource, or is asked about all of them. */
export const onEverything =
  (action: string): RequestRule =>
  () => [request(action, "*")];
