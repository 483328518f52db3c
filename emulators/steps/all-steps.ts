import type { Step } from "../step.ts";
import { alarm } from "./alarm.ts";
import { deploy } from "./deploy.ts";
import { limits } from "./limits.ts";
import { tick } from "./tick.ts";

/** In this order: each begins with what the ones before have left. */
export const allSteps: readonly Step[] = [deploy, tick, limits, alarm];
