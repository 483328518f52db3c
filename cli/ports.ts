import type { ServiceConfig } from "../shared/config/service-config.ts";
import { limitsTasks } from "../shared/records/ports/audit-port-mappings.ts";
import type { PortsReading } from "../shared/records/ports/port-mapping.ts";
import { portsReportOf } from "../shared/records/ports/ports-report.ts";
import { renderPorts } from "../shared/records/ports/render-ports.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { unusable } from "./json-output.ts";
import { loadConfigIfThere, portsOfFiles } from "./ports-sources.ts";

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
  const report = portsReportOf(reading, options.region);
  const exitCode = limitsTasks(report.findings) || reading.unread.length > 0 ? EXIT.failed : EXIT.ok;
  return { exitCode, output: options.json ? JSON.stringify(report, null, 2) : renderPorts(report) };
};
