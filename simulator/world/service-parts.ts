import type { Callees } from "./callees.ts";
import type { Outcome } from "./outcome.ts";
import type { ServiceDatabases } from "./service-databases.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskFleet } from "./task-fleet.ts";
import type { WorkCounts } from "./work-counts.ts";

/** What all that makes up a service's second works on: a service, without what is computed from these. */
export type ServiceParts = {
  readonly spec: ServiceSpec;
  readonly fleet: TaskFleet;
  readonly databases: ServiceDatabases;
  readonly callees: Callees;
  readonly work: WorkCounts;
  readonly outcome: Outcome;
};
