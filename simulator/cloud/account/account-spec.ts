import type { ScalableTarget, ScalingPolicy } from "@aws-sdk/client-application-auto-scaling";
import type { Stack } from "@aws-sdk/client-cloudformation";
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Service, TaskDefinition } from "@aws-sdk/client-ecs";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Subscription } from "@aws-sdk/client-sns";
import { emptyEstate, type RdsEstate } from "../rds-estate.ts";

/** An account as a test describes it, in the shapes that AWS answers with. Nothing in it moves. */
export type AccountSpec = {
  readonly accountId: string;
  readonly region: string;
  readonly clusters: readonly { readonly name: string; readonly services: readonly Service[] }[];
  /** Each with its taskDefinitionArn. */
  readonly definitions: readonly TaskDefinition[];
  readonly targets: readonly ScalableTarget[];
  readonly policies: readonly ScalingPolicy[];
  readonly estate: RdsEstate;
  /** Deregistration delays in seconds, by the target group's ARN. */
  readonly targetGroups: ReadonlyMap<string, number>;
  readonly alarms: readonly MetricAlarm[];
  readonly stacks: readonly Stack[];
  readonly functions: readonly FunctionConfiguration[];
  /** Inline policies: role name, then policy name, then the document. */
  readonly roles: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly subscriptions: readonly Subscription[];
};

export const emptyAccount: AccountSpec = {
  accountId: "123456789012",
  region: "eu-central-1",
  clusters: [],
  definitions: [],
  targets: [],
  policies: [],
  estate: emptyEstate,
  targetGroups: new Map(),
  alarms: [],
  stacks: [],
  functions: [],
  roles: {},
  subscriptions: [],
};
