import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { DomainNow } from "../../aws/domain-now.ts";
import type { PastDeployment } from "../../aws/read-deployment-history.ts";
import type { ServiceRollout } from "../../aws/read-service-rollout.ts";
import type { Reading } from "../../reading.ts";

export type RollbackParams = {
  readonly service: string;
  readonly taskDefinition?: string | undefined;
  readonly force?: boolean | undefined;
};

export type RollbackReading = {
  readonly service: ServiceRollout | null;
  /** Before the deployment only. */
  readonly before: {
    readonly history: Reading<readonly PastDeployment[]>;
    readonly domain: DomainNow;
    readonly current: TaskDefinition | null;
    /** `null`: none is chosen, or ECS doesn't have it any more. */
    readonly previous: TaskDefinition | null;
  } | null;
};

export type RollbackState = {
  readonly taskDefinition: string;
  readonly from: string;
  readonly beganAtMs: number;
  readonly givesUpAtMs: number;
};

export type RollbackAction = { readonly service: string; readonly taskDefinition: string };
