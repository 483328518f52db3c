import type { StoredFacts } from "../../shared/aws/facts-table.ts";
import type { DatabaseFacts } from "../../shared/limits/database-facts.ts";
import type { Reading, Unknown } from "../../shared/reading.ts";
import type { DatabaseRead } from "./assemble-facts.ts";

/** What becomes of a reading in the table. */
export type ReadOutcome =
  | { readonly kind: "store"; readonly read: DatabaseRead }
  /** What is stored stays, with its age; this is stored beside it. */
  | { readonly kind: "keep"; readonly because: Unknown };

/** A reading with a hole in it doesn't replace a whole one that is younger: four runs of the schedule. */
export const keptForMs = 3_600_000;

/**
 * Whether a reading replaces what is stored.
 *
 * A reading that failed never does. One that failed in part, by accident, doesn't while the older one is whole, young and
 * about the same: one throttled call must not turn an exact limit into an interval for a quarter of an hour. That RDS has
 * no such database is an answer and replaces what was known of it.
 *
 * @param previous `undefined`: nothing is stored
 * @throws never
 */
export const chooseOutcome = (previous: StoredFacts | undefined, read: DatabaseRead, nowMs: number): ReadOutcome => {
  const { found } = read;
  if (found.kind === "unknown") return found.because === "not-found" ? { kind: "store", read } : keep(found);
  const [accident] = read.accidents;
  if (accident === undefined || previous?.found.kind !== "known") return { kind: "store", read };
  const isYoung = nowMs - previous.found.value.readAtMs < keptForMs;
  return isYoung && identityOf(previous) === identityOf(read) ? keep(accident) : { kind: "store", read };
};

const keep = (because: Unknown): ReadOutcome => ({ kind: "keep", because });

/** What a limit rests on, without the limit. */
const identityOf = ({ found, inForce }: Pick<StoredFacts, "found" | "inForce">): string =>
  JSON.stringify([
    found.kind === "known"
      ? found.value.instances.map(({ resourceId, role, status, engineVersion, instanceClass }) => [
          resourceId,
          role,
          status,
          engineVersion,
          instanceClass,
        ])
      : [],
    Object.entries(inForce).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/**
 * Whether a plan made on the one would have to be made again on the other: limit, class, status and role of each
 * instance, and the proxies.
 */
export const isChanged = (before: Reading<DatabaseFacts>, after: Reading<DatabaseFacts>): boolean =>
  planKeyOf(before) !== planKeyOf(after);

const planKeyOf = (reading: Reading<DatabaseFacts>): string => {
  if (reading.kind === "unknown") return reading.because;
  const { instances, proxies } = reading.value;
  return JSON.stringify([
    instances.map(({ instance, role, status, instanceClass, answer: { limit } }) => [
      instance,
      role,
      status,
      instanceClass,
      // The words of a refusal may change from day to day.
      limit.kind === "unknown" ? limit.code : limit,
    ]),
    proxies.map(({ proxy, facts }) => [proxy, facts.kind === "unknown" ? facts.because : facts.value]),
  ]);
};
