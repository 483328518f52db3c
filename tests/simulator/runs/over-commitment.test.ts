import { expect, it } from "@jest/globals";
import type { RunResult } from "../../../simulator/runs/run-result.ts";
import type { ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { legalPool, legalWorld } from "../world/small-world.ts";
import { playScript, type Script, withWorld } from "./small-scenario.ts";

const none = { controller: 0, deployment: 0, start: 0, replacement: 0 };

type Row = {
  readonly when: string;
  readonly service?: Partial<ServiceSpec>;
  readonly world?: Partial<WorldSpec>;
  readonly script?: Script;
  readonly expected: RunResult["overCommittedSeconds"];
};

const pool = legalPool({ withoutConnections: "wait" });
const deployment = { service: "shop", atSecond: 20 };

// 55 connections fit: 5 of others and five pools of 10. A run is 60 s; a task starts in 30 s and drains in 30 s.
it.each<Row>([
  { when: "five tasks fit to the last connection", service: { initialTasks: 5 }, expected: none },
  {
    when: "what is there at second 0 is charged to the start",
    service: { initialTasks: 6 },
    expected: { ...none, start: 60 },
  },
  {
    when: "a desired count raised at second 10 is charged to the controller from that second on",
    script: [[10, 6]],
    expected: { ...none, controller: 50 },
  },
  {
    when: "tasks that were never started again hold until their drain ends",
    service: { initialTasks: 6 },
    script: [[10, 5]],
    expected: { ...none, start: 40 },
  },
  {
    when: "a rollout's second fleet is charged to the deployment until its end",
    service: { initialTasks: 4 },
    world: { deployments: [deployment] },
    expected: { ...none, deployment: 40 },
  },
  {
    when: "a deployment on top of the controller's growth is charged from its begin",
    service: { initialTasks: 4 },
    world: { deployments: [deployment] },
    script: [[10, 6]],
    expected: { ...none, controller: 10, deployment: 40 },
  },
  {
    when: "growth in the midst of a deployment is charged to the controller",
    service: { initialTasks: 3, maximumPercent: 200 },
    world: { deployments: [deployment] },
    // 3 old and 3 new ones are over; the desired count raised to 4 starts two more.
    script: [[30, 4]],
    expected: { ...none, deployment: 10, controller: 30 },
  },
  {
    when: "tasks that fail a health check of the full database are replaced beside themselves",
    service: {
      initialTasks: 5,
      pool: { ...pool, databaseHealthCheck: { intervalSeconds: 20, failuresToReplace: 1 } },
    },
    // The check of second 0 already finds no slot, and the old ones drain for 30 s; so does that of second 40.
    expected: { ...none, replacement: 50 },
  },
])("$when", async ({ service, world, script, expected }) => {
  const spec = legalWorld({ pool, ...service }, world);
  const result = await playScript(withWorld(spec), script);
  expect(result.overCommittedSeconds).toEqual(expected);
  const over = Object.values(expected).reduce((sum, seconds) => sum + seconds, 0);
  expect(result.databases["orders"]?.secondsOver).toBe(over);
});

it("seconds of two databases add up, each charged to its own cause", async () => {
  const spec = legalWorld(
    { pool, initialTasks: 6 },
    {
      databases: [
        { name: "orders", maxConnections: 63, reservedConnections: 8, baseConnections: 5, cores: 4 },
        { name: "users", maxConnections: 10, reservedConnections: 0, baseConnections: 11, cores: 4 },
      ],
    },
  );
  const result = await playScript(withWorld(spec));
  expect(result.overCommittedSeconds).toEqual({ ...none, start: 120 });
});
