import type { LimitsClients } from "../../shared/aws/clients.ts";
import type { Config } from "../../shared/config/config.ts";
import { beforeDeadline } from "../before-deadline.ts";
import { assembleFacts, type DatabaseRead } from "./assemble-facts.ts";
import type { LimitsDeps } from "./limits-deps.ts";
import { readRds } from "./rds-readings.ts";

/** Well before the function's 120 s: what was read until then is stored. */
const readingMs = 60_000;

/**
 * Reads databases as they are now. One that can't be read takes none of the others along.
 *
 * @param clock real time, for the deadline
 */
export const makeReadDatabases =
  (clients: LimitsClients, config: Config, clock: () => number): LimitsDeps["readDatabases"] =>
  async (databases, previous, nowMs) => {
    const deadlineMs = clock() + readingMs;
    const isOver = (): boolean => clock() > deadlineMs;
    const names = new Set(databases.map(({ name }) => name));
    const readings = await readRds(
      {
        rds: beforeDeadline(clients.rds, isOver),
        performanceInsights: beforeDeadline(clients.performanceInsights, isOver),
        ec2: beforeDeadline(clients.ec2, isOver),
      },
      databases,
      config.proxies.filter(({ database }) => names.has(database)),
      nowMs,
    );
    return new Map(
      databases.map((database): [string, DatabaseRead] => {
        const proxies = config.proxies.filter((proxy) => proxy.database === database.name);
        return [database.name, assembleFacts(database, proxies, readings, previous.get(database.name), nowMs)];
      }),
    );
  };
