import type { HealthCheckConfig } from "../../config/publication.ts";
import type { CreateHealthCheck, DeleteHealthCheck } from "../records-action.ts";
import type { DesiredSet } from "./desired-set.ts";
import type { ObservedZone } from "./observed-zone.ts";
import type { OwnedHealthCheck } from "./record-set.ts";
import { setKeyOf } from "./set-key.ts";
import { shortHash } from "./short-hash.ts";

/** What the caller references of all health checks of a stack begin with. */
export const healthCheckPrefix = (stack: string): string => `headgate/${shortHash(stack, 8)}/`;

/** The health checks of one zone, found again by what they check. */
export type HealthCheckBook = {
  /** The prefix of this zone's own: a stack may have several zones, and each sweeps only its own. */
  readonly prefix: string;
  /** By key; of several with one key the smallest id. */
  readonly idByKey: ReadonlyMap<string, string>;
  /** Of this zone, sorted by id. */
  readonly checks: readonly OwnedHealthCheck[];
};

export const healthCheckBook = (
  checks: readonly OwnedHealthCheck[],
  stack: string,
  hostedZoneId: string,
): HealthCheckBook => {
  const prefix = `${healthCheckPrefix(stack)}${shortHash(hostedZoneId, 8)}`;
  const own = checks
    .filter(({ callerReference }) => callerReference.startsWith(prefix))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const idByKey = new Map<string, string>();
  for (const { id, callerReference } of own) {
    const key = keyIn(callerReference);
    if (!idByKey.has(key)) idByKey.set(key, id);
  }
  return { prefix, idByKey, checks: own };
};

/** Two sets of one address and the same settings share a check. */
export const healthCheckKeyOf = (settings: HealthCheckConfig, ipAddress: string, book: HealthCheckBook): string => {
  const { type, path, port, intervalSeconds, failureThreshold } = settings;
  const what = JSON.stringify([type, path, port, intervalSeconds, failureThreshold, ipAddress]);
  return `${book.prefix}${shortHash(what, 8)}`;
};

/** The key is the reference without the time that made it unique: Route 53 takes a reference only once, ever. */
const keyIn = (callerReference: string): string => callerReference.slice(0, callerReference.lastIndexOf("/"));

/**
 * The sets with the ids of their checks. One whose check is still to be created keeps the check that it has.
 */
export const withHealthChecks = (
  sets: readonly DesiredSet[],
  zone: ObservedZone,
  book: HealthCheckBook,
): readonly DesiredSet[] =>
  sets.map((one) => {
    if (one.healthCheck === null) return one;
    const { settings, ipAddress } = one.healthCheck;
    const present = zone.owned.get(setKeyOf(one.set))?.set.healthCheckId ?? null;
    const kept = book.checks.some(({ id }) => id === present) ? present : null;
    const healthCheckId = book.idByKey.get(healthCheckKeyOf(settings, ipAddress, book)) ?? kept;
    return { ...one, set: { ...one.set, healthCheckId } };
  });

/** A check that was asked for is given this long to show up in a listing before it is asked for again. */
const showsUpWithinMs = 60_000;

export type HealthCheckPlan = {
  readonly create: readonly CreateHealthCheck[];
  readonly remove: readonly DeleteHealthCheck[];
  readonly askedAtMs: Readonly<Record<string, number>>;
};

/**
 * The checks to create, and those that nobody needs and no set of the zone uses.
 *
 * @param sets that are in the zone after this plan
 */
export const planHealthChecks = (
  sets: readonly DesiredSet[],
  zone: ObservedZone,
  book: HealthCheckBook,
  askedBeforeAtMs: Readonly<Record<string, number>>,
  nowMs: number,
): HealthCheckPlan => {
  const needed = new Map(
    sets.flatMap(({ healthCheck }) =>
      healthCheck === null
        ? []
        : [[healthCheckKeyOf(healthCheck.settings, healthCheck.ipAddress, book), healthCheck] as const],
    ),
  );
  const missing = [...needed].filter(([key]) => !book.idByKey.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const isFresh = (key: string): boolean =>
    Math.abs(nowMs - (askedBeforeAtMs[key] ?? Number.NEGATIVE_INFINITY)) < showsUpWithinMs;
  const create = missing
    .filter(([key]) => !isFresh(key))
    .map(
      ([key, { settings, ipAddress }]): CreateHealthCheck => ({
        kind: "create-health-check",
        callerReference: `${key}/${nowMs.toString(36)}`,
        ipAddress,
        settings,
      }),
    );
  const used = new Set([...zone.byKey.values()].map(({ healthCheckId }) => healthCheckId));
  const remove = book.checks
    .filter(({ id, callerReference }) => {
      const key = keyIn(callerReference);
      return !used.has(id) && !(needed.has(key) && book.idByKey.get(key) === id);
    })
    .map(({ id }): DeleteHealthCheck => ({ kind: "delete-health-check", healthCheckId: id }));
  const askedAtMs = Object.fromEntries(missing.map(([key]) => [key, isFresh(key) ? askedBeforeAtMs[key]! : nowMs]));
  return { create, remove, askedAtMs };
};
