import { refuseWith } from "../refusal.ts";
import type { PlanInput } from "../runbook.ts";
import { type Change, report, type Step } from "../step.ts";
import type { AlarmsAction, AlarmsParams, AlarmsReading, AlarmsState } from "./alarms-run.ts";
import { type AlarmDifference, compareAlarms, nameOf } from "./compare-alarms.ts";
import { alarmsRefusals } from "./refusals.ts";
import { signalLines } from "./signal-lines.ts";
import { describeAlarm } from "./standard-alarm.ts";
import { defaultThresholds, standardAlarms, type Thresholds } from "./standard-alarms.ts";

type Input = PlanInput<AlarmsParams, AlarmsReading, AlarmsState>;

/** PutMetricAlarm takes three calls a second by default; so many are done well within the function's time. */
const alarmsPerStep = 15;
/** CloudWatch shows what was put within seconds. */
const settleSeconds = 5;
const mostRounds = 40;

/**
 * Puts what differs, and looks again until nothing does: what was written is read back, and a run that is taken up again
 * anywhere ends the same. Pure.
 */
export const planAlarms = ({ params, state, reading, config, nowMs }: Input): Step<AlarmsState, AlarmsAction> => {
  const { stack, facts, existing } = reading;
  const all = standardAlarms(config, stack, thresholdsOf(params), new Map(facts), nowMs);
  const wanted = all.alarms.filter(({ name }) => isAsked(params, config, name, stack.prefix));
  const known = new Set(all.alarms.map(({ name }) => name));
  const differences = compareAlarms(wanted, known, existing);
  const actions = actionsOf(differences, params.prune === true);
  const written = state?.toWrite ?? 0;
  if (actions.length === 0) {
    const made = new Set(wanted.map(({ name }) => name));
    const foreign = differences.filter(({ kind }) => kind === "foreign").map(nameOf);
    const strays = differences.filter(({ kind }) => kind === "stray").map(nameOf);
    const lines = signalLines(config, stack.prefix, made);
    const text = [
      `${written} alarms written; ${wanted.length - foreign.length} of ${wanted.length} are as they should be.`,
      ...foreign.map((name) => `${name}: not made by Headgate, left as it is.`),
      ...strays.map((name) => `${name}: of nothing in headgate.yml any more; prune: true deletes it.`),
      ...all.notes,
      ...(lines.length === 0 ? [] : ["Signals for headgate.yml:", "services:", ...lines]),
    ].join("\n");
    return {
      kind: "done",
      report: report(text, { written, alarms: wanted.length, foreign, strays, notes: all.notes }),
    };
  }
  const rounds = (state?.rounds ?? 0) + 1;
  if (rounds > mostRounds) {
    const message = `${actions.length} alarms are not as they were put, ${actions[0]!.kind} first`;
    return { kind: "refused", refusal: refuseWith(alarmsRefusals, "not-settled", message, { alarms: actions.length }) };
  }
  const now = actions.slice(0, alarmsPerStep);
  return {
    kind: "act",
    state: { toWrite: state?.toWrite ?? actions.length, rounds },
    changes: changesOf(differences, params.prune === true),
    actions: now,
    next: { inSeconds: settleSeconds },
    report: null,
  };
};

const thresholdsOf = (params: AlarmsParams): Thresholds => ({
  cpuPercent: params.cpuPercent ?? defaultThresholds.cpuPercent,
  errorPercent: params.errorPercent ?? defaultThresholds.errorPercent,
  latencySeconds: params.latencySeconds ?? defaultThresholds.latencySeconds,
  connectionsPercent: params.connectionsPercent ?? defaultThresholds.connectionsPercent,
});

/** Of the services that were named, and of the databases behind them; of all where none was named. */
const isAsked = ({ services }: AlarmsParams, config: Input["config"], alarm: string, prefix: string): boolean => {
  if (services === undefined) return true;
  const named = config.services.filter(({ name }) => services.includes(name));
  const databases = new Set(named.flatMap(({ pools }) => pools.map(({ database }) => database)));
  const begin = `${prefix}-svc-`;
  return (
    named.some(({ name }) => ["cpu", "errors", "latency"].some((kind) => alarm === `${begin}${name}-${kind}`)) ||
    [...databases].some((name) => alarm === `${begin}db-${name}-connections`)
  );
};

const actionsOf = (differences: readonly AlarmDifference[], prune: boolean): readonly AlarmsAction[] =>
  differences.map((difference) => actionFor(difference, prune)).filter((action) => action !== null);

const actionFor = (difference: AlarmDifference, prune: boolean): AlarmsAction | null => {
  switch (difference.kind) {
    case "new":
    case "changed":
      return { kind: "put", alarm: difference.alarm };
    case "stray":
      return prune ? { kind: "delete", name: difference.name } : null;
    case "unchanged":
    case "foreign":
      return null;
  }
};

/** The unchanged ones too, from and to the same: who reads a dry run wants to see that they are there. */
const changesOf = (differences: readonly AlarmDifference[], prune: boolean): readonly Change[] =>
  differences.map((difference) => changeFor(difference, prune)).filter((change) => change !== null);

const changeFor = (difference: AlarmDifference, prune: boolean): Change | null => {
  const about = nameOf(difference);
  switch (difference.kind) {
    case "new":
      return { about, what: "new", from: null, to: describeAlarm(difference.alarm) };
    case "changed":
      return { about, what: "changed", from: difference.before, to: describeAlarm(difference.alarm) };
    case "unchanged": {
      const as = describeAlarm(difference.alarm);
      return { about, what: "unchanged", from: as, to: as };
    }
    case "stray":
      return prune ? { about, what: "deleted", from: difference.before, to: null } : null;
    case "foreign":
      return null;
  }
};
