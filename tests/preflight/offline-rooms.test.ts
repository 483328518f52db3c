import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type Assumptions, offlineRooms } from "../../shared/preflight/offline-rooms.ts";
import { config, database, pool, service } from "../plan/builders.ts";

const web = service({ name: "web", maxTasks: 10 });
const nothing: Assumptions = { tasks: new Map(), unmanagedConnections: new Map(), maxConnections: new Map() };

type Row = {
  readonly when: string;
  readonly others?: readonly ServiceConfig[];
  readonly database?: Partial<DatabaseConfig>;
  readonly said?: Partial<Assumptions>;
  readonly expected: number | string;
};

/** 200 - 10 margin = 190 on `main`. */
describe("what headgate.yml leaves for one service", () => {
  it.each<Row>([
    { when: "is the whole budget where it is alone", expected: 190 },
    {
      when: "is less by what the others need at their maximum",
      others: [service({ name: "api", maxTasks: 8, pools: [pool({ connectionsPerTask: 5 })] })],
      expected: 150,
    },
    {
      when: "is less by the tasks of the others that are named",
      others: [service({ name: "api", maxTasks: 8, pools: [pool({ connectionsPerTask: 5 })] })],
      said: { tasks: new Map([["api", 3]]) },
      expected: 175,
    },
    {
      when: "counts the others' pools behind a proxy in full",
      others: [service({ name: "api", maxTasks: 8, pools: [pool({ proxy: "front", connectionsPerTask: 5 })] })],
      expected: 150,
    },
    {
      when: "may be less than nothing",
      others: [service({ name: "api", maxTasks: 40, pools: [pool({ connectionsPerTask: 5 })] })],
      expected: -10,
    },
    {
      when: "is refused without a limit",
      database: { maxConnections: null, marginConnections: null },
      expected: "add --max-connections main=N, or write the key",
    },
    {
      when: "takes the margin of a limit that is said from that limit",
      database: { maxConnections: null, marginConnections: null },
      said: { maxConnections: new Map([["main", 100]]) },
      // 100 - 5 margin - 5 of the replacement of a pool of 10.
      expected: 90,
    },
    {
      when: "is refused for the readers of a cluster: how many there are is not in the file",
      database: { at: { kind: "cluster", cluster: "shop", role: "reader" } },
      expected: "read the service's notice deployment-exceeds-budget, which knows them",
    },
    {
      when: "takes the limit that is said",
      database: { maxConnections: null },
      said: { maxConnections: new Map([["main", 100]]) },
      expected: 90,
    },
    {
      when: "is refused without the sessions of others: unknown is not none",
      database: { unmanagedConnections: null },
      expected: "add --unmanaged main=N, or write the key",
    },
    {
      when: "takes the sessions of others that are said",
      database: { unmanagedConnections: null },
      said: { unmanagedConnections: new Map([["main", 30]]) },
      expected: 160,
    },
  ])("$when", ({ others = [], database: changes = {}, said = {}, expected }) => {
    const answer = offlineRooms(config([web, ...others], [database(changes)]), web, { ...nothing, ...said });
    expect(answer.kind === "known" ? answer.rooms[0]!.roomConnections : answer.problem.fix).toBe(expected);
  });
});
