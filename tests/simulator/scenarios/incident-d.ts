import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { shipped } from "./shipped.ts";

export const publishedD = { mostTasks: 10, connectionsPerTask: 8, maxConnections: 100, fixedMostTasks: 6 } as const;

/** scenarios/incident-d.yml with another limit on instances, which carry the same load at half of their CPU. */
export function worldD(tasks: number): WorldSpec {
  return shipped("incident-d", {
    "services.app.tasks.initial": tasks,
    "services.app.cpuSecondsPerRequest": (tasks * 0.5) / 200,
  }).world;
}
