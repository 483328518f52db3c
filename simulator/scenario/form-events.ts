import * as z from "zod";
import { name, optional, required, whole } from "../../shared/config/schema-key.ts";
import { amount, percent, second } from "./form-key.ts";

export const faultKinds = [
  "api-throttling",
  "stale-metrics",
  "lost-events",
  "duplicate-events",
  "zone-loss",
  "slow-database",
] as const;

/** One map for all kinds, so that a problem can say which key a kind needs; fault-keys.ts has the rule. */
export const faultForm = z.strictObject({
  kind: required(
    z.enum(faultKinds),
    "`api-throttling`: AWS refuses a share of one API's calls. `stale-metrics`: nothing is published until it ends. `lost-events`, `duplicate-events`: a share of EventBridge's events never comes, or comes twice. `zone-loss`: a share of every service's tasks dies at once, and nothing is placed there until it ends. `slow-database`: hold time and CPU of every request at a database are multiplied.",
    { examples: ["zone-loss"] },
  ),
  fromSecond: required(second, "When it begins.", { examples: [1_200] }),
  untilSecond: required(second, "When it is over.", { examples: [1_800] }),
  api: optional(
    z.enum(["ecs", "application-autoscaling", "cloudwatch"]),
    "`api-throttling`: whose calls are refused.",
    { examples: ["cloudwatch"] },
  ),
  percent: optional(
    percent,
    "The share: of calls, events or tasks. Every kind but stale-metrics and slow-database needs it.",
    {
      examples: [33],
    },
  ),
  service: optional(name, "`stale-metrics`: of this service only.", { examples: ["web"] }),
  database: optional(name, "`slow-database`: which.", { examples: ["orders"] }),
  factor: optional(amount(1, 1_000), "`slow-database`: the multiple.", { examples: [5] }),
});

const defectForm = z.strictObject({
  crashes: optional(z.boolean(), "Its tasks exit after their boot, so none ever takes traffic.", { default: false }),
  failedPercent: optional(percent, "What of their requests its tasks answer with an error.", { default: 0 }),
  cpuFactor: optional(amount(0.01, 1_000), "CPU of a request, as a multiple.", { default: 1 }),
});

export const deploymentForm = z.strictObject({
  service: required(name, "What is deployed.", { examples: ["web"] }),
  atSecond: required(second, "When it is started.", { examples: [900] }),
  strategy: optional(
    z.enum(["rolling", "blue-green", "canary"]),
    "`rolling`: as maximumPercent and minimumHealthyPercent allow. `blue-green`: a second fleet, a switch, the old fleet for the bake time. `canary`: a second fleet that takes canaryPercent of the traffic for canarySeconds, then all of it.",
    { default: "rolling" },
  ),
  canaryPercent: optional(amount(1, 99), "`canary` only.", { default: 10 }),
  canarySeconds: optional(whole(1, 86_400), "`canary` only.", { default: 300 }),
  maximumPercent: optional(whole(100, 200), "Changes the service's deploymentConfiguration with it.", {
    examples: [150],
  }),
  minimumHealthyPercent: optional(whole(0, 100), "Changes the service's deploymentConfiguration with it.", {
    examples: [50],
  }),
  bakeSeconds: optional(whole(0, 86_400), "`blue-green` only: both fleets stay this long after the switch.", {
    default: 0,
  }),
  connectionsPerTask: optional(whole(1, 100_000), "Pool of the new revision's tasks. As before unless given.", {
    examples: [9],
  }),
  pendingSeconds: optional(whole(1, 3_600), "Of the new revision's tasks. As before unless given.", { examples: [60] }),
  bootSeconds: optional(whole(0, 3_600), "Of the new revision's tasks. As before unless given.", { examples: [30] }),
  defect: optional(defectForm, "What is wrong with the new revision. Nothing unless given.", {
    examples: [{ failedPercent: 20 }],
  }),
  circuitBreaker: optional(
    z.strictObject({
      rollback: required(z.boolean(), "Whether the last completed one is deployed again.", { examples: [true] }),
    }),
    "ECS's deployment circuit breaker. None unless given: it goes on trying.",
    { examples: [{ rollback: true }] },
  ),
});

export type FaultForm = z.infer<typeof faultForm>;
export type DeploymentForm = z.infer<typeof deploymentForm>;
