import type { HeadlineFacts } from "./headline.ts";

/** The end that a finding names, to the minute. */
export const untilOf = ({ number }: HeadlineFacts): string => {
  const until = new Date(Number(number("untilMs")));
  // No such number, or one that no calendar has.
  return Number.isNaN(until.getTime()) ? "unknown" : `${until.toISOString().slice(0, 16)}Z`;
};
