import { brokenInvariants } from "./broken-invariants.ts";
import type { FaultStack } from "./fault-stack.ts";
import { publishedIn } from "./published-in.ts";
import { toldCodes } from "./told-codes.ts";

/** The longest visibility timeout of the queues. */
const longestVisibilityMs = 180_000;

/**
 * Counts and capacities; how many addresses are published where, and which of them are wrong; what people were told, once
 * each; broken invariants; lost messages; requests that found no connection.
 */
export const estateOutcome = async (stack: FaultStack) => {
  const { config, world, cloud } = stack;
  const counts = config.services.map(({ name }) => {
    const { desired, running } = world.counts(name);
    return `${name} ${desired} desired, ${running} running`;
  });
  const capacities = config.services.flatMap((service) => {
    const target = cloud.autoScaling.target(service);
    if (target === undefined) return [];
    const held = Object.entries(target.suspended).flatMap(([what, isHeld]) => (isHeld === true ? [what] : []));
    return `${service.name} ${target.minCapacity}..${target.maxCapacity} ${held.join(" ")}`.trim();
  });
  const refused = Math.round(world.totals().failedByCause.refusedConnection);
  return {
    counts,
    capacities,
    published: await publishedIn(stack),
    told: toldCodes(cloud),
    breaches: await brokenInvariants(stack),
    lost: lostIn(stack),
    refusedConnections: refused === 0 ? [] : [`${refused} requests failed for want of a connection`],
  };
};

/** Messages in dead-letter queues, and those that wait longer than a visibility timeout for somebody. */
const lostIn = ({ cloud, world }: FaultStack): readonly string[] =>
  cloud.queues.all().flatMap(({ spec, messages }) =>
    messages.flatMap((message) => {
      const isDead = spec.name.includes("dlq");
      const waits = world.nowMs - message.visibleAtMs > longestVisibilityMs;
      return isDead || waits ? [`${spec.name}: ${message.body.slice(0, 120)}`] : [];
    }),
  );
