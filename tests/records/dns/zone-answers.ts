import type { RecordSet } from "../../../shared/records/dns/record-set.ts";

/** Numbers in [0, 1), the same for the same seed. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    // Mulberry32: enough to draw lots with.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type Answer = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly value: string;
};

/** `null`: there is no such name; empty: there is, but not of that type. */
export type Answers = readonly Answer[] | null;

/**
 * What Route 53 answers: a simple set with all its values, up to eight of the healthy multivalue sets at random, one
 * weighted set by weight, the set that an alias points to in its place.
 *
 * @param isHealthy of a health check's id
 * @see Amazon Route 53 developer guide, "Choosing a routing policy"
 */
export const answersOf = (
  sets: readonly RecordSet[],
  name: string,
  type: string,
  random: () => number,
  isHealthy: (healthCheckId: string) => boolean = () => true,
): Answers => {
  if (!sets.some((set) => set.name === name)) return null;
  const alike = sets.filter((set) => set.name === name && set.type === type);
  const chosen = choose(alike, random, isHealthy);
  return chosen.flatMap(({ alias, values, ttlSeconds }) =>
    alias === null
      ? values.map((value) => ({ name, type, ttlSeconds: ttlSeconds!, value }))
      : (answersOf(sets, alias.dnsName, type, random, isHealthy) ?? []).map((answer) => ({ ...answer, name })),
  );
};

const choose = (
  sets: readonly RecordSet[],
  random: () => number,
  isHealthy: (healthCheckId: string) => boolean,
): readonly RecordSet[] => {
  const kind = sets[0]?.routing.kind;
  if (kind === undefined || kind === "simple") return sets;
  const healthy = sets.filter(({ healthCheckId }) => healthCheckId === null || isHealthy(healthCheckId));
  const eligible = healthy.length > 0 ? healthy : sets;
  if (kind === "multivalue") {
    return eligible
      .map((set) => ({ set, lot: random() }))
      .sort((a, b) => a.lot - b.lot)
      .slice(0, 8)
      .map(({ set }) => set);
  }
  if (kind !== "weighted") return eligible.slice(0, 1);
  const weightOf = ({ routing }: RecordSet): number => (routing.kind === "weighted" ? routing.weight : 0);
  let lot = random() * eligible.reduce((sum, set) => sum + weightOf(set), 0);
  for (const set of eligible) {
    lot -= weightOf(set);
    if (lot < 0) return [set];
  }
  return eligible.slice(0, 1);
};
