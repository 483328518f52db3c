import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import { HorizontalPodAutoscaler } from "../kubernetes/horizontal-pod-autoscaler.ts";
import { hpaRules } from "../kubernetes/hpa-rules.ts";

const asPods =
  "The service is taken to run on Kubernetes with the same start times; ECS offers no 15 s CPU metrics to such a controller.";
const offset = "The HPA's turn is taken to come 7 s after a scrape; in a cluster the two drift.";

const hpa: ControllerKind = {
  name: "hpa",
  title: "Kubernetes HPA, defaults",
  purpose:
    "HorizontalPodAutoscaler v2 on CPU with its defaults: every 15 s, tolerance 0.1, up by the larger of 100 % and 4 pods per 15 s, down after 300 s of stabilization.",
  inferences: [asPods, offset],
  family: "kubernetes",
  make: (scene) =>
    combineControllers("hpa", scene, ({ service, targetPercent, minTasks, maxTasks }) => {
      const metrics = [{ kind: "cpu", targetPercent }] as const;
      return new HorizontalPodAutoscaler({ service, metrics, minPods: minTasks, maxPods: maxTasks });
    }),
};

const tuned: ControllerKind = {
  name: "hpa-tuned",
  title: "Kubernetes HPA, tuned",
  purpose:
    "HorizontalPodAutoscaler v2 on CPU and on requests per pod (the larger wins), tolerance 0.05, up as by default, down by at most 10 % per 60 s after 600 s of stabilization.",
  inferences: [
    asPods,
    offset,
    "What a careful team tunes is our reading: a second metric, half the tolerance, a slower scale-in.",
  ],
  family: "kubernetes",
  make: (scene) =>
    combineControllers("hpa-tuned", scene, ({ service, targetPercent, requestsPerTask, minTasks, maxTasks }) => {
      return new HorizontalPodAutoscaler({
        service,
        name: "HPA, tuned",
        metrics: [
          { kind: "cpu", targetPercent },
          { kind: "requests", perPod: requestsPerTask },
        ],
        minPods: minTasks,
        maxPods: maxTasks,
        tolerance: 0.05,
        scaleDown: {
          ...hpaRules.scaleDown,
          stabilizationSeconds: 600,
          // A pod at least: 10 % of few is cut to none.
          policies: [
            { kind: "percent", value: 10, periodSeconds: 60 },
            { kind: "pods", value: 1, periodSeconds: 60 },
          ],
        },
      });
    }),
};

export const hpaKinds: readonly ControllerKind[] = [hpa, tuned];
