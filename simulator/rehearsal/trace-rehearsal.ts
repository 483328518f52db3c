import { formatCount } from "../report/format-quantity.ts";
import type { TraceWindow } from "../traces/cut-window.ts";
import { countingNoiseRatio, scaleTrace } from "../traces/scale-trace.ts";
import type { TrafficSpec } from "../world/traffic.ts";
import { requestsPerSecond } from "../world/traffic.ts";
import type { Contest } from "./contest.ts";
import type { Rehearsal, RehearsalCase } from "./rehearsal.ts";
import { safeCapOf } from "./safe-cap.ts";
import { signalRemark } from "./signal-remark.ts";

export type TraceOptions = {
  /** For titles: the file's name. */
  readonly name: string;
  readonly window: TraceWindow;
  /** `null`: the window's busiest minute becomes the plateau of the flash sale. */
  readonly factor: number | null;
  readonly seed: number;
};

const CHART_SAMPLES = 360;

/**
 * A recording in front of the flash sale's service and database.
 *
 * @param sale the case whose world is taken; its traffic is a ramp
 * @throws Error if the case's world has no ramp: a mistake in the scenario
 */
export function traceRehearsal(sale: RehearsalCase, options: TraceOptions): Rehearsal {
  const { window, seed, name } = options;
  const plateau = plateauOf(sale.contest);
  const scaled = scaleTrace(
    window.trace,
    options.factor === null ? { peakRequestsPerSecond: plateau } : { factor: options.factor },
  );
  const seconds = scaled.trace.requestsPerSlot.length * scaled.trace.slotSeconds;
  const contest: Contest = {
    ...sale.contest,
    seconds,
    world: withTraffic(sale.contest, { kind: "trace", ...scaled.trace }, seconds),
  };
  const hours = (s: number) => (s / 3600).toFixed(1);
  const noise = countingNoiseRatio(window.trace);
  const rule =
    options.factor === null
      ? `so that its busiest minute is the flash sale's plateau of ${formatCount(plateau)} requests a second`
      : "as asked";
  return {
    title: `${name} in front of the flash sale's service`,
    remarks: [
      `The window is ${hours(seconds)} h of the trace, from hour ${hours(window.fromSeconds)} on; the trace's largest rise is at hour ${hours(window.burstAtSeconds)}.`,
      `Traffic is multiplied by ${formatFactor(scaled.factor)}, ${rule}.`,
      ...(window.trace.slotSeconds > 1
        ? [
            `Arrivals are spread evenly over each slot of ${window.trace.slotSeconds} s; shorter bursts inside a slot are not in the file.`,
          ]
        : []),
      ...(noise !== null && scaled.factor > 1
        ? [
            `The trace counts so few requests a slot that about ${Math.round(noise * 100)} % of its movement is counting noise, which the factor enlarges too.`,
          ]
        : []),
      ...saleRemarks(sale),
    ],
    cases: [
      {
        ...sale,
        contest,
        seed,
        sweep: [],
        control: null,
        clock: { zeroAtSeconds: 0, zeroMeans: "the window's beginning" },
      },
    ],
  };
}

function saleRemarks({ contest }: RehearsalCase): readonly string[] {
  const [service] = contest.world.services;
  return [
    `The service is the flash sale's: ${service!.cpuSecondsPerRequest * 1000} ms CPU a request, target ${contest.targetPercent} % CPU, ${contest.minTasks} to ${contest.maxTasks} tasks.`,
    signalRemark,
  ];
}

function plateauOf({ world }: Contest): number {
  const traffic = world.services.find((service) => service.traffic !== undefined)?.traffic;
  if (traffic?.kind !== "ramp") throw new Error("the flash sale's traffic is not a ramp");
  return traffic.baseRequestsPerSecond * traffic.amplitude;
}

/** The same world with other traffic, settled at its first second: the tasks that it needs, if the wall holds them. */
function withTraffic(contest: Contest, traffic: TrafficSpec, seconds: number): Contest["world"] {
  const services = contest.world.services.map((service) => {
    if (service.traffic === undefined) return service;
    const busyTasks = (requestsPerSecond(traffic, 0) * service.cpuSecondsPerRequest) / (service.vcpuPerTask ?? 1);
    const initialTasks = Math.ceil(busyTasks / (contest.targetPercent / 100));
    return {
      ...service,
      traffic,
      initialTasks: Math.min(safeCapOf(contest), Math.max(contest.minTasks, initialTasks)),
    };
  });
  const timelineSeconds = Math.max(10, Math.ceil(seconds / CHART_SAMPLES / 10) * 10);
  return { ...contest.world, services, timelineSeconds };
}

function formatFactor(factor: number): string {
  return factor >= 100 ? formatCount(factor) : String(Number(factor.toPrecision(3)));
}
