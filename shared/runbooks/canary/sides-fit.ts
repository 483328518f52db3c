import { type DomainNow, planDomainNow } from "../../aws/domain-now.ts";
import type { Config } from "../../config/config.ts";
import { deploymentEntry } from "../../plan/budget/deployment-entry.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import { canaryRefusals } from "./refusals.ts";

/** Do the databases carry what runs now, both sides of it? @returns why not @throws never */
export const refuseSides = (domain: DomainNow, config: Config, name: string, nowMs: number): Refusal | null => {
  const service = config.services.find((one) => one.name === name)!;
  const entry = deploymentEntry(service, planDomainNow(domain, config, nowMs).budgets);
  if (entry.kind === "open") return null;
  if (entry.missingConnections === null)
    return refuseWith(canaryRefusals, "cannot-decide", `the budget of ${entry.database} is not known now`);
  const { database, missingConnections } = entry;
  const message = `the tasks that run now hold ${missingConnections} connections too many of ${database}`;
  return refuseWith(canaryRefusals, "past-budget", message, { missingConnections });
};
