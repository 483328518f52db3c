import pg from "pg";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { World } from "../../simulator/world/world.ts";
import { atDatabase } from "./plays.ts";
import { type Credentials, PostgresServer } from "./postgres-server.ts";
import { tooManyConnections } from "./server-log.ts";

/** Whoever may connect, up to the first refusal: tasks, and then superusers beside them. */
export type Wall = { readonly tasks: number; readonly superusers: number };

export type ProbedWall = {
  readonly maxConnections: number;
  readonly reservedConnections: number;
  readonly live: Wall;
  readonly predicted: Wall;
};

/** Of a server that watches itself: the monitor's connection. */
const watching = 1;

/** Fills a server of its own to the last slot, and asks the model where that is. */
export const probeWall = async (
  scenario: Scenario,
  settings: Readonly<Record<string, string>>,
): Promise<ProbedWall> => {
  const server = await PostgresServer.start(settings);
  const open: pg.Client[] = [];
  try {
    const tasks = await openUntilRefused(server.forTasks, open);
    const superusers = await openUntilRefused(server.asAdmin, open);
    const { limits } = server;
    const { world } = atDatabase(scenario, { ...limits, baseConnections: watching });
    const usable = new World(world, 1).usableConnections(world.databases[0]!.name);
    return {
      ...limits,
      live: { tasks, superusers },
      predicted: { tasks: usable - watching, superusers: limits.reservedConnections },
    };
  } finally {
    await Promise.all(open.map((client) => client.end()));
    await server.stop();
  }
};

const openUntilRefused = async (credentials: Credentials, open: pg.Client[]): Promise<number> => {
  for (let opened = 0; ; opened += 1) {
    const client = new pg.Client(credentials);
    try {
      await client.connect();
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === tooManyConnections) return opened;
      throw error;
    }
    open.push(client);
  }
};
