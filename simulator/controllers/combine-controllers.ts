import type { ServiceTerms } from "../scenario/scenario.ts";
import type { Contender, Controller, Scene } from "./controller.ts";

/**
 * One controller for each service of a scene, as one contender; none knows of the others.
 *
 * @param name of the contender
 */
export const combineControllers = (
  name: string,
  scene: Scene,
  makeOne: (terms: ServiceTerms) => Controller,
): Contender => {
  const controllers = scene.terms.map(makeOne);
  return {
    name,
    step: (world) => {
      for (let i = 0; i < controllers.length; i += 1) void (controllers[i] as Controller).step(world);
    },
  };
};
