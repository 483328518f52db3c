import { makeHandler as makeLimitsHandler } from "../../../functions/limits/handler.ts";
import { limitsDeps } from "../../../functions/limits/wiring.ts";
import { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import type { Handler } from "../../../simulator/cloud/event-source.ts";
import { eventSources, rehearsalNames } from "../../../simulator/controllers/headgate.ts";
import type { Fault } from "../../../simulator/faults/fault.ts";
import { FaultyCalls } from "../../../simulator/faults/faulty-calls.ts";
import { FaultyDeliveries } from "../../../simulator/faults/faulty-deliveries.ts";
import { currentInvocation, invoke } from "../../../simulator/faults/invocation.ts";
import { World } from "../../../simulator/world/world.ts";
import { edgeFleet, type FaultEstate } from "./fault-estate.ts";

/** Metrics of RDS come three minutes late. */
const pastSeconds = 240;
/** The schedule of `limits`, as in stack/resources/schedule.yml. */
const limitsEverySeconds = 900;
/** What Lambda waits before it invokes an asynchronous event again, twice. */
const asyncRetrySeconds = [60, 120] as const;
const silent = { info: () => {}, warn: () => {} };

/** Puts something of its own around a function's handler, to see that a sweep notices what it breaks. */
export type Plant = (handler: Handler, name: string) => Handler;

/** The deployed functions router, scale, records and limits on an embedded cloud in which one thing goes wrong. */
export const faultStack = async (fault: Fault | null, estate: FaultEstate, plant: Plant = (handler) => handler) => {
  const { config } = estate;
  const world = new World(estate.world, 1);
  const cloud = new EmbeddedCloud(world, config, [], rehearsalNames);
  cloud.estate = estate.databases;
  estate.declare(cloud);
  const installed: Readonly<Record<string, string>>[] = [];
  cloud.ssm.declareInstance({
    id: "i-0edge",
    tags: { [edgeFleet.tag.key]: edgeFleet.tag.value },
    run: (parameters) => {
      const isThere = cloud.s3.texts("rehearsal-renders")[parameters["Key"] ?? ""] !== undefined;
      if (isThere) installed.push(parameters);
      return { status: isThere ? "Success" : "Failed" };
    },
  });
  for (let second = 0; second < pastSeconds; second += 1) world.step();
  world.takeTaskEvents();

  const worldNowMs = (): number => world.nowMs;
  const nowMs = (): number => world.nowMs + (currentInvocation()?.clockSkewMs ?? 0);
  const calls = new FaultyCalls(cloud, worldNowMs, fault !== null && "atCall" in fault ? fault : null);
  const names = ["router", "scale", "records"] as const;
  const sources = eventSources(cloud, config, nowMs).map((source, index) => {
    const name = names[index]!;
    return { ...source, name, handler: plant(source.handler, name) };
  });
  const deliveries = new FaultyDeliveries(sources, worldNowMs, fault !== null && "atDelivery" in fault ? fault : null);
  const limits = makeLimitsHandler(
    limitsDeps(
      cloud.limitsClients(),
      {
        TABLE_NAME: cloud.table.name,
        EVENTS_QUEUE_URL: cloud.queues.url("events"),
        EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
      },
      config,
      { nowMs, log: silent, count: () => {} },
    ),
  );
  /** Asynchronous invocations that wait, with the attempts that they have had. */
  const invocations: { atMs: number; attempt: number }[] = [];
  // Known before anything goes wrong: what `limits` finds out is a quarter of an hour old at most.
  await limits({ kind: "read-limits" });
  const startedMs = world.nowMs;
  invocations.push({ atMs: startedMs + 30_000, attempt: 0 });

  const runLimits = async (): Promise<void> => {
    for (const due of invocations.filter(({ atMs }) => atMs <= world.nowMs)) {
      invocations.splice(invocations.indexOf(due), 1);
      if (due.attempt === 0) invocations.push({ atMs: world.nowMs + limitsEverySeconds * 1000, attempt: 0 });
      const retrySeconds = asyncRetrySeconds[due.attempt];
      await invoke("limits", () => limits({ kind: "read-limits" })).catch(() => {
        if (retrySeconds !== undefined)
          invocations.push({ atMs: world.nowMs + retrySeconds * 1000, attempt: due.attempt + 1 });
      });
    }
  };

  return {
    config,
    world,
    cloud,
    calls,
    deliveries,
    installed,
    startedMs,
    seconds: (): number => (world.nowMs - startedMs) / 1000,
    struckAtMs: (): number | null => calls.struckAtMs ?? deliveries.struckAtMs,
    run: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        cloud.publishEvents();
        await runLimits();
        await deliveries.deliver();
        world.step();
      }
    },
  };
};

export type FaultStack = Awaited<ReturnType<typeof faultStack>>;
