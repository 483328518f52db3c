import type { Mode } from "../../config/service-config.ts";

/**
 * What a person has asked for by a runbook. A runbook never writes a count itself: it posts an intent, and `scale`, the
 * only writer, plans with it. Of one kind there is at most one per service; a later one replaces it.
 */
export type Intent = CountIntent | ParkIntent | PauseIntent | ModeIntent;

type Posted = {
  readonly service: string;
  readonly sinceMs: number;
  /** Id of the run that posted it. */
  readonly run: string;
  /** Who asked, as AWS knows them; "" where nobody has proven who they are. */
  readonly by: string;
};

/** Exactly so many tasks, within the budget, until it ends. */
export type CountIntent = Posted & {
  readonly kind: "count";
  /** >= 1 */
  readonly tasks: number;
  readonly untilMs: number;
  /** Approved by a second person: past the budget too. */
  readonly forced: boolean;
};

/** No task at all. `null`: until it is taken back. */
export type ParkIntent = Posted & { readonly kind: "park"; readonly untilMs: number | null };

/** Whatever it has stays as it is. `null`: until it is taken back. */
export type PauseIntent = Posted & { readonly kind: "pause"; readonly untilMs: number | null };

/** Less than what headgate.yml permits; more needs a deployment, because the role has no right to it. */
export type ModeIntent = Posted & { readonly kind: "mode"; readonly mode: Mode; readonly untilMs: number | null };

export type IntentOf<Kind extends Intent["kind"]> = Extract<Intent, { kind: Kind }>;

export const isInForce = ({ untilMs }: Intent, nowMs: number): boolean => untilMs === null || nowMs < untilMs;

/** @returns `null`: there is none, or it has ended */
export const intentFor = <Kind extends Intent["kind"]>(
  intents: readonly Intent[],
  kind: Kind,
  service: string,
  nowMs: number,
): IntentOf<Kind> | null => {
  const found = intents.find((intent) => intent.kind === kind && intent.service === service);
  return found !== undefined && isInForce(found, nowMs) ? (found as IntentOf<Kind>) : null;
};

/** The list with one more, in the place of what it replaces. Sorted by service and kind, so that order never matters. */
export const withIntent = (intents: readonly Intent[], intent: Intent): readonly Intent[] =>
  [...withoutIntent(intents, intent.kind, intent.service), intent].sort(byServiceAndKind);

export const withoutIntent = (intents: readonly Intent[], kind: Intent["kind"], service: string): readonly Intent[] =>
  intents.filter((intent) => intent.kind !== kind || intent.service !== service);

const byServiceAndKind = (a: Intent, b: Intent): number => {
  const [left, right] = [`${a.service} ${a.kind}`, `${b.service} ${b.kind}`];
  return left < right ? -1 : left > right ? 1 : 0;
};
