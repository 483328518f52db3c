import { marginOf } from "../../../config/budget.ts";
import type { DatabaseConfig } from "../../../config/database-config.ts";
import { memoryOfClass, nextClassesOf } from "../../../limits/class-memory.ts";
import type { InstanceFacts } from "../../../limits/database-facts.ts";
import { predictedLimit } from "../../../limits/predicted-limit.ts";
import type { Price } from "../../admit/contender.ts";
import type { KnownBudget } from "../../budget/budget.ts";
import { commitmentOf } from "../../budget/commitment.ts";
import type { Unlock } from "../finding.ts";
import { ownUnits, reachWith, type Standing } from "./standing.ts";

export type LimitContext = {
  readonly budget: KnownBudget;
  readonly configured: DatabaseConfig;
  /** The smallest instance behind the database; `null`: not read. */
  readonly instance: InstanceFacts | null;
  readonly unitsPerConnection: number;
};

/** What a larger max_connections reaches: as a figure, and as the next class of the instance. */
export const limitUnlocks = (
  standing: Standing,
  price: Price,
  goalTasks: number,
  context: LimitContext,
): readonly Unlock[] => {
  const { budget, unitsPerConnection } = context;
  const unlocks: Unlock[] = [];
  if (goalTasks > standing.tasks) {
    const committed = commitmentOf(standing.service, standing.counts)(goalTasks);
    const missing = (price.unitsPerTask * committed - ownUnits(standing, price)) / unitsPerConnection;
    // The margin is 5 % of the limit, so a larger limit gives 95 % of itself; 1 more for the rounding of that margin.
    const maxConnections = budget.limitConnections + Math.ceil((missing + 1) / (0.95 * gainOf(budget)));
    unlocks.push({ kind: "larger-limit", maxConnections, insteadOf: budget.limitConnections, tasks: goalTasks });
  }
  const next = nextClass(standing, price, context);
  return next === null ? unlocks : [...unlocks, next];
};

/** What one more connection of each instance's limit brings this stack: its share, on all readers at 1.5 x the even share. */
const gainOf = ({ sharePercent, readers }: KnownBudget): number =>
  (sharePercent / 100) * (readers === null ? 1 : Math.max(1, readers / 1.5));

/**
 * The smallest class of the same family that reaches more.
 *
 * Within a family the price follows the memory, so what it costs more is the ratio of the two memories; in money where
 * the team has said what the instance costs now.
 */
const nextClass = (standing: Standing, price: Price, context: LimitContext): Unlock | null => {
  const { budget, configured, instance, unitsPerConnection } = context;
  const memoryGib = instance === null ? null : memoryOfClass(instance.instanceClass);
  if (instance === null || memoryGib === null) return null;
  for (const candidate of nextClassesOf(instance.instanceClass)) {
    const limit = predictedLimit(instance.engine, instance.engineVersion, candidate.instanceClass);
    if (limit.kind === "unknown") return null;
    const maxConnections = limit.kind === "exact" ? limit.maxConnections : limit.safeConnections;
    const net = (connections: number): number => connections - marginOf(connections);
    const gained = Math.floor((net(maxConnections) - net(budget.limitConnections)) * gainOf(budget));
    const tasks = reachWith(standing, { moreUnits: { room: price.room, units: gained * unitsPerConnection } });
    if (tasks <= standing.tasks) continue;
    const pricePercent = Math.round((candidate.memoryGib / memoryGib) * 100);
    const { monthlyDollars } = configured;
    return {
      kind: "next-class",
      instanceClass: candidate.instanceClass,
      insteadOf: instance.instanceClass,
      maxConnections,
      pricePercent,
      moreMonthlyDollars: monthlyDollars === null ? null : Math.ceil((monthlyDollars * (pricePercent - 100)) / 100),
      tasks,
    };
  }
  return null;
};
