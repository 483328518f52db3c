import type { Config } from "../../shared/config/config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { calibrateConnections, type Holder } from "./calibrate-connections.ts";
import { calibrateCpu } from "./calibrate-cpu.ts";
import { calibrateStarts } from "./calibrate-starts.ts";
import type { CalibrationOutcome, CalibrationProblem, DatabaseCalibration, ServiceCalibration } from "./calibration.ts";
import type { History, ServiceHistory } from "./history.ts";

/** After a change of the count, tasks boot and take their share for about this long beyond their start. */
const settleExtraSeconds = 60;

/**
 * The world's parameters from a recording: CPU per request, start times, pools, others' connections; each with its error,
 * or with the reason why it is taken from elsewhere.
 *
 * No I/O, no clock: elastic pools are fitted by playing a world of their own, which is the same each time.
 *
 * @returns `refused` where the CPU of a service can't be explained by its requests, or nothing is left to play
 */
export function calibrate(history: History, config: Config): CalibrationOutcome {
  const problems: CalibrationProblem[] = [];
  const leftOut: string[] = [];
  const services: (Omit<ServiceCalibration, "pool"> & { readonly named: ServiceConfig })[] = [];
  for (const named of config.services) {
    const recorded = history.services.find(({ service }) => service === named.name);
    const missing = recorded === undefined ? "anything" : missingSeries(recorded);
    if (recorded === undefined || missing !== null) {
      leftOut.push(`${named.name} is left out: nobody recorded ${missing} of it. Its connections count as others'.`);
      continue;
    }
    const outcome = calibrateCpu(recorded, history.slotSeconds, named.startSeconds + settleExtraSeconds);
    if (outcome.kind === "refused") {
      problems.push(outcome.problem);
      continue;
    }
    const { cpu } = outcome;
    const model = { cpuSecondsPerRequest: cpu.cpuSecondsPerRequest.value, idleCpuRatio: cpu.idleCpuRatio.value };
    const starts = calibrateStarts(recorded, history.slotSeconds, model, named.startSeconds);
    services.push({ service: named.name, ...cpu, ...starts, named });
  }
  if (problems.length > 0) return { kind: "refused", problems };
  if (services.length === 0) return { kind: "refused", problems: [nothingToPlay(config)] };

  const poolOf = new Map(services.map(({ named }) => [named.name, playedPool(named, leftOut)]));
  const databases: DatabaseCalibration[] = [];
  const pools = new Map<string, ServiceCalibration["pool"]>();
  for (const { name } of config.databases) {
    const holders = services.flatMap(({ named, ...one }): Holder[] => {
      const pool = poolOf.get(named.name) ?? null;
      if (pool?.database !== name) return [];
      return [
        {
          service: named,
          pool,
          start: {
            cpuSecondsPerRequest: one.cpuSecondsPerRequest.value,
            idleCpuRatio: one.idleCpuRatio.value,
            pendingSeconds: one.pendingSeconds.value,
            bootSeconds: one.bootSeconds.value,
          },
        },
      ];
    });
    if (holders.length === 0) continue;
    const found = calibrateConnections(history, name, holders, config);
    databases.push(found.database);
    for (const [service, pool] of found.pools) pools.set(service, pool);
  }
  return {
    kind: "ok",
    calibration: {
      services: services.map(({ named, ...one }) => ({ ...one, pool: pools.get(named.name) ?? null })),
      databases,
      leftOut,
    },
  };
}

function missingSeries(recorded: ServiceHistory): string | null {
  const series = [
    ["requests", recorded.requests],
    ["CPU", recorded.cpuPercent],
    ["task counts", recorded.runningTasks],
  ] as const;
  const missing = series.filter(([, readings]) => readings.every((reading) => reading === null)).map(([name]) => name);
  return missing.length === 0 ? null : missing.join(" and ");
}

/** The world gives a service one pool: its largest one without a proxy. */
function playedPool({ name, pools }: ServiceConfig, leftOut: string[]): PoolConfig | null {
  const direct = pools.filter(({ proxy }) => proxy === null);
  for (const { proxy } of pools) {
    if (proxy !== null)
      leftOut.push(`${name}'s pool at the proxy ${proxy} is left out: borrowing can't be seen in a recording.`);
  }
  const largest = [...direct].sort((a, b) => b.connectionsPerTask - a.connectionsPerTask)[0] ?? null;
  for (const { database } of direct) {
    if (database === largest?.database) continue;
    leftOut.push(`${name}'s pool at ${database} is left out: only its largest pool is played. It counts as others'.`);
  }
  return largest;
}

function nothingToPlay(config: Config): CalibrationProblem {
  const names = config.services.map(({ name }) => name).join(", ");
  return {
    code: "no-service",
    subject: config.name,
    message: "no service has requests, CPU and task counts in the recording",
    fix: `Name the services as headgate.yml does: ${names}.`,
  };
}
