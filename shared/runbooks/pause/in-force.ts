import { assertNever } from "../../plan/assert-never.ts";
import { describeIntent } from "../../plan/intents/describe-intent.ts";
import type { Intent } from "../../plan/intents/intent.ts";
import type { Pause } from "../../state/pause.ts";

/** "until 2026-03-14T10:00:00.000Z", "until resumed". */
export const describeEnd = (untilMs: number | null): string =>
  untilMs === null ? "until resumed" : `until ${new Date(untilMs).toISOString()}`;

/** "order: paused until resumed (run 2f6b by arn:aws:iam::123456789012:user/ann)" */
export const describeInForce = (intent: Intent): string =>
  `${intent.service}: ${whatOf(intent)} ${describeEnd(intent.untilMs)} (${describeIntent(intent)})`;

/** The kill switch, in the same words. */
export const describePause = ({ untilMs, run, by }: Pause): string => {
  const whose = run === "" ? "set by hand" : `run ${run}${by === "" ? "" : ` by ${by}`}`;
  return `everything: paused ${describeEnd(untilMs)} (${whose})`;
};

const whatOf = (intent: Intent): string => {
  switch (intent.kind) {
    case "pause":
      return "paused";
    case "count":
      return `held at ${intent.tasks} tasks${intent.forced ? ", past the budget," : ""}`;
    case "park":
      return "parked at 0 tasks";
    case "mode":
      return `in mode ${intent.mode}`;
    default:
      return assertNever(intent);
  }
};
