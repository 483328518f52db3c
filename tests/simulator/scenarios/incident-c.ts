import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { shipped } from "./shipped.ts";

export const publishedC = {
  workersPerTask: 2,
  tasks: 3,
  tasksAtCutover: 4,
  usableConnections: 97,
  smallPoolPerWorker: 3,
  largePoolPerWorker: 18,
  fixedPoolPerWorker: 10,
  queueHours: 6,
  steadyConnections: 108,
  cutoverConnections: 144,
  refusalsPerHour: 900,
} as const;

/**
 * scenarios/incident-c-small-pools.yml, or the next day's.
 *
 * @param poolPerWorker of the tasks at second 0
 * @param nextPoolPerWorker deployed at second 300; `undefined`: no deployment
 */
export function worldC(poolPerWorker: number, nextPoolPerWorker?: number): WorldSpec {
  const { workersPerTask } = publishedC;
  const pool = { "services.web.pool.connectionsPerTask": poolPerWorker * workersPerTask };
  if (nextPoolPerWorker === undefined) return shipped("incident-c-small-pools", pool).world;
  const next = { "deployments.0.connectionsPerTask": nextPoolPerWorker * workersPerTask };
  return shipped("incident-c-large-pools", { ...pool, ...next }).world;
}
