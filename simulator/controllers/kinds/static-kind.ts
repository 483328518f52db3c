import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import { StaticCount } from "../static-count.ts";

export const staticKind: ControllerKind = {
  name: "static",
  title: "Static count",
  purpose: "Nobody scales: every service keeps the count of second 0.",
  inferences: [],
  family: "static",
  make: (scene) => combineControllers("static", scene, ({ service }) => new StaticCount(service)),
};
