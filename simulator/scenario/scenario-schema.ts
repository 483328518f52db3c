import * as z from "zod";
import type { FormGuide } from "../../shared/config/check-shape.ts";
import type { SchemaNode } from "../../shared/config/form-schema.ts";
import { scenarioForm } from "./scenario-form.ts";

/** The published schema of a scenario file. */
export const scenarioSchema: SchemaNode = {
  ...(z.toJSONSchema(scenarioForm, { target: "draft-2020-12", io: "input" }) as SchemaNode),
  $id: "urn:headgate:scenario:1",
  title: "Headgate scenario",
  description: "What runs, what arrives, what goes wrong, and what every controller is told: a rehearsal as a file.",
};

/** Keys that people bring from ECS, headgate.yml or the world's types, and where the same thing stands here. */
const misplacedKeys: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "<<": "merge keys are not read; use the defaults block",
    minTasks: "write it as tasks: { min: 2 }",
    maxTasks: "write it as tasks: { max: 20 }",
    minCapacity: "write it as tasks: { min: 2 }",
    maxCapacity: "write it as tasks: { max: 20 }",
    initialTasks: "write it as tasks: { initial: 5 }",
    desiredCount: "write it as tasks: { initial: 5 }",
    targetPercent: "write it as tasks: { targetPercent: 60 }",
    cpu: "write it as tasks: { targetPercent: 60 }",
    pendingSeconds: "write it as start: { pendingSeconds: 20 }",
    bootSeconds: "write it as start: { bootSeconds: 20 }",
    startSeconds: "write it as start: { pendingSeconds: 20, bootSeconds: 20 }",
    pools: "write it as pool: { database: orders, connectionsPerTask: 20 }",
    connectionsPerTask: "write it under pool",
    database: "write it under pool",
    maximumPercent: "write it as deployment: { maximumPercent: 200 }",
    minimumHealthyPercent: "write it as deployment: { minimumHealthyPercent: 100 }",
    vcpuPerTask: "write it as vcpu",
    concurrencyPerTask: "write it as concurrency",
    requestsPerSecond: "write it under traffic",
    users: "write it under traffic",
    trace: "write it under traffic",
    ratio: "write it as percent",
    seconds: "write it as durationSeconds",
    duration: "write it as durationSeconds",
    seed: "write it as seeds: [1]",
    baseConnections: "write it as otherConnections",
    baseCores: "write it as otherCores",
    controller: "write it as controllers: [headgate-scale]",
    sloSeconds: "write it as slo: { seconds: 1 }",
  }),
);

export const scenarioGuide: FormGuide = { schema: scenarioSchema, misplacedKeys };
