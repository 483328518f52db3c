import type { ServiceConfig } from "../../config/service-config.ts";
import type { Budget } from "./budget.ts";

/** May a deployment that stands at its entry begin? */
export type DeploymentEntry =
  | { readonly kind: "open" }
  | {
      readonly kind: "held";
      readonly database: string;
      /** What the budget lacks for both revisions; `null`: the budget is unknown. */
      readonly missingConnections: number | null;
    };

/**
 * Decides over the entry of a deployment that ECS has announced and not begun.
 *
 * A deployment in progress commits its whole surge from its announcement on, so it may begin once nothing is committed
 * past the budget of any of the service's databases: from then on nobody else is granted what it needs.
 *
 * @param budgets of the service's domain, read while the deployment is announced
 * @returns held by the first database by name that lacks something
 * @throws never
 */
export const deploymentEntry = (service: ServiceConfig, budgets: readonly Budget[]): DeploymentEntry => {
  for (const { database } of service.pools) {
    const budget = budgets.find((entry) => entry.database === database);
    if (budget === undefined || budget.kind === "unknown") return { kind: "held", database, missingConnections: null };
    // The room for a replaced task is not a deployment's, lent or not.
    const missingConnections = -Math.floor(budget.freeMilliBesideReplacement / 1000);
    if (missingConnections > 0) return { kind: "held", database, missingConnections };
  }
  return { kind: "open" };
};
