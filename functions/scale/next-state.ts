import type { Config } from "../../shared/config/config.ts";
import type { Notice, NoticeContext } from "../../shared/notices/notice.ts";
import { planMoreNotices } from "../../shared/notices/plan-more-notices.ts";
import { causeOf, type NoticePlan, planNotices } from "../../shared/notices/plan-notices.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import { decisionIdOf, type Outcome } from "../../shared/state/decision.ts";
import type { Breaker, DailyReads, DomainState } from "../../shared/state/domain-state.ts";
import { loopMessageFor, messageUnderWay } from "./own-loop.ts";

/** Three failed plans in a row halt a domain's writes for this long. */
const failuresToHalt = 3;
const haltSeconds = 900;

/**
 * Of the state before and a plan: the state to record. Pure.
 *
 * @param contextOf of the notices, by the newest stored decision
 */
export const nextState = (
  before: DomainState,
  planned: Plan,
  config: Config,
  contextOf: (decisionId: string | null) => NoticeContext,
  readStartedAtMs: number,
): DomainState => {
  const { nowMs } = planned;
  const version = before.version + 1;
  const decisionId = isNews(before, planned) ? decisionIdOf(nowMs, version) : before.decisionId;
  const reads = countRead(before.reads, nowMs);
  const spent = reads.count > config.dailyReadBudget;
  const hot = planned.nextRead.kind === "hot" && !spent;
  const findings = [...planned.findings, ...stateFindings(before, spent, config, nowMs)];
  const told = planNotices(findings, before.notices, contextOf(decisionId), nowMs);
  const nextReadAtMs = nowMs + (spent ? calmSeconds : planned.nextRead.inSeconds) * 1000;
  const loopMessage = hot
    ? loopMessageFor(before, { nowMs, nextReadAtMs, token: String(version) })
    : messageUnderWay(before, nowMs);
  return {
    domain: before.domain,
    version,
    memory: planned.memory,
    notices: told.memory,
    outbox: [...before.outbox, ...told.notices],
    readStartedAtMs,
    nextReadAtMs,
    loopToken: hot ? (loopMessage?.token ?? null) : null,
    loopMessage,
    breaker: before.breaker.openUntilMs !== null && nowMs >= before.breaker.openUntilMs ? closed : before.breaker,
    reads,
    decisionKey: decisionKeyOf(planned),
    ...(before.keptConfig === undefined ? {} : { keptConfig: before.keptConfig }),
    decisionId,
  };
};

/** Until midnight UTC only the tick reads the domain. */
export const isReadBudgetSpent = ({ reads }: DomainState, config: Config, nowMs: number): boolean =>
  reads.day === dayOf(nowMs) && reads.count >= config.dailyReadBudget;

const calmSeconds = 300;
const closed: Breaker = { failedWrites: 0, openUntilMs: null };

export const isHalted = ({ breaker }: DomainState, nowMs: number): boolean =>
  breaker.openUntilMs !== null && nowMs < breaker.openUntilMs;

/**
 * The breaker after the outcomes of a plan's writes: a success closes it, a failed plan counts.
 *
 * Protection doesn't count in either direction: without it a service keeps its tasks, and a right that is missing for a
 * scale-in must never halt a scale-out.
 */
export const breakerAfter = (before: Breaker, all: readonly Outcome[], nowMs: number): Breaker => {
  const outcomes = all.filter(({ action }) => action.kind !== "protect-tasks" && action.kind !== "unprotect-tasks");
  const failed = outcomes.some((outcome) => outcome.kind === "failed");
  if (!failed) return outcomes.some((outcome) => outcome.kind === "done") ? closed : before;
  const failedWrites = before.failedWrites + 1;
  return { failedWrites, openUntilMs: failedWrites >= failuresToHalt ? nowMs + haltSeconds * 1000 : null };
};

/**
 * Takes back what this plan was going to tell of changes that were not written, and forgets them: the change is told
 * when a later plan has made it.
 */
export const withoutUndone = (state: DomainState, outcomes: readonly Outcome[]): DomainState => {
  const undone = new Set(outcomes.filter(({ kind }) => kind !== "done").map(({ action }) => action.service));
  const isUndone = ({ kind, service, atMs }: Notice): boolean =>
    kind === "change" && atMs === state.readStartedAtMs && service !== null && undone.has(service);
  const causes = new Set(state.outbox.filter(isUndone).map(({ finding }) => causeOf(finding)));
  if (causes.size === 0) return state;
  const notices = Object.fromEntries(Object.entries(state.notices).filter(([cause]) => !causes.has(cause)));
  return { ...state, outbox: state.outbox.filter((notice) => !isUndone(notice)), notices };
};

/** Notices about the writes themselves; they are known only after the plan was recorded. */
export const writeNotices = (
  outcomes: readonly Outcome[],
  state: DomainState,
  context: NoticeContext,
  nowMs: number,
): NoticePlan => {
  const findings: Finding[] = outcomes
    .filter((outcome) => outcome.kind === "failed")
    .map(({ action, detail }) => finding("write-failed", action.service, detail));
  return planMoreNotices(findings, state.notices, context, nowMs);
};

/** A plan is worth storing as a decision when it does something, or says what the last stored one did not. */
export const isNews = (before: DomainState, planned: Plan): boolean =>
  planned.actions.length > 0 || before.decisionKey !== decisionKeyOf(planned);

const decisionKeyOf = (planned: Plan): string =>
  JSON.stringify([
    planned.actions,
    planned.services.map((service) => service.targetTasks),
    planned.findings.map(causeOf).sort(),
  ]);

const isFailedWrite = ({ code }: Finding): boolean => code === "write-failed";

const stateFindings = (before: DomainState, spent: boolean, config: Config, nowMs: number): readonly Finding[] => {
  const findings: Finding[] = [];
  if (spent) findings.push(finding("read-budget-spent", null, "", { dailyReadBudget: config.dailyReadBudget }));
  if (isHalted(before, nowMs)) {
    findings.push(finding("writes-halted", null, "", { failedWrites: before.breaker.failedWrites }));
    // Nothing is written meanwhile, so what has failed is still to be mended, and people are told what it is.
    findings.push(...Object.values(before.notices).flatMap(({ finding }) => (isFailedWrite(finding) ? [finding] : [])));
  }
  return findings;
};

const finding = (
  code: Finding["code"],
  service: string | null,
  detail = "",
  numbers: Finding["numbers"] = {},
): Finding => ({ code, service, database: null, numbers, detail, unlocks: [] });

const countRead = (before: DailyReads, nowMs: number): DailyReads => {
  const day = dayOf(nowMs);
  return before.day === day ? { day, count: before.count + 1 } : { day, count: 1 };
};

/** Of a year, 366: a date is dear to write, and asked for at every read. */
const days = new Map<number, string>();

const dayOf = (atMs: number): string => {
  const number = Math.floor(atMs / dayMs);
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = new Date(atMs).toISOString().slice(0, 10);
  days.set(number, day);
  return day;
};

const dayMs = 24 * 3600 * 1000;
