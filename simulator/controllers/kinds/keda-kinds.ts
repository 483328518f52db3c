import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import {
  CloudWatchScaler,
  type CloudWatchScalerRules,
  cloudWatchScalerRules,
} from "../kubernetes/cloudwatch-scaler.ts";
import { HorizontalPodAutoscaler } from "../kubernetes/horizontal-pod-autoscaler.ts";

const asPods = "The service is taken to run on Kubernetes with the same start times.";

const keda: ControllerKind = {
  name: "keda",
  title: "KEDA, CloudWatch defaults",
  purpose:
    "KEDA's CloudWatch trigger with its defaults (Average, period and collection 300 s, AverageValue, a missing value reads as 0) on the service's requests a second, target: requests per task.",
  inferences: [
    asPods,
    "AverageValue suits a total and not a ratio, so the trigger is given requests a second; CPU would ask for one or two tasks at any load.",
    "KEDA has no default of minMetricValue, which a missing value reads as; 0 is what most set-ups give.",
  ],
  family: "kubernetes",
  make: (scene) =>
    combineControllers("keda", scene, ({ service, requestsPerTask, minTasks, maxTasks }) => {
      const scaler = new CloudWatchScaler(service, "requests", requestsPerTask, cloudWatchScalerRules);
      return new HorizontalPodAutoscaler({
        service,
        name: "KEDA",
        metrics: [
          {
            kind: "external",
            targetType: "AverageValue",
            target: requestsPerTask,
            read: (world) => scaler.read(world),
          },
        ],
        minPods: minTasks,
        maxPods: maxTasks,
      });
    }),
};

/** A minute's metric, looked for in three; what is missing is an error, and the HPA holds. */
export const tunedCloudWatchScalerRules: CloudWatchScalerRules = {
  ...cloudWatchScalerRules,
  periodSeconds: 60,
  collectionSeconds: 180,
  ignoreNullValues: false,
};

const tuned: ControllerKind = {
  name: "keda-tuned",
  title: "KEDA, CloudWatch tuned",
  purpose:
    "KEDA's CloudWatch trigger on average CPU as a ratio (Value), period 60 s, collection 180 s, a missing value is an error and holds.",
  inferences: [asPods, "60 and 180 s, Value and ignoreNullValues false are our reading of a careful set-up."],
  family: "kubernetes",
  make: (scene) =>
    combineControllers("keda-tuned", scene, ({ service, targetPercent, minTasks, maxTasks }) => {
      const scaler = new CloudWatchScaler(service, "cpu", targetPercent, tunedCloudWatchScalerRules);
      return new HorizontalPodAutoscaler({
        service,
        name: "KEDA, tuned",
        metrics: [
          { kind: "external", targetType: "Value", target: targetPercent, read: (world) => scaler.read(world) },
        ],
        minPods: minTasks,
        maxPods: maxTasks,
      });
    }),
};

export const kedaKinds: readonly ControllerKind[] = [keda, tuned];
