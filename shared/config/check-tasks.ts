import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

export const checkTasks = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services
    .filter(({ minTasks, maxTasks }) => minTasks > maxTasks)
    .map(({ name, minTasks, maxTasks }) => ({
      code: "min-above-max",
      path: ["services", name, "tasks", "min"],
      message: `${name} has at least ${minTasks} tasks (tasks.min) and at most ${maxTasks} (tasks.max)`,
      fix: `lower tasks.min to at most ${maxTasks}, or raise tasks.max to at least ${minTasks}`,
    }));
