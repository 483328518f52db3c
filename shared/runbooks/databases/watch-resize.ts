import type { DomainNow } from "../../aws/domain-now.ts";
import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { DatabaseFacts } from "../../limits/database-facts.ts";
import { assertNever } from "../../plan/assert-never.ts";
import type { Reading } from "../../reading.ts";
import { report, type Step } from "../step.ts";
import { describeLimit, safeConnectionsOf } from "./limit-of-class.ts";
import { limitOfPlan } from "./limit-of-plan.ts";
import type { ResizeAction } from "./resize-action.ts";
import { nextMove } from "./resize-order.ts";

export type ResizeState = {
  readonly instanceClass: string;
  /** Members that are to have it. */
  readonly targets: readonly string[];
  /** Their classes before. */
  readonly from: Readonly<Record<string, string>>;
  /** How RDS is asked: in its window only where there is one instance. */
  readonly when: "now" | "maintenance-window";
  readonly domain: string | null;
  readonly beginsAtMs: number;
  readonly sentAtMs: Readonly<Record<string, number>>;
  /** By member, when its new class was read back. */
  readonly doneAtMs: Readonly<Record<string, number>>;
  /** When all were; `null`: not yet. */
  readonly classesReadAtMs: number | null;
  readonly givesUpAtMs: number;
};

const lookSeconds = 30;
/** The schedule of the function `limits`, and a reading's own time. */
const limitsSeconds = 20 * 60;
/** RDS shows what it was asked for within seconds. */
const shownSeconds = 180;

type Seen = { readonly operated: Reading<OperatedDatabase>; readonly domain: DomainNow | null };

/** One look at a resize under way. Pure. */
export const watchResize = (
  state: ResizeState,
  { operated, domain }: Seen,
  database: string,
  nowMs: number,
): Step<ResizeState, ResizeAction> => {
  if (state.classesReadAtMs !== null) return watchLimit(state, domain, database, nowMs);
  if (operated.kind === "unknown")
    return nowMs < state.givesUpAtMs
      ? { kind: "wait", state, inSeconds: lookSeconds, says: operated.detail }
      : { kind: "done", report: report(`${database}: ${operated.detail}`, { seconds: secondsSince(state, nowMs) }) };
  const seen = withDone(state, operated.value, nowMs);
  const gone = state.targets.filter((target) => !operated.value.instances.some(({ instance }) => instance === target));
  if (gone.length > 0)
    return { kind: "done", report: report(`${database}: ${gone.join(", ")} is not there any more.`, { gone }) };
  const move = nextMove(operated.value, state.targets, state.instanceClass);
  if (nowMs >= state.givesUpAtMs && move.kind !== "none") return gaveUp(seen, operated.value, database, nowMs);
  switch (move.kind) {
    case "busy": {
      const untilWindow = state.when === "now" ? 0 : Math.ceil((state.beginsAtMs - nowMs) / 1000);
      return { kind: "wait", state: seen, inSeconds: Math.max(lookSeconds, untilWindow), says: move.says };
    }
    case "modify":
      return modify(seen, move.instance, database, nowMs);
    case "failover":
      return act(seen, [move]);
    case "none":
      return act(
        { ...seen, classesReadAtMs: nowMs, givesUpAtMs: nowMs + limitsSeconds * 1000 },
        seen.domain === null ? [] : [{ kind: "wake", domain: seen.domain }],
      );
    default:
      return assertNever(move);
  }
};

const act = (state: ResizeState, actions: readonly ResizeAction[]): Step<ResizeState, ResizeAction> => ({
  kind: "act",
  state,
  changes: [],
  actions,
  next: { inSeconds: lookSeconds },
  report: null,
});

/** What RDS was asked for and no longer shows, somebody has taken back: a person's hand wins. */
const modify = (
  state: ResizeState,
  instance: string,
  database: string,
  nowMs: number,
): Step<ResizeState, ResizeAction> => {
  const { instanceClass, when } = state;
  const sentAtMs = state.sentAtMs[instance];
  if (sentAtMs === undefined)
    return act({ ...state, sentAtMs: { ...state.sentAtMs, [instance]: nowMs } }, [
      { kind: "modify", instance, instanceClass, when },
    ]);
  if (nowMs - sentAtMs < shownSeconds * 1000) return act(state, [{ kind: "modify", instance, instanceClass, when }]);
  const says = `${database}: ${instance} no longer has ${instanceClass} pending: somebody has taken it back, or RDS could not do it`;
  return { kind: "done", report: report(`${says}.`, { takenBack: instance, doneAtMs: state.doneAtMs }) };
};

