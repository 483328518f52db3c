import { type DomainNow, planDomainNow } from "../../aws/domain-now.ts";
import type { LimitGrounds } from "../../aws/read-limit-grounds.ts";
import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { Config } from "../../config/config.ts";
import type { Budget } from "../../plan/budget/budget.ts";
import { limitOfClass } from "./limit-of-class.ts";
import { type EffectiveLimit, limitOfPlan } from "./limit-of-plan.ts";
import { planWithLimits } from "./plan-with-limits.ts";
import { tasksThatFit } from "./tasks-that-fit.ts";

/** What another class means for a database and the services on it. */
export type ResizeForecast = {
  /** Of the instance that will accept the fewest. */
  readonly limit: EffectiveLimit;
  /** The same with the class of now, by the parameter group: what tells whether the class changes anything. */
  readonly limitNow: EffectiveLimit;
  /** `null`: no service uses the database. */
  readonly budgets: { readonly before: Budget; readonly after: Budget } | null;
  readonly services: readonly {
    readonly service: string;
    /** Desired now. */
    readonly tasks: number;
    /** `null`: behind a proxy, or not known. */
    readonly fitBefore: number | null;
    readonly fitAfter: number | null;
  }[];
};

/** @param targets instances that are to have the class @throws never */
export const forecastResize = (
  database: string,
  operated: OperatedDatabase,
  targets: readonly string[],
  instanceClass: string,
  grounds: LimitGrounds,
  now: DomainNow | null,
  config: Config,
  nowMs: number,
): ResizeForecast => {
  const classOf = (instance: string, own: string): string => (targets.includes(instance) ? instanceClass : own);
  const limits = Object.fromEntries(
    operated.instances.map((one) => {
      const next = classOf(one.instance, one.instanceClass);
      const of = next === one.instanceClass ? { ...grounds, memoryGib: null } : grounds;
      return [one.instance, { instanceClass: next, limit: limitOfClass(one, operated.cluster, of, next) }] as const;
    }),
  );
  const limit = limitOfPlan(targets.map((instance) => limits[instance]!.limit));
  const limitNow = limitOfPlan(
    operated.instances
      .filter(({ instance }) => targets.includes(instance))
      .map((one) => limitOfClass(one, operated.cluster, { ...grounds, memoryGib: null }, one.instanceClass)),
  );
  if (now === null) return { limit, limitNow, budgets: null, services: [] };
  const before = planDomainNow(now, config, nowMs);
  const after = planWithLimits(now, config, database, operated, limits, nowMs);
  const budgetOf = ({ budgets }: typeof before): Budget => budgets.find((one) => one.database === database)!;
  const budgets = { before: budgetOf(before), after: budgetOf(after) };
  const users = config.services.filter(({ pools }) => pools.some((pool) => pool.database === database));
  const services = users.flatMap((service) => {
    const counts = after.services.find(({ name }) => name === service.name)?.counts ?? null;
    if (counts === null) return [];
    const fitting = (budget: Budget): number | null =>
      budget.kind === "unknown" ? null : tasksThatFit(service, counts, database, budget.freeConnections);
    const { desired: tasks } = counts;
    return [{ service: service.name, tasks, fitBefore: fitting(budgets.before), fitAfter: fitting(budgets.after) }];
  });
  return { limit, limitNow, budgets, services };
};
