import { setTimeout as pause } from "node:timers/promises";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Config } from "../../shared/config/config.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import { burstConfig } from "../../tests/bursts/burst-estate.ts";
import { taskEvent } from "../../tests/bursts/burst-events.ts";
import { waitsFor } from "../../tests/bursts/looks.ts";
import type { BurstSize } from "../../tests/bursts/play-burst.ts";
import { queueMappings, type WorkQueue } from "../../tests/bursts/queue-mappings.ts";
import { countCalls, writesTogether } from "../../tests/bursts/sdk-call-kinds.ts";
import { type Emulators, functionsKey } from "../start-emulators.ts";
import { type BurstClients, type CountedCall, functionClients, outsideClients } from "./burst-clients.ts";
import { emulatedConfig } from "./emulated-config.ts";
import { makeBurstEstate, makeZones } from "./make-burst-estate.ts";
import { makeHandlers } from "./make-handlers.ts";
import { type BurstResources, makeStack } from "./make-stack.ts";
import { playRealBurst } from "./play-real-burst.ts";
import { compareOnEmulators } from "./published-on-emulators.ts";
import { type QueuePoller, startQueuePoller } from "./queue-poller.ts";
import { sendEvents } from "./send-events.ts";
import { startsMissingTasks } from "./start-missing-tasks.ts";
import { watchLooks } from "./watch-looks.ts";

/** Before the burst and after it, at the pace of emulators on a busy machine. */
const settleWithinSeconds = 90;
const lookEveryMs = 500;
const seed = 20_261_121;

const workQueues = Object.keys(queueMappings) as readonly WorkQueue[];

/** What a burst through the real queue has cost and left. */
export type RealFigures = {
  readonly taskEvents: number;
  readonly distinctTaskEvents: number;
  readonly flips: number;
  readonly strangers: number;
  readonly calls: number;
  readonly writes: Readonly<Record<string, number>>;
  readonly writesTogether: number;
  /** HTTP requests of the functions: more than calls, where the SDK tries again. */
  readonly requests: number;
  readonly invocations: Readonly<Record<WorkQueue, number>>;
  readonly mostAtOnce: Readonly<Record<WorkQueue, number>>;
  readonly dropped: number;
  readonly retries: number;
  /** Messages that were sent and not acknowledged, those in dead-letter queues, and events that no look came after. */
  readonly lost: readonly string[];
  readonly longestWaitSeconds: number;
  readonly seenWithinSeconds: number;
  /** That it took to send the burst. */
  readonly sendSeconds: number;
  readonly visible: number;
  readonly delayed: number;
  /** Domains and destinations. */
  readonly groups: { readonly domains: number; readonly destinations: number };
  readonly compared: number;
  readonly unpublished: readonly string[];
};

