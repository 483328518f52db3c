import type { ObservedZone } from "./observed-zone.ts";
import type { RenderedEntry } from "./render-entries.ts";
import { setHashOf } from "./set-hash.ts";
import type { SetStep } from "./set-step.ts";
import { entryKeyOf } from "./zone-entry.ts";
import type { ZoneMemory } from "./zone-memory.ts";

/** A write whose outcome nobody has seen yet is remembered, with the one before it; older ones are over. */
const explainedCount = 3;

/**
 * What each set of ours may show at the next reading, given what is written now.
 *
 * @param keepsMissing nothing is known of some service: what was deleted by hand can't be put back yet, and is not forgotten
 */
export const rememberSets = (
  before: ZoneMemory["sets"],
  zone: ObservedZone,
  steps: readonly SetStep[],
  keepsMissing: boolean,
): ZoneMemory["sets"] => {
  const seen = [...zone.owned].map(([key, { set }]) => {
    const hash = setHashOf(set);
    const earlier = before[key];
    // Unexplained and not healed, as while nothing is known of the tasks: to be healed later.
    if (earlier !== undefined && !earlier.includes(hash)) return [key, earlier] as const;
    return [key, [hash]] as const;
  });
  const written = steps.map(({ key, before: from, after }) => {
    const earlier = before[key];
    const replaced = setHashOf(from);
    // What somebody else has put there stays unexplained until it is seen healed: the write may fail.
    const isStrange = earlier !== undefined && !earlier.includes(replaced);
    const explained = [setHashOf(after), ...(isStrange ? [] : [replaced]), ...(earlier ?? []).slice(0, 1)];
    return [key, [...new Set(explained)].slice(0, explainedCount)] as const;
  });
  const missing = Object.entries(before).filter(
    ([key, earlier]) => keepsMissing && !zone.byKey.has(key) && !earlier.includes(""),
  );
  return sortedRecord([...new Map([...missing, ...seen, ...written])]);
};

/** Whose tasks the addresses and ports are that the zone shows, now and after this plan. */
export const rememberTasks = (rendered: readonly RenderedEntry[]): ZoneMemory["tasks"] => {
  const byEntry = Map.groupBy(rendered, ({ entry }) => entryKeyOf(entry));
  const tasks = [...byEntry].map(([key, entries]) => {
    const places = new Map<string, Set<string>>();
    const put = (place: string, taskId: string): void => {
      places.set(place, (places.get(place) ?? new Set()).add(taskId));
    };
    for (const { members, kind } of entries) {
      if (kind === "multivalue") continue;
      for (const member of members) {
        if (member.taskId !== null) for (const place of placesOf(member)) put(place, member.taskId);
      }
    }
    const current = new Set(places.keys());
    for (const { published } of entries) {
      for (const one of published) {
        for (const place of one.places) if (one.taskId !== null && !current.has(place)) put(place, one.taskId);
      }
    }
    return [key, sortedRecord([...places].map(([place, taskIds]) => [place, [...taskIds].sort()] as const))] as const;
  });
  return sortedRecord(tasks.filter(([, places]) => Object.keys(places).length > 0));
};

const placesOf = ({ ipv4, ipv6, port, host }: RenderedEntry["members"][number]): readonly string[] =>
  host === null ? [ipv4, ipv6].filter((address) => address !== null) : [`${host} ${port}`];

const sortedRecord = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
