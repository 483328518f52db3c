import { failedRatioAtEnd, publishedFailedRatio, riseAtSeconds } from "../scenarios/incident-a.ts";
import type { WorldSample } from "../world/timeline.ts";

const manyTasks = 30;
/** A share of failed requests that a team would call normal operation again. */
const healedRatio = 0.02;

/**
 * Holds target tracking's run against the incident as it was published, and the same run without client retries beside it.
 *
 * @param shown with retries
 * @param withoutRetries the same world, clients that give up after the first failure
 * @returns sentences
 */
export const describeAgainstPublished = (
  shown: readonly WorldSample[],
  withoutRetries: readonly WorldSample[],
): readonly string[] => {
  const minutes = publishedFailedRatio.map(([minute]) => `+${minute}`).join("/");
  const published = publishedFailedRatio.map(([, ratio]) => percent(ratio)).join("/");
  const found = publishedFailedRatio.map(([minute]) => percent(failedAttemptsIn(shown, minute))).join("/");
  const past = shown.find(({ runningTasks }) => runningTasks > manyTasks);
  const grown = past === undefined ? "never" : `at +${((past.atSeconds - riseAtSeconds) / 60).toFixed(1)} min`;
  const worst = Math.max(...withoutRetries.map(({ failedRatio }) => failedRatio));
  const end = failedRatioAtEnd(withoutRetries);
  return [
    `Target tracking against the published timeline: ${found} % of attempts fail in the minutes from ${minutes} (published ${published}); more than ${manyTasks} tasks ${grown} (published: 38 at about +12); ${percent(failedRatioAtEnd(shown))} % of requests still fail at the end.`,
    `Without client retries the same collapse ${end < healedRatio ? "heals" : "stays"}: ${percent(worst)} % of requests fail in its worst ten seconds, ${percent(end)} % at the end.`,
  ];
};

/** Mean over the minute that begins `minute` minutes after the rise. */
const failedAttemptsIn = (timeline: readonly WorldSample[], minute: number): number => {
  const fromSeconds = riseAtSeconds + minute * 60;
  const samples = timeline.filter(({ atSeconds }) => atSeconds > fromSeconds && atSeconds <= fromSeconds + 60);
  return samples.reduce((sum, sample) => sum + sample.failedAttemptsRatio, 0) / Math.max(1, samples.length);
};

const percent = (ratio: number): string => String(Math.round(100 * ratio));
