import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type Budgeted, budgetsOf } from "../../shared/plan/budget/budget.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import { partiesOf } from "../../shared/plan/party.ts";
import type { DatabaseReading } from "../../shared/plan/readings/database-reading.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import { config, database, databaseReading, memory, nowMs, service, serviceReading, snapshot } from "./builders.ts";

export type World = {
  readonly services?: readonly ServiceConfig[];
  readonly readings?: readonly ServiceReading[];
  readonly databases?: readonly DatabaseConfig[];
  readonly proxies?: readonly ProxyConfig[];
  readonly databaseReadings?: readonly DatabaseReading[];
  readonly memory?: Memory;
  readonly nowMs?: number;
};

/** The budgets of a world in which every service runs 6 settled tasks, unless told otherwise. */
export const budgetedOf = (world: World): readonly Budgeted[] => {
  const services = world.services ?? [service()];
  const readings = world.readings ?? services.map(({ name }) => serviceReading({ name }));
  const compiled = config(services, world.databases ?? [database()], world.proxies ?? []);
  const read = snapshot(readings, world.databaseReadings ?? [databaseReading()], { domain: compiled.domains[0]!.id });
  const before = world.memory ?? memory();
  const atMs = world.nowMs ?? nowMs;
  return budgetsOf(read, partiesOf(read, before, compiled, atMs), before, compiled, atMs);
};