const withDone = (state: ResizeState, { instances }: OperatedDatabase, nowMs: number): ResizeState => {
  const done = instances.filter(
    (one) =>
      state.targets.includes(one.instance) &&
      one.instanceClass === state.instanceClass &&
      one.status === "available" &&
      state.doneAtMs[one.instance] === undefined,
  );
  const doneAtMs = { ...state.doneAtMs, ...Object.fromEntries(done.map(({ instance }) => [instance, nowMs])) };
  return done.length === 0 ? state : { ...state, doneAtMs };
};

const gaveUp = (
  state: ResizeState,
  { instances }: OperatedDatabase,
  database: string,
  nowMs: number,
): Step<ResizeState, ResizeAction> => {
  const standing = instances
    .filter(({ instance }) => state.targets.includes(instance))
    .map(({ instance, status, instanceClass }) => `${instance} ${instanceClass} ${status}`)
    .join(", ");
  return {
    kind: "done",
    report: report(`${database}: not ${state.instanceClass} everywhere in time: ${standing}. RDS may still go on.`, {
      ...numbersOf(state, nowMs),
      isComplete: false,
    }),
  };
};

/** The limit is found by the function `limits`: RDS's own event wakes it, and its schedule does after a quarter of an hour. */
const watchLimit = (
  state: ResizeState,
  domain: DomainNow | null,
  database: string,
  nowMs: number,
): Step<ResizeState, ResizeAction> => {
  const numbers = numbersOf(state, nowMs);
  const took = state.targets
    .map(
      (instance) => `${instance} ${state.from[instance]} -> ${state.instanceClass} in ${numbers.seconds[instance]} s`,
    )
    .join(", ");
  if (domain === null)
    return { kind: "done", report: report(`${took}. No service uses ${database}.`, { ...numbers, isComplete: true }) };
  const facts = domain.snapshot.databases.find(({ name }) => name === database)?.facts;
  const known = facts?.kind === "known" ? facts.value : null;
  if (known !== null && isOf(known, state)) {
    const limit = limitOfPlan(known.instances.map(({ answer }) => answer.limit));
    const data = { ...numbers, maxConnections: safeConnectionsOf(limit), isComplete: true };
    const text = `${took}. ${database}: max_connections ${describeLimit(limit)}.`;
    return { kind: "done", report: report(text, data) };
  }
  if (nowMs < state.givesUpAtMs)
    return { kind: "wait", state, inSeconds: lookSeconds, says: `${took}; the new limit was not read yet` };
  const text = `${took}. ${database}: the new limit was not read in ${limitsSeconds / 60} min; see the function limits.`;
  return { kind: "done", report: report(text, { ...numbers, maxConnections: null, isComplete: true }) };
};

/** Facts of the new class can only have been read since. */
const isOf = ({ instances }: DatabaseFacts, state: ResizeState): boolean =>
  instances.every(
    ({ instance, instanceClass, status }) =>
      !state.targets.includes(instance) || (instanceClass === state.instanceClass && status === "available"),
  );

const numbersOf = (state: ResizeState, nowMs: number) => ({
  seconds: Object.fromEntries(
    state.targets.map((instance) => {
      const { [instance]: sent } = state.sentAtMs;
      const { [instance]: done } = state.doneAtMs;
      const begins = state.when === "now" ? sent : state.beginsAtMs;
      return [instance, done === undefined || begins === undefined ? null : Math.round((done - begins) / 1000)];
    }),
  ),
  secondsInAll: secondsSince(state, nowMs),
});

const secondsSince = ({ beginsAtMs }: ResizeState, nowMs: number): number =>
  Math.max(0, Math.round((nowMs - beginsAtMs) / 1000));
