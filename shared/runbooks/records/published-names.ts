import type { CloudMapMemory } from "../../records/cloud-map/cloud-map-memory.ts";
import type { DestinationState } from "../../records/destination-state.ts";
import type { ZoneMemory } from "../../records/dns/zone-memory.ts";
import type { NginxMemory } from "../../records/nginx/nginx-memory.ts";

/** What a destination was last set out to hold: by name of the record, registry or upstream, addresses, sorted. */
export type PublishedNames = Readonly<Record<string, readonly string[]>>;

/** @returns nothing where nothing was published yet */
export const publishedNames = ({
  destination,
  memory,
}: Pick<DestinationState, "destination" | "memory">): PublishedNames => {
  if (memory === null) return {};
  // The kind is the beginning of the destination's id, and the memory is the kind's own.
  if (destination.startsWith("zone/")) return byName((memory as ZoneMemory).tasks, Object.keys);
  if (destination.startsWith("cloud-map/"))
    return { instances: Object.keys((memory as CloudMapMemory).registered).sort() };
  return byName((memory as NginxMemory).published, (entries) =>
    entries.map(({ ipv4, ipv6, port }) => `${ipv4 ?? ipv6}:${port}`),
  );
};

/** "order.shop.internal: + 10.0.0.7, - 10.0.0.9", a line for each name that differs. */
export const describeDifference = (before: PublishedNames, now: PublishedNames): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name) => {
    const [was, is] = [new Set(before[name] ?? []), new Set(now[name] ?? [])];
    const added = [...is.difference(was)].map((value) => `+ ${value}`);
    const removed = [...was.difference(is)].map((value) => `- ${value}`);
    return added.length + removed.length === 0 ? [] : [`${name}: ${[...added, ...removed].join(", ")}`];
  });

const byName = <Value>(
  entries: Readonly<Record<string, Value>>,
  valuesOf: (value: Value) => readonly string[],
): PublishedNames =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, [...valuesOf(value)].sort()]));
