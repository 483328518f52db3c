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
};

/** Why something stays that the listing does not show. */
export type Held = {
  readonly code: "no-task-listed" | "mass-removal-held" | "listing-unknown";
  readonly publishedCount: number;
  /** Of the published: not among the endpoints any more, as far as is known. */
  readonly leavingCount: number;
  /** Of the leaving: neither seen stopping nor withdrawn. These stay. */
  readonly unseenCount: number;
  readonly detail: string;
};

/**
 * The guard between a listing and a destination: what may be taken out, given what is published.
 *
 * A few may go at once. More than half, or all, go only as far as their tasks are seen to stop: a wrong cluster name, an
 * outage of a health check, a half-true answer would otherwise empty the name. What is new is always published, and an
 * address that stays in use under another task counts as no removal.
 *
 * @param published what the destination holds of this service now, in any order
 * @returns with an unknown listing no endpoints: everything published is kept
 * @throws never
 */
export const settle = (listed: Reading<ServiceEndpoints>, published: readonly Published[]): Settled => {
  const sorted = [...published].sort(comparePublished);
  const publishedCount = sorted.length;
  if (listed.kind === "unknown") {
    return keepAll(sorted, { code: "listing-unknown", leavingCount: 0, unseenCount: 0, detail: listed.detail });
  }
  const { nothingListed } = listed.value;
  if (nothingListed && publishedCount > 0) {
    const detail = described(sorted);
    return keepAll(sorted, {
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
  if (!isMany || unseen.length === 0) return { kind: "known", endpoints, kept: [], held: null };
  return {
    kind: "known",
    endpoints,
    kept: unseen,
    held: {
      code: "mass-removal-held",
      publishedCount,
      leavingCount: leaving.length,
      unseenCount: unseen.length,
      detail: described(unseen),
    },
  };
};

const keepAll = (kept: readonly Published[], held: Omit<Held, "publishedCount">): Settled => ({
  kind: "known",
  endpoints: [],
  kept,
  held: { ...held, publishedCount: kept.length },
});

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
