import { type FindingCode, type FindingKind, findingCodes } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";
import { makeNotice } from "./make-notice.ts";
import type { CauseMemory, Notice, NoticeContext, NoticeMemory } from "./notice.ts";
import { isQuiet } from "./quiet-hours.ts";

/** How long a cause lasts before it is told, how often it is told again, and how long it must be gone to be over. */
type Rhythm = {
  readonly tellAfterSeconds: number;
  /** `null`: as the configuration says. */
  readonly remindSeconds: number | null;
  readonly overAfterSeconds: number;
};

const rhythms: Record<FindingKind, Rhythm> = {
  /** A run of changes is one cause: told at its first step, over when nothing has moved for ten minutes. */
  change: { tellAfterSeconds: 0, remindSeconds: Number.POSITIVE_INFINITY, overAfterSeconds: 600 },
  cap: { tellAfterSeconds: 0, remindSeconds: null, overAfterSeconds: 300 },
  /** A reading that failed once is noise. */
  hold: { tellAfterSeconds: 120, remindSeconds: null, overAfterSeconds: 300 },
  warning: { tellAfterSeconds: 120, remindSeconds: 24 * 3600, overAfterSeconds: 900 },
};

/** What passes by itself, and is worth a word only when it takes far longer than it should: in place of its kind's, in seconds. */
const patience: Partial<Record<FindingCode, number>> = { withdrawing: 900 };

export type NoticePlan = { readonly notices: readonly Notice[]; readonly memory: NoticeMemory };

/**
 * Turns what a plan found into what people are told: one notice per cause, a reminder while it lasts, and a "cleared".
 *
 * In quiet hours a notice of low severity waits: one whose cause still lasts is told at the first read after them. What
 * people were told of before them is then also told to be over; what came and went in them is told to nobody.
 *
 * @param findings of this plan
 * @param memory what was told so far
 * @returns notices sorted by cause, and what to remember
 * @throws never
 */
export const planNotices = (
  findings: readonly Finding[],
  memory: NoticeMemory,
  context: NoticeContext,
  nowMs: number,
): NoticePlan => {
  const notices: Notice[] = [];
  const moment: Moment = { nowMs, context, quiet: isQuiet(context.settings.quietHours, nowMs) };
  const next: Record<string, CauseMemory> = {};
  const current = new Map(findings.map((finding) => [causeOf(finding), finding]));
  for (const cause of [...new Set([...Object.keys(memory), ...current.keys()])].sort()) {
    const before = memory[cause] ?? null;
    const finding = current.get(cause) ?? null;
    const step = finding === null ? fade(before!, moment) : sustain(before, finding, moment);
    if (step.memory !== null) next[cause] = step.memory;
    if (step.tell !== null) notices.push(noticeOf(cause, step.tell, moment));
  }
  return { notices, memory: next };
};

/** What a notice is one of: the same code about the same thing. */
export const causeOf = ({ code, service, database }: Finding): string => `${code}/${service ?? ""}/${database ?? ""}`;

type Step = {
  readonly memory: CauseMemory | null;
  readonly tell: { readonly state: Notice["state"]; readonly cause: CauseMemory } | null;
};

type Moment = { readonly nowMs: number; readonly context: NoticeContext; readonly quiet: boolean };

const rhythmOf = ({ code }: Finding): Rhythm => {
  const rhythm = rhythms[findingCodes[code].kind];
  return { ...rhythm, tellAfterSeconds: patience[code] ?? rhythm.tellAfterSeconds };
};

/** What is low waits until the quiet hours are over. */
const waits = ({ code }: Finding, { quiet }: Moment): boolean => quiet && findingCodes[code].severity === "low";

const sustain = (before: CauseMemory | null, finding: Finding, moment: Moment): Step => {
  const { nowMs, context } = moment;
  const { tellAfterSeconds, remindSeconds: own } = rhythmOf(finding);
  const remindSeconds = own ?? context.settings.remindSeconds;
  const firstSeenMs = before?.firstSeenMs ?? nowMs;
  const toldAtMs = before?.toldAtMs ?? null;
  const cause: CauseMemory = { finding, firstSeenMs, lastSeenMs: nowMs, toldAtMs };
  const due =
    toldAtMs === null ? nowMs - firstSeenMs >= tellAfterSeconds * 1000 : nowMs - toldAtMs >= remindSeconds * 1000;
  if (!due || waits(finding, moment)) return { memory: cause, tell: null };
  const told = { ...cause, toldAtMs: nowMs };
  return { memory: told, tell: { state: toldAtMs === null ? "raised" : "reminder", cause: told } };
};

const fade = (before: CauseMemory, moment: Moment): Step => {
  const { nowMs } = moment;
  if (nowMs - before.lastSeenMs < rhythmOf(before.finding).overAfterSeconds * 1000)
    return { memory: before, tell: null };
  // A change is its own news; that it is over is not. What nobody was told of needs no "cleared".
  const silent = before.toldAtMs === null || findingCodes[before.finding.code].kind === "change";
  if (silent) return { memory: null, tell: null };
  return waits(before.finding, moment)
    ? { memory: before, tell: null }
    : { memory: null, tell: { state: "cleared", cause: before } };
};

const noticeOf = (
  causeKey: string,
  { state, cause }: NonNullable<Step["tell"]>,
  { nowMs, context }: Moment,
): Notice => {
  const { stack, domain } = context;
  return makeNotice(
    cause.finding,
    { id: `${stack}/${domain}/${causeKey}/${state}/${nowMs}`, state, atMs: nowMs },
    { sinceMs: cause.firstSeenMs, lastSeenMs: cause.lastSeenMs },
    context,
  );
};
