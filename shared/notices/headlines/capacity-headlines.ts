import type { FindingCode } from "../../plan/explain/codes.ts";
import { type Headline, stays } from "./headline.ts";

/** Of what tasks run on, and of the bounds that headgate.yml sets. */
export const capacityHeadlines = {
  "cluster-capacity": (facts) => stays(facts, "no instance has a place for the next"),
  "host-port-conflict": (facts) => stays(facts, "its host port is taken on every instance"),
  "host-port-one-per-instance": (facts) => stays(facts, "each instance holds one of it, for its host port"),
  "capacity-unknown": (facts) => stays(facts, "what its cluster has room for can't be told"),
  "gpu-ignored": ({ about, number }) =>
    `${about} asks for GPUs, ${number("gpusPerTask")} a task, which are not counted`,
  "placement-expression-ignored": ({ about }) => `${about} has a placement constraint that is not evaluated`,
  "fargate-quota": (facts) => stays(facts, "the Fargate quota is used up"),
  "fargate-quota-unknown": () => "the account's Fargate vCPU quota can't be read, so it caps nothing",
  "max-tasks": ({ about, number }) =>
    `${about} asks for ${number("askTasks")} tasks, its maximum is ${number("maxTasks")}`,
} satisfies Partial<Record<FindingCode, Headline>>;
