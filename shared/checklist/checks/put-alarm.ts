import type { EcsService } from "../account-reading.ts";
import { type Cost, costOf } from "../check.ts";
import type { PriceOf } from "../price.ts";
import { awsCommand, type CommandValue } from "../shell-command.ts";

/** CloudWatch's bound on a name. */
const longestName = 255;

/** "shop-order-cpu". */
export const alarmName = ({ cluster, service }: Pick<EcsService, "cluster" | "service">, ending: string): string =>
  `${`${cluster}-${service}`.slice(0, longestName - ending.length - 1)}-${ending}`;

/** A command that makes an alarm; who is told is the user's to say. */
export const putAlarm = (name: string, options: Readonly<Record<string, CommandValue>>): string =>
  awsCommand("cloudwatch put-metric-alarm", {
    "alarm-name": name,
    ...options,
    "comparison-operator": "GreaterThanThreshold",
    "treat-missing-data": "notBreaching",
    "alarm-actions": { variable: "TOPIC_ARN" },
  });

export const dimensionList = (dimensions: Readonly<Record<string, string>>): readonly object[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** An alarm is paid for by each metric that it watches. */
export const proposedAlarmCost = (priceOf: PriceOf, metrics: number): Cost => {
  const price = priceOf({ kind: "alarm-metric" });
  return costOf(
    price.kind === "known" ? { ...price, monthlyDollars: price.monthlyDollars * metrics } : price,
    `the region's price of ${metrics} alarm ${metrics === 1 ? "metric" : "metrics"}, about a dime each`,
  );
};
