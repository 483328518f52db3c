import { alarmNames } from "./burst-estate.ts";
import { type BurstStack, burstStack } from "./burst-stack.ts";
import type { PlantedBug } from "./planted-bugs.ts";

/** Metrics of three minutes, and a minute in which the functions find everything as it should be. */
const warmUpSeconds = 180;
const settleSeconds = 60;

/** A stack that has nothing to do: everything is published, and every alarm is OK. */
export const quietStack = async (seed: number, bug: PlantedBug = {}): Promise<BurstStack> => {
  const stack = burstStack(seed, bug);
  const { cloud } = stack;
  stack.warmUp(warmUpSeconds);
  for (const AlarmName of alarmNames) {
    await cloud.handle("cloudwatch", "PutMetricAlarm", {
      AlarmName,
      Namespace: "Shop",
      MetricName: AlarmName,
      Statistic: "Average",
      Threshold: 1,
      EvaluationPeriods: 1,
      Period: 60,
    });
    await cloud.handle("cloudwatch", "SetAlarmState", { AlarmName, StateValue: "OK" });
  }
  cloud.autoScaling.registerScalableTarget({
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/shop/account",
    MinCapacity: 2,
    MaxCapacity: 60,
  });
  for (let second = 0; second < settleSeconds; second += 1) await stack.second();
  return stack;
};
