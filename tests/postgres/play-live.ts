import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import type { PoolSpec, ServiceSpec } from "../../simulator/world/spec.ts";
import { type ContenderName, makeContender } from "./contenders.ts";
import { type Doings, LiveService } from "./live-service.ts";
import { LiveWorld } from "./live-world.ts";
import type { Outcome } from "./outcome.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { type LoggedAttempt, loggedAttempts } from "./server-log.ts";
import type { TaskOrders } from "./task-messages.ts";

/** Of the server, the connection that looks at it; it takes a slot like any other. */
const monitorConnections = 1;
/** Between two looks at the server's sessions; RDS's metric has one a minute. */
const sampleSeconds = 5;

/**
 * Plays a scenario with real processes at a real server, in compressed time. The server is as free afterwards as before.
 *
 * The server's log is the witness: attempts in the order of their arrival, and what became of each. What the tasks' own
 * pools have counted must agree with it.
 *
 * @param pace.msPerSecond real milliseconds that a virtual second lasts at least
 * @param pace.signal ends it within a virtual second
 * @throws Error where pools and server disagree, or anything fails that is no refusal; nothing goes on then
 */
export const playLive = async (
  contender: ContenderName,
  scenario: Scenario,
  server: PostgresServer,
  seed: number,
  { msPerSecond, signal }: { readonly msPerSecond: number; readonly signal: AbortSignal },
): Promise<Outcome> => {
  const others: pg.Client[] = [];
  let service: LiveService | undefined;
  try {
    const { world: spec, seconds } = scenario;
    const database = spec.databases[0]!;
    checkLimits(server, database);
    for (let other = monitorConnections; other < database.baseConnections; other += 1) {
      const client = new pg.Client(server.forTasks);
      await client.connect();
      others.push(client);
    }
    const api = spec.services[0]!;
    service = new LiveService(api, spec.startMs, ordersOf(api, server, msPerSecond), seed);
    let sessions = await server.sessions();
    const world = new LiveWorld(spec, seed, service, () => sessions);
    const controller = makeContender(contender, world, scenario);
    const mark = server.log().length;
    await service.begin();
    const beganMs: number[] = [];
    let peakDesired = 0;
    for (let second = 0; second < seconds; second += 1) {
      signal.throwIfAborted();
      const now = Date.now();
      beganMs.push(now);
      await controller.step(world);
      await world.step();
      if (second % sampleSeconds === 0) sessions = await server.sessions();
      peakDesired = Math.max(peakDesired, world.counts(api.name).desired);
      await pause(Math.max(0, now + msPerSecond - Date.now()));
    }
    await service.finish();
    const firstRefused = checkedByLog(server.log().slice(mark), service.doings);
    const { attempts, refused } = service.doings;
    return {
      attempts,
      refused,
      attemptsToRefusal: firstRefused?.position ?? null,
      secondsToExhaustion:
        firstRefused === null ? null : beganMs.findLastIndex((atMs) => atMs <= firstRefused.attempt.atMs),
      peakDesired,
    };
  } finally {
    await service?.kill();
    await Promise.all(others.map((client) => client.end()));
  }
};

/**
 * @returns the first refused attempt, counted from 1
 * @throws Error where the tasks' pools tell of other attempts than the server does
 */
const checkedByLog = (
  log: string,
  { attempts, refused }: Doings,
): { readonly position: number; readonly attempt: LoggedAttempt } | null => {
  const logged = loggedAttempts(log);
  const loggedRefused = logged.filter((attempt) => attempt.refused).length;
  if (logged.length !== attempts || loggedRefused !== refused)
    throw new Error(
      `the server tells of ${logged.length} attempts, ${loggedRefused} refused; the pools of ${attempts}, ${refused} refused`,
    );
  const first = logged.findIndex((attempt) => attempt.refused);
  return first < 0 ? null : { position: first + 1, attempt: logged[first]! };
};

/** The scenario speaks of a server as it comes; one that was built otherwise would be compared with another world. */
const checkLimits = (
  { limits, version }: PostgresServer,
  { maxConnections, reservedConnections }: PostgresServer["limits"],
): void => {
  if (limits.maxConnections === maxConnections && limits.reservedConnections === reservedConnections) return;
  throw new Error(
    `PostgreSQL ${version} comes with ${limits.maxConnections} connections, ${limits.reservedConnections} reserved; the scenario says ${maxConnections} and ${reservedConnections}`,
  );
};

const ordersOf = (service: ServiceSpec, server: PostgresServer, msPerSecond: number): TaskOrders => {
  const pool = service.pool as PoolSpec;
  if (pool.withoutConnections === "wait" || pool.kind !== "fixed")
    throw new Error("tasks here have fixed pools, and none waits without traffic");
  return {
    credentials: server.forTasks,
    connections: pool.connectionsPerTask,
    withoutConnections: pool.withoutConnections,
    reconnectSeconds: pool.reconnectSeconds ?? 10,
    cpuSecondsPerRequest: service.cpuSecondsPerRequest,
    holdMsPerRequest: pool.holdSecondsPerRequest * msPerSecond,
    queueLimit: service.queueLimitPerTask,
  };
};
