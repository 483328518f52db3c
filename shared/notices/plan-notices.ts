import { type FindingKind, findingCodes } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";
import type { CauseMemory, Notice, NoticeMemory } from "./notice.ts";

/** How long a cause lasts before it is told, how often it is told again, and how long it must be gone to be over. */
type Rhythm = { readonly tellAfterSeconds: number; readonly remindSeconds: number; readonly overAfterSeconds: number };

const hourSeconds = 3600;

const rhythms: Record<FindingKind, Rhythm> = {
  /** A run of changes is one cause: told at its first step, over when nothing has moved for ten minutes. */
  change: { tellAfterSeconds: 0, remindSeconds: Number.POSITIVE_INFINITY, overAfterSeconds: 600 },
  cap: { tellAfterSeconds: 0, remindSeconds: 4 * hourSeconds, overAfterSeconds: 300 },
  /** A reading that failed once is noise. */
  hold: { tellAfterSeconds: 120, remindSeconds: 4 * hourSeconds, overAfterSeconds: 300 },
  warning: { tellAfterSeconds: 120, remindSeconds: 24 * hourSeconds, overAfterSeconds: 900 },
};

export type NoticePlan = { readonly notices: readonly Notice[]; readonly memory: NoticeMemory };

/**
 * Turns what a plan found into what people are told: one notice per cause, a reminder while it lasts, and a "cleared".
 *
 * @param findings of this plan
 * @param memory what was told so far
 * @returns notices sorted by cause, and what to remember
 * @throws never
 */
export const planNotices = (
  findings: readonly Finding[],
  memory: NoticeMemory,
  origin: { readonly stack: string; readonly domain: string },
  nowMs: number,
): NoticePlan => {
  const notices: Notice[] = [];
  const next: Record<string, CauseMemory> = {};
  const current = new Map(findings.map((finding) => [causeOf(finding), finding]));
  for (const cause of [...new Set([...Object.keys(memory), ...current.keys()])].sort()) {
    const before = memory[cause] ?? null;
    const finding = current.get(cause) ?? null;
    const step = finding === null ? fade(before!, nowMs) : sustain(before, finding, nowMs);
    if (step.memory !== null) next[cause] = step.memory;
    if (step.tell !== null) notices.push(noticeOf(cause, step.tell, origin, nowMs));
  }
  return { notices, memory: next };
};

/** What a notice is one of: the same code about the same thing. */
export const causeOf = ({ code, service, database }: Finding): string => `${code}/${service ?? ""}/${database ?? ""}`;

type Step = {
  readonly memory: CauseMemory | null;
  readonly tell: { readonly state: Notice["state"]; readonly cause: CauseMemory } | null;
};

const rhythmOf = (finding: Finding): Rhythm => rhythms[findingCodes[finding.code].kind];

const sustain = (before: CauseMemory | null, finding: Finding, nowMs: number): Step => {
  const { tellAfterSeconds, remindSeconds } = rhythmOf(finding);
  const firstSeenMs = before?.firstSeenMs ?? nowMs;
  const toldAtMs = before?.toldAtMs ?? null;
  const cause: CauseMemory = { finding, firstSeenMs, lastSeenMs: nowMs, toldAtMs };
  const due =
    toldAtMs === null ? nowMs - firstSeenMs >= tellAfterSeconds * 1000 : nowMs - toldAtMs >= remindSeconds * 1000;
  if (!due) return { memory: cause, tell: null };
  const told = { ...cause, toldAtMs: nowMs };
  return { memory: told, tell: { state: toldAtMs === null ? "raised" : "reminder", cause: told } };
};

const fade = (before: CauseMemory, nowMs: number): Step => {
  if (nowMs - before.lastSeenMs < rhythmOf(before.finding).overAfterSeconds * 1000)
    return { memory: before, tell: null };
  // A change is its own news; that it is over is not. What nobody was told of needs no "cleared".
  const silent = before.toldAtMs === null || findingCodes[before.finding.code].kind === "change";
  return { memory: null, tell: silent ? null : { state: "cleared", cause: before } };
};

const noticeOf = (
  causeKey: string,
  { state, cause }: NonNullable<Step["tell"]>,
  { stack, domain }: { readonly stack: string; readonly domain: string },
  nowMs: number,
): Notice => {
  const { finding, firstSeenMs } = cause;
  const { code, service, database } = finding;
  const { kind } = findingCodes[code];
  const id = `${stack}/${domain}/${causeKey}/${state}/${nowMs}`;
  return {
    version: 1,
    id,
    atMs: nowMs,
    stack,
    domain,
    state,
    kind,
    code,
    service,
    database,
    finding,
    sinceMs: firstSeenMs,
  };
};
