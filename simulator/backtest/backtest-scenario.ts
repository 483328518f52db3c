import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { ControllerName } from "../controllers/controller-names.ts";
import { handSetCaps } from "../scenario/hand-set-cap.ts";
import { defaultPrices, type HeadgateTerms, type Scenario, type ServiceTerms } from "../scenario/scenario.ts";
import { calibratedWorld, worldRemarks } from "./calibrated-world.ts";
import type { Calibration } from "./calibration.ts";
import type { History, Reading } from "./history.ts";

/** Who plays where nobody says otherwise. */
export const backtestControllers: readonly ControllerName[] = [
  "target-tracking",
  "target-tracking-20s",
  "target-tracking-capped",
  "headgate-govern",
  "headgate-scale",
  "clairvoyant",
];

const defaultTargetPercent = 70;
const chartSamples = 1440;

/**
 * The scenario whose traffic is the recorded requests, and whose world is the calibrated one.
 *
 * Everybody is told what headgate.yml says: bounds, CPU target, priorities.
 */
export function backtestScenario(
  calibration: Calibration,
  config: Config,
  history: History,
  controllers: readonly ControllerName[],
): Scenario {
  const seconds = history.slots * history.slotSeconds;
  const world = {
    ...calibratedWorld(calibration, config, history),
    timelineSeconds: Math.max(10, Math.ceil(seconds / chartSamples / 10) * 10),
  };
  const named = calibration.services.map(({ service }) => config.services.find(({ name }) => name === service)!);
  const caps = handSetCaps(world, new Map(named.map((service) => [service.name, service])));
  const terms = calibration.services.map((one, index): ServiceTerms => {
    const { name, minTasks, maxTasks, signals } = named[index]!;
    const targetPercent = targetOf(signals);
    const busyRatio = Math.max(0.05, targetPercent / 100 - one.idleCpuRatio.value);
    return {
      service: name,
      minTasks,
      maxTasks,
      targetPercent,
      requestsPerTask: busyRatio / one.cpuSecondsPerRequest.value,
      handSetCap: caps.get(name) ?? maxTasks,
    };
  });
  return {
    name: "backtest",
    title: `${config.name}: ${describeSpan(history)}`,
    remarks: [
      describeRecorded(history, named),
      ...calibration.leftOut,
      ...worldRemarks,
      ...(history.slotSeconds > 60
        ? [`Requests are spread evenly over ${history.slotSeconds} s: shorter bursts are not in the recording.`]
        : []),
    ],
    world,
    seconds,
    terms,
    headgate: headgateTerms(named),
    controllers,
    seeds: [1],
    sweep: [],
    prices: defaultPrices,
  };
}

function targetOf(signals: ServiceConfig["signals"]): number {
  const cpu = signals.find((signal) => signal.kind === "target" && signal.name === "cpu");
  return cpu?.kind === "target" ? cpu.target : defaultTargetPercent;
}

function headgateTerms(services: readonly ServiceConfig[]): HeadgateTerms {
  const isMeasured = services.some(({ pools }) => pools.some(({ admission }) => admission === "measured"));
  return {
    surge: services.some(({ surge }) => surge === "reserve") ? "reserve" : "borrow",
    admission: isMeasured ? "measured" : "worst",
    marginConnections: null,
    limits: "known",
    priorities: Object.fromEntries(services.map(({ name, priority }) => [name, priority])),
    unnamed: [],
    latency: null,
  };
}

function describeSpan({ startMs, slots, slotSeconds }: History): string {
  const hours = (slots * slotSeconds) / 3600;
  return `${hours < 72 ? `${round(hours)} h` : `${round(hours / 24)} days`} from ${new Date(startMs).toISOString().slice(0, 16)}Z`;
}

/** What really ran, to compare with. */
function describeRecorded({ services, slotSeconds, databases }: History, named: readonly ServiceConfig[]): string {
  const played = services.filter(({ service }) => named.some(({ name }) => name === service));
  const sum = (readings: readonly Reading[]): number => readings.reduce<number>((total, one) => total + (one ?? 0), 0);
  const taskHours = played.reduce((total, { runningTasks }) => total + (sum(runningTasks) * slotSeconds) / 3600, 0);
  const peaks = databases.map(({ database, connections }) => {
    const peak = connections.reduce<number>((most, one) => Math.max(most, one ?? 0), 0);
    return `${Math.round(peak)} connections at most on ${database}`;
  });
  return `Recorded: ${[`${round(taskHours)} task-hours`, ...peaks].join(", ")}.`;
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
}
