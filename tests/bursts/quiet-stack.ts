import { alarmNames } from "./burst-estate.ts";
import { type BurstChange, type BurstStack, burstStack } from "./burst-stack.ts";

/** Metrics of three minutes, and a minute in which the functions find everything as it should be. */
const warmUpSeconds = 180;
const settleSeconds = 60;

/** A stack that has nothing to do: everything is published, and every alarm is OK. */
export const quietStack = async (seed: number, change: BurstChange = {}): Promise<BurstStack> => {
  const stack = burstStack(seed, change);
  const { cloud, config } = stack;
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
  for (const { cluster, ecsService } of config.services.filter(({ mode }) => mode === "govern"))
    cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: `service/${cluster}/${ecsService}`,
      MinCapacity: 2,
      MaxCapacity: 60,
    });
  for (let second = 0; second < settleSeconds; second += 1) await stack.second();
  return stack;
};
