import type { ControllerKind } from "../controller.ts";
import { PredictiveScaling } from "../predictive/predictive-scaling.ts";
import { targetTrackingKinds } from "./target-tracking-kinds.ts";

const tracking = targetTrackingKinds.find(({ name }) => name === "target-tracking-20s");

export const predictiveKind: ControllerKind = {
  name: "predictive",
  title: "AWS predictive scaling on target tracking, 20 s metrics",
  purpose:
    "Predictive scaling (an approximation) that raises the least capacity for the coming hour from 24 h of data on, 300 s before the hour, with 20 s target tracking beside it.",
  inferences: [
    "AWS's forecast model is unpublished: the 0.75 quantile of the same hour of the week, or of the day in the first week, stands in for it.",
    ...(tracking?.inferences ?? []),
  ],
  family: "aws",
  make: (scene) => {
    const controllers = scene.terms.map((terms) => new PredictiveScaling(terms));
    return {
      name: "predictive",
      step: (world) => {
        for (const controller of controllers) controller.step(world);
      },
      notices: () => controllers.flatMap((controller) => controller.notices()),
    };
  },
};
