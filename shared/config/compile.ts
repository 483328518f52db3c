import { marginOf } from "./budget.ts";
import { byName } from "./by-name.ts";
import { compileService } from "./compile-service.ts";
import type { Config, DatabaseConfig } from "./config.ts";
import { DEFAULTS, RESERVED_CONNECTIONS } from "./defaults.ts";
import { findDomains } from "./domains.ts";
import type { DatabaseForm } from "./schema.ts";
import type { ServiceForm } from "./schema-service.ts";

/** One database with every default filled in. */
export const compileDatabase = (name: string, form: DatabaseForm): DatabaseConfig => {
  const maxConnections = form.maxConnections ?? null;
  return {
    name,
    at: { kind: "instance", instance: form.instance },
    engine: form.engine,
    maxConnections,
    reservedConnections: form.reservedConnections ?? RESERVED_CONNECTIONS[form.engine],
    marginConnections: form.marginConnections ?? (maxConnections === null ? null : marginOf(maxConnections)),
    connectors: Object.entries(form.connectors ?? {})
      .map(([connector, connections]) => ({ name: connector, connections }))
      .sort(byName),
    unmanagedConnections: form.unmanagedConnections ?? null,
  };
};

/** The parts of the file that every function works from: one service or database per name, whatever their order was. */
export type CompileInput = {
  readonly name: string;
  readonly decisionRetentionDays?: number | undefined;
  readonly dailyReadBudget?: number | undefined;
  readonly databases: ReadonlyMap<string, DatabaseForm>;
  /** With the defaults block underneath. */
  readonly services: ReadonlyMap<string, ServiceForm & { readonly cluster: string }>;
};

/**
 * The user's form, already checked, as the functions read it.
 *
 * @returns every list sorted by name, so that the order of keys in the file never matters
 */
export const compile = (input: CompileInput): Config => {
  const services = [...input.services].map(([name, form]) => compileService(name, form)).sort(byName);
  return {
    version: 1,
    name: input.name,
    services,
    databases: [...input.databases].map(([name, form]) => compileDatabase(name, form)).sort(byName),
    domains: findDomains(services),
    decisionRetentionDays: input.decisionRetentionDays ?? DEFAULTS.decisionRetentionDays,
    dailyReadBudget: input.dailyReadBudget ?? DEFAULTS.dailyReadBudget,
  };
};
