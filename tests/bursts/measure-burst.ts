import type { Message } from "../../simulator/cloud/sqs.ts";
import type { BurstChange, BurstStack } from "./burst-stack.ts";
import { waitsFor } from "./looks.ts";
import { type BurstSize, playBurst, type SentEvent } from "./play-burst.ts";
import { comparePublished } from "./published-in-burst.ts";
import { quietStack } from "./quiet-stack.ts";
import { countCalls, writesTogether } from "./sdk-call-kinds.ts";

const seed = 20_261_121;

export type BurstRun = {
  readonly size: BurstSize;
  /** From the burst's beginning to the look at everything. */
  readonly untilLookSeconds: number;
  /** SQS refuses and repeats, and functions die, as long as the burst lasts. */
  readonly isTroubled?: boolean;
} & BurstChange;

/** What a burst has cost and left, from its beginning to the look. */
export type BurstFigures = {
  readonly taskEvents: number;
  readonly distinctTaskEvents: number;
  readonly flips: number;
  readonly strangers: number;
  readonly sent: readonly SentEvent[];
  /** SDK calls of all functions. */
  readonly calls: number;
  /** Calls that change something, by service. */
  readonly writes: Readonly<Record<string, number>>;
  /** To ECS, AAS, Route 53, S3 and SSM together. */
  readonly writesTogether: number;
  /** By queue. */
  readonly invocations: Readonly<Record<string, number>>;
  readonly mostAtOnce: Readonly<Record<string, number>>;
  /** Messages that were acknowledged, by queue. */
  readonly settled: Readonly<Record<string, number>>;
  readonly returned: number;
  readonly died: number;
  readonly deduplicated: number;
  readonly dropped: number;
  readonly retries: number;
  readonly deadLetters: readonly string[];
  /** Acknowledged without what had to come of them, and events that no look came after. */
  readonly lost: readonly string[];
  readonly longestWaitSeconds: number;
  /** From the first event to the last look that one waited for. */
  readonly seenWithinSeconds: number;
  /** In any queue at the look: those that somebody should have taken. */
  readonly visible: readonly string[];
  /** The delayed ones, by domain or destination. */
  readonly delayed: Readonly<Record<string, number>>;
  /** Records and upstreams that were compared with the running tasks, and those that differ. */
  readonly compared: number;
  readonly unpublished: readonly string[];
  readonly desired: Readonly<Record<string, number>>;
  /** Writes that one more look at everything makes. */
  readonly writesAtRest: number;
};

/** Plays a burst on a stack that has nothing else to do, and measures it. */
export const measureBurst = async ({
  size,
  untilLookSeconds,
  isTroubled = false,
  ...change
}: BurstRun): Promise<BurstFigures> => {
  const stack = await quietStack(seed, change);
  const { config, calls, ledger, trouble, told } = stack;
  const fromCall = calls.length;
  const before = stack.mappings.map(({ figures }) => figures.invocations);
  const looks = new Map<string, number[]>();
  const note = async (): Promise<void> => {
    for (const group of stack.groups) {
      const lookMs = await stack.readLook(group);
      const known = looks.get(group) ?? [];
      if (known.at(-1) !== lookMs) looks.set(group, [...known, lookMs]);
    }
  };
  trouble.isOn = isTroubled;
  const beganAtMs = stack.world.nowMs;
  const played = await playBurst(stack, size, note);
  trouble.isOn = false;
  for (let second = size.seconds; second < untilLookSeconds; second += 1) {
    await stack.second();
    await note();
  }

  const { all, writes } = countCalls(calls.slice(fromCall));
  const { unseen, longestMs, lastMs } = waitsFor(played.sent, looks, config);
  const { compared, wrong } = comparePublished(stack);
  const byQueue = <T>(of: (mapping: BurstStack["mappings"][number], index: number) => T): Record<string, T> =>
    Object.fromEntries(stack.mappings.map((mapping, index) => [mapping.spec.queue.spec.name, of(mapping, index)]));
  const figures = {
    ...played,
    calls: all,
    writes: Object.fromEntries(writes),
    writesTogether: writesTogether(writes),
    invocations: byQueue(({ figures: { invocations } }, index) => invocations - before[index]!),
    mostAtOnce: byQueue(({ figures: { mostAtOnce } }) => mostAtOnce),
    settled: { ...ledger.settled },
    returned: ledger.returned,
    died: ledger.died,
    deduplicated: ledger.deduplicated,
    ...told,
    lost: [...ledger.lost, ...unseen],
    longestWaitSeconds: longestMs / 1000,
    seenWithinSeconds: (lastMs - beganAtMs) / 1000,
    ...queuesOf(stack),
    compared,
    unpublished: wrong,
    desired: Object.fromEntries(config.services.map(({ name }) => [name, stack.world.counts(name).desired])),
  };
  return { ...figures, writesAtRest: await lookAgain(stack) };
};

const queuesOf = ({ cloud, world }: BurstStack): Pick<BurstFigures, "deadLetters" | "visible" | "delayed"> => {
  const deadLetters: string[] = [];
  const visible: string[] = [];
  const delayed: Record<string, number> = {};
  const isDelayed = ({ visibleAtMs, receiveCount }: Message): boolean =>
    visibleAtMs > world.nowMs && receiveCount === 0;
  for (const { spec, messages } of cloud.queues.all()) {
    for (const message of messages) {
      const { domain, destination } = JSON.parse(message.body) as { domain?: string; destination?: string };
      const group = domain ?? destination ?? message.body;
      if (spec.name.includes("-dlq")) deadLetters.push(`${spec.name}: ${message.body}`);
      else if (isDelayed(message)) delayed[group] = (delayed[group] ?? 0) + 1;
      else visible.push(`${spec.name}: ${message.body}`);
    }
  }
  return { deadLetters, visible, delayed };
};

/** Every domain is woken once more, and what that brings about is waited for. */
const lookAgain = async (stack: BurstStack): Promise<number> => {
  const from = stack.calls.length;
  for (const { id } of stack.config.domains) await stack.wake({ domain: id, correlationId: "look-again" });
  for (let second = 0; second < 30; second += 1) await stack.second();
  return writesTogether(countCalls(stack.calls.slice(from)).writes);
};
