import { describe, expect, it } from "@jest/globals";
import type { PoolSetting } from "../../shared/config/pool-config.ts";
import { newPools } from "../../shared/preflight/new-pools.ts";
import { readDefinition, type TaskDefinition } from "../../shared/preflight/read-definition.ts";
import { pool, service } from "../plan/builders.ts";

const setting = (changes: Partial<PoolSetting> = {}): PoolSetting => ({
  database: "main",
  size: 15,
  processes: 1,
  extras: 4,
  kind: "fixed",
  minimum: 15,
  sizeVariable: "DB_POOL_SIZE",
  processesVariable: "WEB_CONCURRENCY",
  ...changes,
});

const web = (settings: readonly PoolSetting[]) =>
  service({ pools: [pool({ connectionsPerTask: 19 })], poolSettings: settings });

const read = (definition: object): TaskDefinition => {
  const reading = readDefinition(JSON.stringify(definition));
  if (reading.kind === "refused") throw new Error(reading.problem.message);
  return reading.definition;
};

const telling = (environment: Readonly<Record<string, string>>, more: object = {}): TaskDefinition =>
  read({
    containerDefinitions: [
      { environment: Object.entries(environment).map(([name, value]) => ({ name, value })), ...more },
    ],
  });

const connectionsOf = (definition: TaskDefinition, settings = [setting()]): number | string => {
  const pools = newPools(web(settings), definition);
  return pools.kind === "read" ? pools.pools[0]!.newConnectionsPerTask : pools.problem.message;
};

describe("new pools", () => {
  it.each<{ when: string; given: TaskDefinition; expected: number | string }>([
    { when: "a variable replaces the pool's size", given: telling({ DB_POOL_SIZE: "5" }), expected: 9 },
    {
      when: "processes multiply it, extras are added once",
      given: telling({ DB_POOL_SIZE: "5", WEB_CONCURRENCY: "3" }),
      expected: 19,
    },
    { when: "spaces around a figure are none of its digits", given: telling({ DB_POOL_SIZE: " 7 " }), expected: 11 },
    { when: "what is not set is headgate.yml's", given: telling({}), expected: 19 },
    {
      when: "a text is refused",
      given: telling({ DB_POOL_SIZE: "many" }),
      expected: 'is "many", not a whole number from 1 to 10000',
    },
    {
      when: "0 is refused: no pool serves nobody",
      given: telling({ DB_POOL_SIZE: "0" }),
      expected: 'is "0", not a whole number from 1 to 10000',
    },
    {
      when: "an exponent is no figure",
      given: telling({ DB_POOL_SIZE: "1e3" }),
      expected: 'is "1e3", not a whole number from 1 to 10000',
    },
    {
      when: "more processes than any task has are refused",
      given: telling({ WEB_CONCURRENCY: "257" }),
      expected: 'is "257", not a whole number from 1 to 256',
    },
    {
      when: "two containers that disagree are refused",
      given: read({
        containerDefinitions: [
          { environment: [{ name: "DB_POOL_SIZE", value: "5" }] },
          { environment: [{ name: "DB_POOL_SIZE", value: "6" }] },
        ],
      }),
      expected: "is set to different values by two containers",
    },
    {
      when: "two containers that agree are not",
      given: read({
        containerDefinitions: [
          { environment: [{ name: "DB_POOL_SIZE", value: "5" }] },
          { environment: [{ name: "DB_POOL_SIZE", value: "5" }] },
        ],
      }),
      expected: 9,
    },
  ])("$when", ({ given, expected }) => {
    expect(connectionsOf(given)).toBe(expected);
  });

  it("reads a parameter of a connection string, and never repeats the string", () => {
    const settings = [setting({ sizeVariable: "DATABASE_URL?pool_size" })];
    const url = "postgres://app:secret%3Fx@db:5432/shop?sslmode=require&pool_size=8";
    expect(connectionsOf(telling({ DATABASE_URL: url }), settings)).toBe(12);
    const without = newPools(web(settings), telling({ DATABASE_URL: "postgres://app:secret@db/shop" }));
    expect(JSON.stringify(without)).not.toContain("secret");
    expect(without).toMatchObject({
      notes: [expect.stringContaining("has no parameter pool_size"), expect.anything()],
    });
  });

  it("says of a figure in a secret, or in a file, that it isn't seen", () => {
    const secret = newPools(web([setting()]), telling({}, { secrets: [{ name: "DB_POOL_SIZE", valueFrom: "arn" }] }));
    expect(secret).toMatchObject({
      notes: ["DB_POOL_SIZE comes from a secret: headgate.yml's size of 15 is taken", expect.any(String)],
    });
    const file = newPools(web([setting()]), telling({}, { environmentFiles: [{ type: "s3", value: "arn" }] }));
    expect(file).toMatchObject({ notes: [expect.stringContaining("environment files"), expect.any(String)] });
  });

  it("adds up several pools on one database", () => {
    const settings = [setting(), setting({ size: 2, extras: 0, sizeVariable: "OUTBOX_POOL", processesVariable: null })];
    expect(connectionsOf(telling({ DB_POOL_SIZE: "5", OUTBOX_POOL: "3" }), settings)).toBe(12);
  });

  it("leaves a pool behind a proxy out, and says so", () => {
    const pools = [
      pool({ connectionsPerTask: 19 }),
      pool({ database: "main", proxy: "front", connectionsPerTask: 30 }),
    ];
    const settings = [setting(), setting({ database: "front", size: 30, extras: 0, sizeVariable: null })];
    const read = newPools(service({ pools, poolSettings: settings }), telling({ DB_POOL_SIZE: "5" }));
    expect(read).toMatchObject({
      pools: [{ database: "main", oldConnectionsPerTask: 19, newConnectionsPerTask: 9 }],
      notes: expect.arrayContaining([expect.stringContaining("through front is not counted")]),
    });
  });

  it("says when no pool names its variables", () => {
    const pools = newPools(web([setting({ sizeVariable: null, processesVariable: null })]), telling({}));
    expect(pools).toMatchObject({ notes: ["no pool of web names its variables, so all figures are headgate.yml's"] });
  });
});

describe("task definitions", () => {
  it.each<{ when: string; given: string; expected: string }>([
    { when: "text that is not JSON", given: "family: order", expected: "is not JSON" },
    { when: "a list", given: "[]", expected: "is missing or empty" },
    { when: "nothing", given: "null", expected: "is missing or empty" },
    { when: "no container", given: '{"containerDefinitions":[]}', expected: "is missing or empty" },
    { when: "a container that is none", given: '{"containerDefinitions":[7]}', expected: "is not an object" },
    {
      when: "a value without quotes",
      given: '{"containerDefinitions":[{"environment":[{"name":"DB_POOL_SIZE","value":5}]}]}',
      expected: "is not { name, value } with two texts",
    },
  ])("refuses $when", ({ given, expected }) => {
    const reading = readDefinition(given);
    expect(reading).toMatchObject({ kind: "refused", problem: { message: expect.stringContaining(expected) } });
  });

  it("reads what describe-task-definition prints", () => {
    const described = { taskDefinition: { family: "order", containerDefinitions: [{ name: "app" }] }, tags: [] };
    expect(read(described).family).toBe("order");
  });
});
