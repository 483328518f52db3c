import type { Charge } from "./charge.ts";
import { items } from "./items.ts";
import type { Scenario } from "./scenario.ts";

/** What one task reserves, as its task definition says. */
export type TaskSize = {
  /** 1024 are a vCPU. */
  readonly cpuUnits: number;
  readonly memoryMib: number;
};

const unitsPerVcpu = 1024;
const mibPerGb = 1024;

export const vcpuOf = ({ cpuUnits }: TaskSize): number => cpuUnits / unitsPerVcpu;
export const gbOf = ({ memoryMib }: TaskSize): number => memoryMib / mibPerGb;

/**
 * Tasks on Fargate that run all month: a line for their vCPU and one for their memory. With Spot the first task of a
 * service stays on demand, and has lines of its own.
 *
 * @param tasks of one service, >= 0
 */
export const taskCharges = (part: string, tasks: number, size: TaskSize, scenario: Scenario): readonly Charge[] => {
  if (scenario.tasks !== "spot" || tasks === 0) return pairOf(part, tasks, size);
  const firm = pairOf(part, 1, size).map((charge): Charge => ({ ...charge, onDemandOnly: true }));
  return tasks === 1 ? firm : [...firm, ...pairOf(part, tasks - 1, size)];
};

const pairOf = (part: string, tasks: number, size: TaskSize): readonly Charge[] => {
  const title = `${tasks} ${tasks === 1 ? "task" : "tasks"}`;
  return [
    { part, title: `${title}, vCPU`, what: items.fargateVcpu, count: tasks * vcpuOf(size), paid: "hours" },
    { part, title: `${title}, memory`, what: items.fargateMemory, count: tasks * gbOf(size), paid: "hours" },
  ];
};
