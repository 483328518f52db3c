import { brokenInvariants } from "./broken-invariants.ts";
import type { FaultStack } from "./fault-stack.ts";
import { publishedIn } from "./published-in.ts";
import { toldCodes } from "./told-codes.ts";

/** What must be the same in the end, whatever has gone wrong on the way. Lines, so that a difference reads by itself. */
export type Outcome = {
  /** Desired and running tasks of each service. */
  readonly counts: readonly string[];
  /** Of the governed service's scalable target. */
  readonly capacities: readonly string[];
  /** How many addresses are published where, and which of them are wrong or missing. */
  readonly published: readonly string[];
  /** Kind and code of what people were told, once each. */
  readonly told: readonly string[];
  readonly breaches: readonly string[];
  /** Messages in dead-letter queues, and those that wait longer than a visibility timeout for somebody. */
  readonly lost: readonly string[];
  readonly refusedConnections: readonly string[];
};

const longestVisibilityMs = 180_000;

export const outcomeOf = async (stack: FaultStack): Promise<Outcome> => {
  const { config, world, cloud } = stack;
  const counts = config.services.map(({ name }) => {
    const { desired, running } = world.counts(name);
    return `${name} ${desired} desired, ${running} running`;
  });
  const governed = config.services.filter(({ mode }) => mode === "govern");
  const capacities = governed.map((service) => {
    const target = cloud.autoScaling.target(service);
    const held = Object.entries(target?.suspended ?? {}).flatMap(([what, isHeld]) => (isHeld === true ? [what] : []));
    return `${service.name} ${target?.minCapacity}..${target?.maxCapacity} ${held.join(" ")}`.trim();
  });
  const refused = Math.round(world.totals().failedByCause.refusedConnection);
  return {
    counts,
    capacities,
    published: await publishedIn(stack),
    told: toldCodes(stack),
    breaches: await brokenInvariants(stack),
    lost: lostIn(stack),
    refusedConnections: refused === 0 ? [] : [`${refused} requests failed for want of a connection`],
  };
};

const lostIn = ({ cloud, world }: FaultStack): readonly string[] =>
  cloud.queues.all().flatMap(({ spec, messages }) =>
    messages.flatMap((message) => {
      const isDead = spec.name.includes("dlq");
      const waits = world.nowMs - message.visibleAtMs > longestVisibilityMs;
      return isDead || waits ? [`${spec.name}: ${message.body.slice(0, 120)}`] : [];
    }),
  );

/** @returns what differs, as `what: expected … seen …`; empty: nothing */
export const differences = (expected: Outcome, seen: Outcome): readonly string[] =>
  (Object.keys(expected) as (keyof Outcome)[]).flatMap((key) => {
    const [then, now] = [expected[key].join("; "), seen[key].join("; ")];
    return then === now ? [] : [`${key}: expected ${then || "nothing"}, seen ${now || "nothing"}`];
  });
