import type { Config } from "../../shared/config/config.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import { members } from "./burst-estate.ts";
import type { SentEvent } from "./play-burst.ts";

/** By domain or destination: when looks at it began, in ms, ascending. */
export type Looks = ReadonlyMap<string, readonly number[]>;

/**
 * How long each event waited for a look at what it is about: its domain, and for a task's change every destination that its
 * service is published at.
 *
 * @returns events that some look is missing for; of the others the longest wait, and when the last of them was over, in ms
 */
export const waitsFor = (
  sent: readonly SentEvent[],
  looks: Looks,
  config: Config,
): { readonly unseen: readonly string[]; readonly longestMs: number; readonly lastMs: number } => {
  const destinations = destinationsOf(config);
  const groups = new Map(
    members.map(({ name }) => [
      name,
      {
        alarm: config.domains.filter(({ services }) => services.includes(name)).map(({ id }) => id),
        published: destinations
          .filter(({ services }) => services.some(({ service }) => service.name === name))
          .map(({ id }) => id),
      },
    ]),
  );
  const unseen: string[] = [];
  let longestMs = 0;
  let lastMs = 0;
  for (const { service, atMs, kind } of sent) {
    const { alarm, published } = groups.get(service)!;
    for (const group of kind === "task" ? [...alarm, ...published] : alarm) {
      const seenAtMs = looks.get(group)?.find((lookMs) => lookMs >= atMs);
      if (seenAtMs === undefined) unseen.push(`${kind} of ${service} at ${atMs}: no look at ${group}`);
      else {
        longestMs = Math.max(longestMs, seenAtMs - atMs);
        lastMs = Math.max(lastMs, seenAtMs);
      }
    }
  }
  return { unseen, longestMs, lastMs };
};
