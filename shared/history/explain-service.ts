import type { ServiceConfig } from "../config/service-config.ts";
import type { Admission } from "../plan/admit/admit.ts";
import type { WantedCount } from "../plan/demand/want.ts";
import type { ServiceReading } from "../plan/readings/service-reading.ts";
import type { ServicePlan } from "../plan/service-plan.ts";
import { explainSignal, type SignalExplanation } from "./explain-signal.ts";

/** One service's way through the plan, from what was read to what it got. `null`: nothing is known of it. */
export type ServiceExplanation = {
  readonly service: string;
  readonly stance: string;
  readonly desiredTasks: number | null;
  readonly askTasks: number | null;
  /** As far as the pace let it go in this plan. */
  readonly wantedTasks: number | null;
  readonly targetTasks: number | null;
  readonly tasks: string;
  readonly signals: readonly SignalExplanation[];
  /** From the ask to what this plan goes for: bounds, pins, pace, deployment. */
  readonly steps: readonly string[];
  readonly answer: string;
};

/** @throws never, for a plan of this release */
export const explainServicePlan = (
  planned: ServicePlan,
  reading: ServiceReading | null,
  config: ServiceConfig | null,
): ServiceExplanation => {
  const { name: service, stance, counts, want, targetTasks } = planned;
  const isWanted = want.kind === "wants";
  return {
    service,
    stance: stances[stance],
    desiredTasks: counts?.desired ?? null,
    askTasks: isWanted ? want.askTasks : null,
    wantedTasks: isWanted ? want.wantedTasks : null,
    targetTasks,
    tasks: describeTasks(planned),
    signals: isWanted ? signalsOf(want, reading, config) : [],
    steps: isWanted ? stepsOf(want, config) : [],
    answer: answerOf(planned),
  };
};

const stances: Readonly<Record<ServicePlan["stance"], string>> = {
  scaled: "scaled by Headgate",
  governed: "capped by Headgate, scaled by Application Auto Scaling",
  rehearsed: "observed: planned as if scaled, nothing is written",
  bystander: "observed beside others that are scaled",
};

const describeTasks = ({ counts, want }: ServicePlan): string => {
  if (counts === null) return want.kind === "unreadable" || want.kind === "absent" ? want.detail : "not known";
  const { desired, running, pending, stopping, deployment } = counts;
  const more = [
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(stopping > 0 ? [`${stopping} stopping`] : []),
    ...(deployment.kind === "none" ? [] : [`a deployment runs (${deployment.kind})`]),
  ];
  return [`${desired} desired`, `${running} running`, ...more].join(", ");
};

/** Opinions come in the order of the configured signals; what comes after them has no reading of its own. */
const signalsOf = (
  { demand, counts }: WantedCount,
  reading: ServiceReading | null,
  config: ServiceConfig | null,
): readonly SignalExplanation[] =>
  demand.opinions.map((opinion, index) => {
    const configured = config?.signals[index];
    const own = configured?.name === opinion.signal ? configured : null;
    return explainSignal(opinion, own, reading?.signals[index] ?? null, counts.desired);
  });

const stepsOf = (want: WantedCount, config: ServiceConfig | null): readonly string[] => {
  const { counts, demand, pin, bounds, askTasks, wantedTasks, heldByDeployment } = want;
  const joined = `the signals together ask for ${demand.tasks}`;
  const holds = demand.holds.map(({ code, detail }) => `held: ${code}${detail === "" ? "" : `, ${detail}`}`);
  const notes = demand.notes.map(({ code, detail }) => `${code}${detail === "" ? "" : `: ${detail}`}`);
  const windows = [bounds.floor, bounds.ceiling].flatMap((bound) => (bound === null ? [] : [bound.schedule]));
  const moved = windows.length === 0 ? "" : ` (moved by ${windows.join(", ")})`;
  const pinned =
    pin === null
      ? []
      : [`pinned at ${pin.tasks} by ${pin.cause === "hand" ? "a person" : "a deployment"} until ${iso(pin.untilMs)}`];
  return [
    joined,
    ...holds,
    ...notes,
    `within ${bounds.leastTasks}..${bounds.mostTasks}${moved}: ${askTasks}`,
    ...pinned,
    ...(heldByDeployment ? ["a deployment runs: it shrinks when that has ended"] : []),
    ...(wantedTasks === askTasks
      ? []
      : [`this plan goes from ${counts.desired} to ${wantedTasks}${describePace(want, config)}`]),
  ];
};

const describePace = ({ counts, askTasks }: WantedCount, config: ServiceConfig | null): string => {
  if (config === null) return ": the pace";
  const { pace } = config;
  return askTasks > counts.desired
    ? `: at most ${pace.upPercent} % in ${pace.upPeriodSeconds} s`
    : `: at most ${pace.downPercent} % in ${pace.downPeriodSeconds} s, and not below the highest ask of ${pace.stabilizationSeconds} s`;
};

const answerOf = ({ want, admission, targetTasks }: ServicePlan): string => {
  if (want.kind === "left") return `left alone: ${want.code}${want.detail === "" ? "" : `, ${want.detail}`}`;
  if (want.kind !== "wants" || admission === null) return "no statement";
  return `${targetTasks ?? admission.tasks} tasks${describeAdmission(admission)}`;
};

const describeAdmission = (admission: Admission): string => {
  switch (admission.kind) {
    case "full":
      return ", all that it wanted of this plan";
    case "capped":
      return `: the next task needs ${admission.priceUnits} of ${admission.by}, ${admission.freeUnits} are left`;
    case "held":
      return `: ${admission.by} is closed to growth`;
    case "unplaced":
      return `: no place for the next task, ${admission.refusal.code}: ${admission.refusal.detail}`;
    case "uncarried": {
      const { callee, neededPerSecond, carriedPerSecond } = admission.refusal;
      return `: ${callee} would be sent ${short(neededPerSecond)} requests/s and carries ${short(carriedPerSecond)}`;
    }
  }
};

const iso = (atMs: number): string => new Date(atMs).toISOString();

const short = (value: number): number => Math.round(value * 100) / 100;
