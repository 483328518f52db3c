import { initialTasks, members, steppedTasks } from "./burst-estate.ts";
import type { BurstFigures } from "./measure-burst.ts";

export const mostWrites = 40;

/** @returns what of the promise does not hold, with its figure; `null`: it is kept */
export type BurstPromise = (figures: BurstFigures) => string | null;

const none = (what: string, found: readonly string[]): string | null =>
  found.length === 0 ? null : `${found.length} ${what}, such as ${found[0]}`;

const hasStepped = ({ alarm, mode = "scale" }: (typeof members)[number]): boolean =>
  alarm !== undefined && mode === "scale";

/** What is promised of every burst. */
export const burstPromises = {
  "0 events and wake-ups are lost": ({ lost }) => none("lost", lost),
  "0 messages are in a dead-letter queue": ({ deadLetters }) => none("dead letters", deadLetters),
  "at most 40 writes go to ECS, AAS, Route 53, S3 and SSM together": ({ writesTogether }) =>
    writesTogether <= mostWrites ? null : `${writesTogether} writes`,
  "0 messages are visible at the look": ({ visible }) => none("visible", visible),
  "at most one delayed message is under way for each domain and destination": ({ delayed }) =>
    none(
      "with more than one",
      Object.entries(delayed).flatMap(([group, count]) => (count > 1 ? [`${group}: ${count}`] : [])),
    ),
  "zones and nginx list exactly the running tasks": ({ compared, unpublished }) =>
    compared === 0 ? "nothing was compared" : none("differ", unpublished),
  "no service without a firing alarm of its own is scaled, and none by more than one step": ({ desired }) =>
    none(
      "wrong counts",
      members.flatMap((member) => {
        const allowed = hasStepped(member) ? [initialTasks, steppedTasks] : [initialTasks];
        const tasks = desired[member.name]!;
        return allowed.includes(tasks) ? [] : [`${member.name}: ${tasks} tasks`];
      }),
    ),
  "another look at everything writes nothing": ({ writesAtRest }) =>
    writesAtRest === 0 ? null : `${writesAtRest} writes`,
} satisfies Record<string, BurstPromise>;

export type PromiseName = keyof typeof burstPromises;

export const promiseNames = Object.keys(burstPromises) as readonly PromiseName[];

/** What doesn't hold, as `promise: figure`. */
export const brokenPromises = (figures: BurstFigures): readonly PromiseName[] =>
  promiseNames.filter((name) => burstPromises[name](figures) !== null);
