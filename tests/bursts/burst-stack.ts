import type { SQSEvent } from "aws-lambda";
import { makeRecordsTable } from "../../shared/aws/records-table.ts";
import type { Config } from "../../shared/config/config.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import { EventSourceMapping } from "../../simulator/cloud/event-source-mapping.ts";
import { eventSources } from "../../simulator/controllers/headgate.ts";
import { RandomStream } from "../../simulator/world/random.ts";
import { smallStack } from "../scale/small-stack.ts";
import { burstConfig, burstWorld, fleet } from "./burst-estate.ts";
import { BurstLedger, type ReadLook } from "./burst-ledger.ts";
import { BurstTrouble } from "./burst-trouble.ts";
import { misremembered, type PlantedBug } from "./planted-bugs.ts";
import { queueMappings, type WorkQueue } from "./queue-mappings.ts";

/** Of a warm function, and of each call that it makes, one after the other. */
const invocationMs = 10;
const callMs = 25;

const sliceMs = 50;
const duplicateRatio = 0.01;

/** What is other than in the estate. */
export type BurstChange = {
  /** To what a run somewhere else is configured as. */
  readonly configure?: ((config: Config) => Config) | undefined;
  readonly bug?: PlantedBug | undefined;
};

/** The deployed functions behind their queues with Lambda's batching, concurrency and durations. */
export const burstStack = (seed: number, { configure = (config) => config, bug = {} }: BurstChange = {}) => {
  const configured = configure(burstConfig());
  const config = bug.config?.(configured) ?? configured;
  const stack = smallStack(burstWorld(), config, [], seed);
  const { world, cloud } = stack;
  const random = new RandomStream(seed, 7);
  const trouble = new BurstTrouble(cloud);

  let inFunction = false;
  if (bug.memory !== undefined) {
    const { memory } = bug;
    const handle = cloud.handle.bind(cloud);
    cloud.handle = async (service, operation, input) => {
      const answer = await handle(service, operation, input);
      return inFunction && operation === "BatchGetItem" ? misremembered(answer, memory) : answer;
    };
  }
  const table = makeRecordsTable(cloud.clients().dynamoDb, cloud.table.name);
  /** Past the recorder. */
  const readLook: ReadLook = async (group) => {
    if (config.domains.some(({ id }) => id === group)) return (await stack.state(group)).readStartedAtMs;
    const before = stack.calls.length;
    const { state } = await table.read(group);
    stack.calls.length = before;
    return state.readStartedAtMs;
  };
  const ledger = new BurstLedger(config, cloud.queues, readLook);

  const told = { dropped: 0, retries: 0 };
  const sources = eventSources(cloud, config, () => world.nowMs, {
    log: { info: () => {}, warn: () => {} },
    count: (metricName, value) => {
      if (metricName === "Dropped") told.dropped += value;
      if (metricName === "Retries" || metricName === "RecordsRetries") told.retries += value;
    },
  });
  const mapped = sources.map((source) => {
    const queue = source.queue.spec.name;
    const how = queueMappings[queue as WorkQueue];
    const deployed = trouble.around(bug.handler?.(queue, source.handler) ?? source.handler);
    let before = 0;
    const handler = ledger.around(queue, async (event: SQSEvent) => {
      before = stack.calls.length;
      inFunction = true;
      return deployed(event).finally(() => {
        inFunction = false;
      });
    });
    const durationMs = (): number => invocationMs + callMs * (stack.calls.length - before);
    const duplicates = source.queue.spec.fifo ? 0 : duplicateRatio;
    return new EventSourceMapping({ ...source, ...how, handler, durationMs, duplicateRatio: duplicates }, random);
  });

  const installed: string[] = [];
  cloud.ssm.declareInstance({
    id: "i-0edge",
    tags: { [fleet.tag.key]: fleet.tag.value },
    run: (parameters) => {
      installed.push(parameters["Key"] ?? "");
      return { status: "Success" };
    },
  });
  // The world steps by whole seconds; its clock goes on in between, so that what is sent after a read is later than it.
  let sliceAtMs = 0;
  const wholeSecondMs = (): number => world.spec.startMs + world.nowSecond * 1000;
  Object.defineProperty(world, "nowMs", { get: () => wholeSecondMs() + sliceAtMs });
  return {
    ...stack,
    config,
    random,
    told,
    trouble,
    ledger,
    installed,
    /** Sends what the world has to tell, plays the functions for a second, and then the world. */
    second: async (): Promise<void> => {
      cloud.publishEvents();
      for (; sliceAtMs < 1_000; sliceAtMs += sliceMs) for (const mapping of mapped) await mapping.poll(world.nowMs);
      sliceAtMs = 0;
      world.step();
    },
    mappings: mapped,
    /** Ids of all domains and destinations. */
    groups: [...config.domains, ...destinationsOf(config)].map(({ id }) => id),
    readLook,
  };
};

export type BurstStack = ReturnType<typeof burstStack>;
