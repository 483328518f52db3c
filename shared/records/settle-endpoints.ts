import { compareText } from "../config/by-name.ts";
import type { Reading } from "../reading.ts";
import type { Endpoint, Published, ServiceEndpoints } from "./endpoint.ts";

/** Which endpoints shall be published of a service. Every list is sorted; an entry is in `endpoints` or in `kept`. */
export type Settled = {
  readonly kind: "known";
  readonly endpoints: readonly Endpoint[];
  /** Published ones that stay although they are not among the listing's endpoints; rendered as they were published. */
  readonly kept: readonly Published[];
  readonly held: Held | null;
  /** What is held for being too many at once: to be handed to the next call. Sorted. */
  readonly heldKeys: readonly string[];
};

/** Why something stays that the listing does not show. */
export type Held = {
  readonly code: "no-task-listed" | "mass-removal-held" | "listing-unknown";
  readonly publishedCount: number;
  /** Of the published: not among the endpoints any more, as far as is known. */
  readonly leavingCount: number;
  /** Of the leaving: those that stay, because they were neither seen stopping nor withdrawn. */
  readonly unseenCount: number;
  readonly detail: string;
};

/**
 * The guard between a listing and a destination: what may be taken out, given what is published.
 *
 * A few may go at once. More than half, or all, go only as far as their tasks are seen to stop: a wrong cluster name, an
 * outage of a health check, a half-true answer would otherwise empty the name. What was held once goes only when its end
 * is seen: new tasks beside it would make it the smaller half. What is new is always published, and an address that stays
 * in use under another task counts as no removal.
 *
 * @param published what the destination holds of this service now, in any order
 * @param heldBefore `heldKeys` of the last call
 * @returns with an unknown listing no endpoints: everything published is kept
 * @throws never
 */
export const settle = (
  listed: Reading<ServiceEndpoints>,
  published: readonly Published[],
  heldBefore: readonly string[] = [],
): Settled => {
  const sorted = [...published].sort(comparePublished);
  const publishedCount = sorted.length;
  const before = new Set(heldBefore);
  const wasHeld = (one: Published): boolean => before.has(heldKeyOf(one));
  if (listed.kind === "unknown") {
    return keepAll(sorted, wasHeld, {
      code: "listing-unknown",
      leavingCount: 0,
      unseenCount: 0,
      detail: listed.detail,
    });
  }
  const { nothingListed } = listed.value;
  if (nothingListed && publishedCount > 0) {
    const detail = described(sorted);
    return keepAll(sorted, wasHeld, {
      code: "no-task-listed",
      leavingCount: publishedCount,
      unseenCount: publishedCount,
      detail,
    });
  }
  const endpoints = [...listed.value.endpoints].sort((a, b) => compareText(a.taskId, b.taskId));
  const leaving = sorted.filter((one) => !endpoints.some((endpoint) => covers(endpoint, one)));
  const seen = new Set(listed.value.leaving);
  const unseen = leaving.filter(({ taskId }) => taskId === null || !seen.has(taskId));
  // All of one is more than half of it.
  const isMany = leaving.length * 2 > publishedCount;
  const kept = isMany ? unseen : unseen.filter(wasHeld);
  if (kept.length === 0) return { kind: "known", endpoints, kept, held: null, heldKeys: [] };
  return {
    kind: "known",
    endpoints,
    kept,
    held: {
      code: "mass-removal-held",
      publishedCount,
      leavingCount: leaving.length,
      unseenCount: kept.length,
      detail: described(kept),
    },
    heldKeys: heldKeysOf(kept),
  };
};

const keepAll = (
  kept: readonly Published[],
  wasHeld: (one: Published) => boolean,
  held: Omit<Held, "publishedCount">,
): Settled => ({
  kind: "known",
  endpoints: [],
  kept,
  held: { ...held, publishedCount: kept.length },
  heldKeys: heldKeysOf(kept.filter(wasHeld)),
});

const heldKeysOf = (held: readonly Published[]): readonly string[] => held.map(heldKeyOf).sort(compareText);

/** Its task, or where no task is known its place. */
const heldKeyOf = ({ taskId, ipv4, ipv6, port }: Published): string => taskId ?? `${ipv4} ${ipv6} ${port}`;

/** The endpoint is the published entry, or is reached at its place. */
const covers = (endpoint: Endpoint, one: Published): boolean =>
  endpoint.taskId === one.taskId ||
  (endpoint.port === one.port &&
    ((one.ipv4 !== null && endpoint.ipv4 === one.ipv4) || (one.ipv6 !== null && endpoint.ipv6 === one.ipv6)));

const comparePublished = (a: Published, b: Published): number =>
  compareText(a.taskId ?? "", b.taskId ?? "") ||
  compareText(a.ipv4 ?? "", b.ipv4 ?? "") ||
  compareText(a.ipv6 ?? "", b.ipv6 ?? "") ||
  (a.port ?? 0) - (b.port ?? 0);

/** Enough to find them in the console; a notice is no list. */
const namedCount = 5;

const described = (kept: readonly Published[]): string => {
  const names = kept.slice(0, namedCount).map(({ taskId, ipv4, ipv6, port }) => {
    const address = ipv4 ?? ipv6 ?? "no address";
    const place = port === null ? address : `${address} port ${port}`;
    return taskId === null ? place : `task ${taskId} (${place})`;
  });
  const more = kept.length - names.length;
  return `stays: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};
