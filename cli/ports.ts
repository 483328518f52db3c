import type { ServiceConfig } from "../shared/config/config.ts";
import { builtInBook } from "../shared/cost/book/built-in-book.ts";
import { priceFinder, regionsOf } from "../shared/cost/find-price.ts";
import { auditPortMappings, limitsTasks } from "../shared/records/ports/audit-port-mappings.ts";
import { compareBalancers, smallLoad } from "../shared/records/ports/compare-balancers.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { unusable } from "./json-output.ts";
import { loadConfigIfThere, type PortsReading, portsOfFiles } from "./ports-sources.ts";
import { type PortsReport, renderPorts } from "./render-ports.ts";

export type PortsOptions = {
  readonly taskDefinition: readonly string[];
  readonly config?: string;
  readonly region?: string;
  readonly json?: boolean;
};

export type PortsResult = { readonly exitCode: ExitCode; readonly output: string };

export type ReadPorts = (services: readonly ServiceConfig[]) => Promise<PortsReading>;

/**
 * Audits the host ports of services, and sets the ways to balance them beside each other.
 *
 * @param readPorts asks AWS; called only where no task definition is named
 * @returns exit code 0: nothing keeps tasks from starting. 1: something does, or a service can't be read. 2: a file or an
 * option is not usable
 * @throws never
 */
export const ports = async (options: PortsOptions, readPorts: ReadPorts): Promise<PortsResult> => {
  const fromAws = options.taskDefinition.length === 0;
  const loaded = loadConfigIfThere(options.config, fromAws);
  const failure = (exitCode: ExitCode, message: string): PortsResult => ({
    exitCode,
    output: options.json ? unusable(message) : message,
  });
  if (loaded.kind === "failed") return failure(loaded.exitCode, loaded.output);
  let reading: PortsReading;
  if (fromAws) {
    reading = await readPorts(loaded.config?.services ?? []);
  } else {
    const files = portsOfFiles(options.taskDefinition, loaded.config);
    if (files.kind === "refused") return failure(EXIT.usage, files.message);
    reading = files.reading;
  }
  const findings = auditPortMappings(reading.services);
  // For an order of magnitude the prices of another region do.
  const region = regionsOf(builtInBook).find((known) => known === options.region) ?? "us-east-1";
  const load = { ...smallLoad, services: Math.max(1, reading.services.length + reading.unread.length) };
  const report: PortsReport = {
    services: reading.services.map(({ service, cluster, networkMode, mappings, instances }) => {
      return { service, cluster, networkMode, instances, mappings };
    }),
    unread: reading.unread,
    findings,
    costs: { load, ...compareBalancers(priceFinder(builtInBook), region, load) },
  };
  const exitCode = limitsTasks(findings) || reading.unread.length > 0 ? EXIT.failed : EXIT.ok;
  return { exitCode, output: options.json ? JSON.stringify(report, null, 2) : renderPorts(report) };
};