/** @throws AbortError, what an emulator answers, and where the estate doesn't come to rest before the burst */
export const measureRealBurst = async (
  emulators: Emulators,
  size: BurstSize,
  { print, signal }: { readonly print: (line: string) => void; readonly signal: AbortSignal },
): Promise<RealFigures> => {
  const calls: CountedCall[] = [];
  const outside = outsideClients(emulators);
  const functions = functionClients(emulators, calls);
  const config = emulatedConfig(await makeZones(outside, burstConfig()))(burstConfig());
  const resources = await makeStack(outside);
  const network = await makeBurstEstate(outside, config);
  print("The estate is there.");

  const told = { dropped: 0, retries: 0 };
  const handlers = makeHandlers(functions, resources, config, told);
  const pollers = Object.fromEntries(
    workQueues.map((name) => {
      const polled = { queueUrl: resources.queueUrls[name], handler: handlers[name], ...queueMappings[name] };
      return [name, startQueuePoller(outside, polled)];
    }),
  ) as Record<WorkQueue, QueuePoller>;
  const watch = watchLooks(outside, resources.tableName, config);
  const startMissing = startsMissingTasks(outside, { config, network, eventsUrl: resources.queueUrls.events });
  const stop = (): readonly Promise<void>[] => [...Object.values(pollers), watch].map((worker) => worker.stop());
  try {
    let left = await countMessages(outside, resources, workQueues);
    const atRest = async (): Promise<boolean> => {
      left = await countMessages(outside, resources, workQueues);
      return isEmpty(left) && (await compareOnEmulators(outside, config)).wrong.length === 0;
    };
    await sendEvents(outside, resources.queueUrls.events, config.services.map(firstEvent));
    if (!(await untilTrue(atRest, signal)))
      throw new Error(`nothing is published before the burst: ${await whatDiffers(outside, config)}`);
    print("Everything is published: the burst begins.");

    const fromCall = calls.length;
    const fromRequest = functionRequests(emulators);
    const before = byQueue((name) => pollers[name].figures().invocations);
    const beganAtMs = Date.now();
    const eventsUrl = resources.queueUrls.events;
    const burst = await playRealBurst(outside, { config, network, eventsUrl, seed, signal }, size);
    const messageIds = [...burst.messageIds];
    print(`It is sent, in ${burst.seconds.toFixed(1)} s.`);
    const isSeen = (): boolean => waitsFor(burst.sent, watch.looks, config).unseen.length === 0;
    await untilTrue(async () => {
      messageIds.push(...(await startMissing()));
      return isSeen() && (await atRest());
    }, signal);

    await Promise.all(stop());
    const made = countCalls(calls.slice(fromCall));
    const { unseen, longestMs, lastMs } = waitsFor(burst.sent, watch.looks, config);
    const dead = await countMessages(outside, resources, ["events-dlq", "scaling-dlq.fifo", "records-dlq.fifo"]);
    const { compared, wrong } = await compareOnEmulators(outside, config);
    return {
      ...burst,
      calls: made.all,
      writes: Object.fromEntries(made.writes),
      writesTogether: writesTogether(made.writes),
      requests: functionRequests(emulators) - fromRequest,
      invocations: byQueue((name) => pollers[name].figures().invocations - before[name]),
      mostAtOnce: byQueue((name) => pollers[name].figures().mostAtOnce),
      ...told,
      lost: [
        ...messageIds.filter((id) => !pollers.events.settled.has(id)).map((id) => `message ${id} was not acknowledged`),
        ...Array.from({ length: dead.visible }, () => "a dead letter"),
        ...unseen,
      ],
      longestWaitSeconds: longestMs / 1000,
      seenWithinSeconds: (lastMs - beganAtMs) / 1000,
      sendSeconds: burst.seconds,
      visible: left.visible,
      delayed: left.delayed,
      groups: { domains: config.domains.length, destinations: destinationsOf(config).length },
      compared,
      unpublished: wrong,
    };
  } finally {
    await Promise.allSettled(stop());
  }
};

const byQueue = (of: (name: WorkQueue) => number): Record<WorkQueue, number> =>
  Object.fromEntries(workQueues.map((name) => [name, of(name)])) as Record<WorkQueue, number>;

const firstEvent = ({ cluster, ecsService }: Config["services"][number], index: number): string =>
  taskEvent({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    atMs: Date.now(),
    cluster,
    ecsService,
    taskId: "0".repeat(32),
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
  });

type Counted = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

const countMessages = async (
  { sqs }: BurstClients,
  { queueUrls }: BurstResources,
  names: readonly (keyof BurstResources["queueUrls"])[],
): Promise<Counted> => {
  const sum = { visible: 0, inFlight: 0, delayed: 0 };
  for (const name of names) {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrls[name], AttributeNames: ["All"] }),
    );
    sum.visible += Number(Attributes["ApproximateNumberOfMessages"]);
    sum.inFlight += Number(Attributes["ApproximateNumberOfMessagesNotVisible"]);
    sum.delayed += Number(Attributes["ApproximateNumberOfMessagesDelayed"]);
  }
  return sum;
};

const isEmpty = ({ visible, inFlight }: Counted): boolean => visible === 0 && inFlight === 0;

/** @returns false: it has taken too long */
const untilTrue = async (look: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> => {
  const untilMs = Date.now() + settleWithinSeconds * 1000;
  while (Date.now() < untilMs) {
    if (await look()) return true;
    await pause(lookEveryMs, undefined, { signal });
  }
  return false;
};

const whatDiffers = async (clients: BurstClients, config: Config): Promise<string> =>
  (await compareOnEmulators(clients, config)).wrong.join("; ");

const functionRequests = (emulators: Emulators): number =>
  Object.values(emulators.callCounts(functionsKey)).reduce(
    (sum, counts) => sum + Object.values(counts).reduce((of, count) => of + count, 0),
    0,
  );
