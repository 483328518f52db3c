import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { KnownBudget } from "../../shared/plan/budget/budget.ts";
import { held } from "../../shared/plan/budget/held.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { ServicePlan } from "../../shared/plan/service-plan.ts";

/** One service of a plan, as the invariants count it: told again here, so that the plan's own sums are checked. */
export type Entry = { readonly service: ServiceConfig; readonly planned: ServicePlan };

export const entriesOf = ({
  config,
  plan,
}: {
  readonly config: Config;
  readonly plan: Pick<Plan, "services">;
}): readonly Entry[] =>
  plan.services.map((planned) => ({ planned, service: config.services.find(({ name }) => name === planned.name)! }));

/** The most tasks of a service that may hold pools at a desired count. */
export const heldTasks = (service: ServiceConfig, counts: TaskCounts, desired: number): number => {
  const { running, pending, stopping, deployment, maximumPercent, minimumHealthyPercent } = counts;
  const replaced = Math.min(desired + counts.unhealthy, Math.floor((desired * maximumPercent) / 100));
  const still = Math.max(desired, replaced, running + pending) + stopping;
  if (service.surge === "borrow" && deployment.kind === "none" && !counts.rebalancing) return still;
  const { startSeconds, drainSeconds } = service;
  const rollout = held({ desiredTasks: desired, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds });
  const stepwise = counts.strategy === "ROLLING" && deployment.kind !== "external";
  const rolling = stepwise ? rollout.tasks : 2 * desired;
  return Math.max(still, rolling + (deployment.kind === "none" ? stopping : 0));
};

/** What a service may be scaled to by whoever scales it, if we write nothing. */
export const standingTasks = ({ service, planned }: Entry): number => {
  const { counts, stance, want, scalableTarget } = planned;
  if (counts === null) return 0;
  switch (stance) {
    case "scaled":
    case "rehearsed":
      return counts.desired;
    case "bystander": {
      const cpu = service.signals.find(({ name }) => name === "cpu");
      const target = cpu?.kind === "target" ? cpu.target : 50;
      const step = Math.ceil((counts.running * 100) / target) - counts.running;
      return counts.desired + Math.max(0, Math.min(step, service.maxTasks - counts.desired));
    }
    case "governed":
      if (scalableTarget.kind === "unknown") return Math.max(counts.desired, service.maxTasks);
      if (scalableTarget.value === "none") return counts.desired;
      if (want.kind === "left") return Math.max(counts.desired, scalableTarget.value.maxCapacity);
      return Math.max(counts.desired, counts.running + counts.pending, scalableTarget.value.minCapacity);
  }
};

/** What one task of a service is counted with on a database, without a proxy: its pool, or what such pools were seen to use. */
export const connectionsPerTask = ({ service }: Entry, budget: KnownBudget): number => {
  const pool = service.pools.find(({ database, proxy }) => database === budget.database && proxy === null);
  if (pool === undefined) return 0;
  const { admission, connectionsPerTask: most, minimumConnectionsPerTask: least } = pool;
  if (admission === "worst" || budget.elasticUseMillionths === null) return most;
  return Math.max(1, least, Math.ceil((most * budget.elasticUseMillionths) / 1_000_000));
};

/** The connections that a domain may hold on one database past its proxies, each service at the count that `tasksOf` names. */
export const heldConnections = (
  entries: readonly Entry[],
  budget: KnownBudget,
  tasksOf: (entry: Entry) => number,
): number =>
  entries.reduce((sum, entry) => {
    const { counts } = entry.planned;
    if (counts === null) return sum;
    return sum + connectionsPerTask(entry, budget) * heldTasks(entry.service, counts, tasksOf(entry));
  }, 0);

/** What the proxies in front of a database count as there. */
export const proxiedConnections = ({ committedConnections, directConnections }: KnownBudget): number =>
  committedConnections - directConnections;

export const usesDatabase = ({ service }: Entry, database: string): boolean =>
  service.pools.some((pool) => pool.database === database);
