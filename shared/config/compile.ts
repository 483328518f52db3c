import { marginOf } from "./budget.ts";
import { byName } from "./by-name.ts";
import { connectionsOf, placeOf } from "./check-databases.ts";
import { clusterBudgets } from "./compile-capacity.ts";
import { compileNotices } from "./compile-notices.ts";
import { compileNginxFleets, compileZones } from "./compile-publish.ts";
import { compileService } from "./compile-service.ts";
import type { Config, RunbooksConfig } from "./config.ts";
import type { DatabaseConfig, ProxyConfig } from "./database-config.ts";
import { DEFAULTS } from "./defaults.ts";
import { findDomains } from "./domains.ts";
import type { DatabaseForm, ProxyForm } from "./schema.ts";
import type { NginxFleetForm } from "./schema-nginx.ts";
import type { NoticesForm } from "./schema-notices.ts";
import type { RunbooksForm } from "./schema-runbooks.ts";
import type { ServiceForm } from "./schema-service.ts";
import type { ZoneForm } from "./schema-zone.ts";

/**
 * One database with every default filled in.
 *
 * @throws Error for a form that `checkDatabase` refuses
 */
export const compileDatabase = (name: string, form: DatabaseForm): DatabaseConfig => {
  const at = placeOf(form);
  if (at === null) throw new Error(`${name} has no place`);
  const maxConnections = form.maxConnections ?? null;
  return {
    name,
    at,
    engine: form.engine,
    maxConnections,
    reservedConnections: form.reservedConnections ?? null,
    marginConnections: form.marginConnections ?? (maxConnections === null ? null : marginOf(maxConnections)),
    connectors: Object.entries(form.connectors ?? {})
      .map(([connector, entry]) => ({
        name: connector,
        connections: connectionsOf(entry, DEFAULTS.connectionsPerExecution) ?? 0,
      }))
      .sort(byName),
    unmanagedConnections: form.unmanagedConnections ?? null,
    failover: form.failover ?? DEFAULTS.failover,
    sharePercent: form.sharePercent ?? DEFAULTS.sharePercent,
    monthlyDollars: form.monthlyDollars ?? null,
    readSharePercent: form.readSharePercent ?? null,
  };
};

const compileProxy = (name: string, { proxy, database, maxClientConnections }: ProxyForm): ProxyConfig => ({
  name,
  proxy,
  database,
  maxClientConnections: maxClientConnections ?? null,
});

const compileRunbooks = (form: RunbooksForm = {}): RunbooksConfig => ({
  allow: [...new Set(form.allow ?? [])].sort(),
  approval: [...new Set(form.approval ?? DEFAULTS.approvalNeeded)].sort(),
  approvalMinutes: form.approvalMinutes ?? DEFAULTS.approvalMinutes,
});

/** The parts of the file that every function works from: one service or database per name, whatever their order was. */
export type CompileInput = {
  readonly name: string;
  readonly decisionRetentionDays?: number | undefined;
  readonly dailyReadBudget?: number | undefined;
  readonly runbooks?: RunbooksForm | undefined;
  readonly notices?: NoticesForm | undefined;
  readonly databases: ReadonlyMap<string, DatabaseForm>;
  readonly proxies?: ReadonlyMap<string, ProxyForm>;
  readonly zones?: ReadonlyMap<string, ZoneForm>;
  readonly nginxFleets?: ReadonlyMap<string, NginxFleetForm>;
  /** With the defaults block underneath. */
  readonly services: ReadonlyMap<string, ServiceForm & { readonly cluster: string }>;
};

/**
 * The user's form, already checked, as the functions read it.
 *
 * @returns every list sorted by name, so that the order of keys in the file never matters
 */
export const compile = (input: CompileInput): Config => {
  const proxies = [...(input.proxies ?? [])].map(([name, form]) => compileProxy(name, form)).sort(byName);
  const databaseBehind = new Map(proxies.map(({ name, database }) => [name, database]));
  const zones = compileZones(input.zones ?? new Map());
  const services = [...input.services]
    .map(([name, form]) => compileService(name, form, databaseBehind, zones))
    .sort(byName);
  return {
    version: 1,
    name: input.name,
    services,
    databases: [...input.databases].map(([name, form]) => compileDatabase(name, form)).sort(byName),
    proxies,
    zones,
    nginxFleets: compileNginxFleets(input.nginxFleets ?? new Map()),
    domains: findDomains(services, clusterBudgets),
    decisionRetentionDays: input.decisionRetentionDays ?? DEFAULTS.decisionRetentionDays,
    dailyReadBudget: input.dailyReadBudget ?? DEFAULTS.dailyReadBudget,
    runbooks: compileRunbooks(input.runbooks),
    notices: compileNotices(input.notices),
  };
};
