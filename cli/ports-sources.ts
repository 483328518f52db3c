import { existsSync, readFileSync } from "node:fs";
import type { Config } from "../shared/config/config.ts";
import { portBoundsOf } from "../shared/records/ports/port-bounds.ts";
import type { PortsReading, ServicePorts } from "../shared/records/ports/port-mapping.ts";
import { readDefinitionPorts } from "../shared/records/ports/read-definition-ports.ts";
import type { ExitCode } from "./exit-codes.ts";
import { loadConfig } from "./load-config.ts";

export type FileSources =
  | { readonly kind: "read"; readonly reading: PortsReading }
  | { readonly kind: "refused"; readonly message: string };

/** Task definitions from files; each belongs to the service that its family names, or stands for itself. Never throws. */
export const portsOfFiles = (files: readonly string[], config: Config | null): FileSources => {
  const services: ServicePorts[] = [];
  for (const file of files) {
    let document: unknown;
    try {
      document = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
    } catch (error) {
      return { kind: "refused", message: `${file}: can't be read: ${(error as Error).message}` };
    }
    const reading = readDefinitionPorts(document);
    if (reading.kind === "refused")
      return { kind: "refused", message: `${file}: ${reading.place} ${reading.message}\n  fix: ${reading.fix}` };
    const { family } = reading.ports;
    const service = config?.services.find(
      ({ name, ecsService }) => family !== null && [name, ecsService].includes(family),
    );
    services.push({ ...reading.ports, ...portBoundsOf(service, family ?? file), instances: null });
  }
  return { kind: "read", reading: { services, unread: [] } };
};

export type OptionalConfig =
  | { readonly kind: "ok"; readonly config: Config | null }
  | { readonly kind: "failed"; readonly exitCode: ExitCode; readonly output: string };

/** On the first day there may be task definitions and no headgate.yml yet. */
export const loadConfigIfThere = (file: string | undefined, needed: boolean): OptionalConfig => {
  if (file === undefined && !needed && !existsSync("headgate.yml")) return { kind: "ok", config: null };
  return loadConfig(file ?? "headgate.yml");
};
