import { assertNever } from "../plan/assert-never.ts";
import type { Unlock } from "../plan/explain/finding.ts";

/** One unlock option in a sentence, with its effect. */
export const describeUnlock = (unlock: Unlock): string => {
  switch (unlock.kind) {
    case "smaller-pool":
      return `${unlock.connectionsPerTask} instead of ${unlock.insteadOf} connections per task: ${unlock.tasks} tasks fit`;
    case "borrow-surge":
      return `surge: borrow instead of reserve: ${unlock.tasks} tasks fit while no deployment runs`;
    case "larger-limit":
      return `max_connections ${unlock.maxConnections} instead of ${unlock.insteadOf}: ${unlock.tasks} tasks fit`;
    case "maximum-percent":
      return `maximumPercent ${unlock.maximumPercent} instead of ${unlock.insteadOf}: ${unlock.tasks} tasks fit`;
    case "shorter-drain":
      return `${unlock.drainSeconds} s instead of ${unlock.insteadOfSeconds} s of deregistration delay and stopTimeout: ${unlock.tasks} tasks fit`;
    case "next-class":
      return `${unlock.instanceClass} instead of ${unlock.insteadOf} (${unlock.maxConnections} connections${describePrice(unlock)}): ${unlock.tasks} tasks fit`;
    case "proxy":
      return `RDS Proxy for all services of the database (a task borrows about ${unlock.borrowedMilliPerTask / 1000}): ${unlock.tasks} tasks fit`;
    case "read-replica":
      return `a read replica for ${unlock.readSharePercent} % of the work (${unlock.movedConnections} connections of each task): ${unlock.tasks} tasks fit`;
    case "lower-maximum-percent":
      return `maximumPercent ${unlock.maximumPercent} instead of ${unlock.insteadOf}: the rollout fits`;
    default:
      return assertNever(unlock);
  }
};

const describePrice = ({ pricePercent, moreMonthlyDollars }: Extract<Unlock, { kind: "next-class" }>): string =>
  moreMonthlyDollars === null ? `, ${pricePercent} % of the price` : `, $${moreMonthlyDollars} a month more`;
