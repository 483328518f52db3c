import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { PoolSetting } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { poolFit } from "../../shared/runbooks/books/pool-fit.ts";
import { preflight } from "../../shared/runbooks/books/preflight.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { sentActions } from "./sent-actions.ts";

const setting: PoolSetting = {
  database: "orders",
  size: 10,
  processes: 1,
  extras: 0,
  kind: "fixed",
  minimum: 10,
  sizeVariable: "DB_POOL_SIZE",
  processesVariable: null,
};

const warm = (
  maxConnections = 300,
  database: Partial<DatabaseConfig> = {},
  service: Partial<ServiceConfig> = {},
): RunWorld => {
  const world = runWorld({
    world: worldSpec(100, maxConnections),
    config: stackConfig({ poolSettings: [setting], ...service }, { maxConnections, ...database }),
  });
  world.warmUp(300);
  return world;
};

/** What the definition `checkout:N` has in its environment. */
const withPoolSize = (world: RunWorld, size: string): RunWorld => {
  world.cloud.capacity.declareCluster("shop", { instances: [{ id: "i-1", cpuUnits: 8192, memoryMib: 16_384 }] });
  world.cloud.capacity.declareService("checkout", {
    definition: {
      containerDefinitions: [
        { name: "app", cpu: 256, memory: 256, environment: [{ name: "DB_POOL_SIZE", value: size }] },
      ],
    },
  });
  return world;
};

const asked = (taskDefinition?: string) => ({
  runbook: "preflight",
  params: { service: "checkout", ...(taskDefinition === undefined ? {} : { taskDefinition }) },
});

describe("preflight", () => {
  it("the rollout of what runs fits: 4 tasks, 8 at the peak", async () => {
    const world = warm();
    const { text } = await world.invoke(asked());
    expect(text).toContain("checkout: the deployment fits");
    expect(text).toContain("Rollout of 4 tasks at 100 to 200 %, start 30 s, drain 30 s");
    expect(text).toMatch(/orders +10 -> 10 +80 +277 +0 +277 +0/);
    expect(changesSince(world.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
    expect(sentActions(world.calls, preflight.grants)).toEqual([]);
  });

  it("a larger pool in the new definition doesn't, and it says what would", async () => {
    const { text } = await withPoolSize(warm(150), "40").invoke(asked("checkout:7"));
    expect(text).toContain("checkout:7, with what every service holds now:");
    expect(text).toContain("checkout: REFUSED, the deployment needs more connections than there are");
    // 150 - 8 reserved - 5 margin - 5 replacement - 5 unmanaged = 127; 4 x 10 + 4 x 40 = 200.
    expect(text).toMatch(/orders +10 -> 40 +200 +127 +0 +127 +73/);
    expect(text).toContain("- 21 connections per task on orders");
  });

  it.each([
    { when: "a figure that is none", size: "many", code: "definition-unreadable" },
    { when: "a figure past all reason", size: "99999", code: "definition-unreadable" },
  ])("refuses $when", async ({ size, code }) => {
    expect(await refusalOf(withPoolSize(warm(), size).invoke(asked()))).toBe(code);
  });

  it("refuses a definition that is not there, one that may not be read, and a name that is none", async () => {
    expect(await refusalOf(warm().invoke(asked("nobody:1")))).toBe("definition-unreadable");
    const world = warm();
    world.failing(({ name }) =>
      name === "ecs DescribeTaskDefinition" ? new AwsError("AccessDeniedException", "not yours") : null,
    );
    await expect(world.invoke(asked("checkout:1"))).rejects.toThrow(
      /ecs:DescribeTaskDefinition checkout:1: AccessDenied/,
    );
    const untouched = warm();
    expect(await refusalOf(untouched.invoke(asked("checkout:0")))).toBe("bad-input");
    expect(untouched.calls).toEqual([]);
  });

  it("promises nothing where the limit or the service is not known", async () => {
    await expect(warm(300, { maxConnections: null }).invoke(asked())).rejects.toThrow(/orders: limit-unknown/);
    const world = warm();
    let looked = 0;
    world.failing(({ name }) => {
      if (name !== "ecs ListTasks") return null;
      looked += 1;
      return new AwsError("AccessDeniedException", "not yours");
    });
    expect(await refusalOf(world.invoke(asked()))).toBe("cannot-decide");
    expect(looked).toBeGreaterThan(0);
  });
});

describe("pool-fit", () => {
  const asksFor = (world: RunWorld, params: object) =>
    world.invoke({ runbook: "pool-fit", params: { service: "checkout", ...params } });

  it("answers for a number of tasks by the limit as it is, and such a pool then fits", async () => {
    const world = warm();
    const answer = await asksFor(world, { tasks: 20 });
    // 300 - 8 - 5 - 5 = 282, less max(0, pool - 5) for one replaced task: 20 x 13 + 8 = 268, 20 x 14 + 9 = 289.
    // Of pools of 13 even 21 fit: 273 + 8 = 281.
    expect(answer.text).toMatch(/checkout +orders +20 +10 +13 +13 +13/);
    expect(changesSince(world.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
    expect(sentActions(world.calls, poolFit.grants)).toEqual([]);
    const pools = stackConfig().services[0]!.pools.map((pool) => ({ ...pool, connectionsPerTask: 13 }));
    const set = warm(300, {}, { pools, maxTasks: 20 });
    const { text } = await set.invoke({ runbook: "headroom", params: {} });
    expect(text).toMatch(/checkout +13 +4 +52 +17 /);
  });

  it("takes tasks.max where no number is said", async () => {
    expect((await asksFor(warm(), {})).text).toContain("checkout with 12 tasks, every other service at its maximum:");
  });

  it("has no answer where the limit is unknown, and says why", async () => {
    const { text } = await asksFor(warm(300, { maxConnections: null }), {});
    expect(text).toContain("orders: no answer, limit-unknown: max_connections of orders is not known");
  });

  it.each([
    { when: "a service without a pool", params: { service: "search" }, code: "no-pool" },
    { when: "no task", params: { tasks: 0 }, code: "bad-input" },
  ])("refuses $when before anything is called", async ({ params, code }) => {
    const world = warm();
    expect(await refusalOf(asksFor(world, params))).toBe(code);
    expect(world.calls).toEqual([]);
  });
});
