import type { Step } from "../step.ts";
import { alarm } from "./alarm.ts";
import { deadLetter } from "./dead-letter.ts";
import { deploy } from "./deploy.ts";
import { govern } from "./govern.ts";
import { limits } from "./limits.ts";
import { nothingLost } from "./nothing-lost.ts";
import { notices } from "./notices.ts";
import { records } from "./records.ts";
import { redeploy } from "./redeploy.ts";
import { remove } from "./remove.ts";
import { runbooks } from "./runbooks.ts";
import { schedule } from "./schedule.ts";
import { tick } from "./tick.ts";

/** In this order: each begins with what the ones before have left. */
export const allSteps: readonly Step[] = [
  deploy,
  tick,
  limits,
  alarm,
  records,
  govern,
  notices,
  deadLetter,
  runbooks,
  schedule,
  redeploy,
  nothingLost,
  remove,
];
