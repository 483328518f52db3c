import { readFileSync } from "node:fs";
import type { Config } from "../shared/config/config.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { newPools } from "../shared/preflight/new-pools.ts";
import { type Assumptions, offlineRooms } from "../shared/preflight/offline-rooms.ts";
import { preflight } from "../shared/preflight/preflight.ts";
import type { PreflightProblem } from "../shared/preflight/problem.ts";
import { readDefinition, type TaskDefinition } from "../shared/preflight/read-definition.ts";
import { type PreflightReport, renderPreflight } from "../shared/preflight/render-preflight.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { unusable } from "./json-output.ts";
import { loadConfig } from "./load-config.ts";

export type PreflightOptions = {
  readonly taskDefinition: string;
  readonly config: string;
  readonly service?: string;
  readonly desired?: number;
  readonly tasks: ReadonlyMap<string, number>;
  readonly unmanaged: ReadonlyMap<string, number>;
  readonly maxConnections: ReadonlyMap<string, number>;
  readonly json?: boolean;
};

export type PreflightResult = { readonly exitCode: ExitCode; readonly output: string };

/**
 * Checks a task definition before it is deployed: its pools, the rollout stepped, against what the databases can take.
 *
 * @returns exit code 0: it fits. 1: it doesn't, with the settings that would. 2: a file or an option is not usable
 * @throws never
 */
export const runPreflight = (options: PreflightOptions): PreflightResult => {
  const loaded = loadConfig(options.config);
  if (loaded.kind === "failed")
    return { exitCode: EXIT.usage, output: options.json ? unusable(loaded.output) : loaded.output };
  let text: string;
  try {
    text = readFileSync(options.taskDefinition, "utf8");
  } catch (error) {
    return refuse(options, {
      place: "the file",
      message: `can't be read: ${(error as Error).message}`,
      fix: "check the path",
    });
  }
  const reading = readDefinition(text.replace(/^\uFEFF/, ""));
  if (reading.kind === "refused") return refuse(options, reading.problem);
  const service = serviceOf(loaded.config, options.service, reading.definition);
  if (service.kind === "refused") return refuse(options, service.problem);
  const report = check(loaded.config, service.service, reading.definition, options);
  if (report.kind === "refused") return refuse(options, report.problem);
  const { verdict } = report.report;
  const output = options.json ? JSON.stringify(report.report, null, 2) : renderPreflight(report.report);
  return { exitCode: verdict.kind === "fits" ? EXIT.ok : EXIT.failed, output };
};

const check = (
  config: Config,
  service: ServiceConfig,
  definition: TaskDefinition,
  options: PreflightOptions,
):
  | { readonly kind: "done"; readonly report: PreflightReport }
  | { readonly kind: "refused"; readonly problem: PreflightProblem } => {
  const stranger = [...options.tasks.keys()].find((name) => config.services.every((entry) => entry.name !== name));
  if (stranger !== undefined) return { kind: "refused", problem: noSuchService(config, "--tasks", stranger) };
  const pools = newPools(service, definition);
  if (pools.kind === "refused") return pools;
  const assumptions: Assumptions = {
    tasks: options.tasks,
    unmanagedConnections: options.unmanaged,
    maxConnections: options.maxConnections,
  };
  const rooms = offlineRooms(config, service, assumptions);
  if (rooms.kind === "refused") return rooms;
  const desiredTasks = options.desired ?? service.maxTasks;
  const { maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds } = service;
  const rollout = { desiredTasks, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds };
  const databases = pools.pools.map((pool) => ({
    ...pool,
    roomConnections: rooms.rooms.find(({ database }) => database === pool.database)!.roomConnections,
  }));
  const verdict = preflight({ rollout, stoppingTasks: 0, databases });
  return { kind: "done", report: { service: service.name, rollout, rooms: rooms.rooms, notes: pools.notes, verdict } };
};

/** By name; otherwise by the definition's family, which most teams name after the service; otherwise the only one. */
const serviceOf = (
  config: Config,
  name: string | undefined,
  { family }: TaskDefinition,
):
  | { readonly kind: "found"; readonly service: ServiceConfig }
  | { readonly kind: "refused"; readonly problem: PreflightProblem } => {
  const { services } = config;
  const wanted = name ?? family;
  const named =
    services.find((service) => service.name === wanted) ?? services.find((service) => service.ecsService === wanted);
  if (named !== undefined) return { kind: "found", service: named };
  if (name !== undefined) return { kind: "refused", problem: noSuchService(config, "--service", name) };
  if (services.length === 1) return { kind: "found", service: services[0]! };
  const message = family === null ? "has no family" : `is ${family}, which no service in headgate.yml is called`;
  const fix = `add --service with one of ${services.map((service) => service.name).join(", ")}`;
  return { kind: "refused", problem: { place: "family", message, fix } };
};

const noSuchService = ({ services }: Config, option: string, name: string): PreflightProblem => ({
  place: option,
  message: `names ${name}, which is not a service of headgate.yml`,
  fix: `write one of ${services.map((service) => service.name).join(", ")}`,
});

const refuse = ({ taskDefinition, json }: PreflightOptions, problem: PreflightProblem): PreflightResult => {
  const { place, message, fix } = problem;
  const output = json
    ? JSON.stringify({ kind: "unusable", file: taskDefinition, ...problem }, null, 2)
    : `${taskDefinition}: ${place} ${message}\n  fix: ${fix}`;
  return { exitCode: EXIT.usage, output };
};
