import { estateScenes } from "./estate/estate-scene.ts";
import { hookScenes } from "./hook-scenes.ts";
import { accountRuns } from "./runs/account-runs.ts";
import { canaryRuns } from "./runs/canary-runs.ts";
import { capacityRuns } from "./runs/capacity-runs.ts";
import { chaosRuns } from "./runs/chaos-runs.ts";
import { databaseRuns } from "./runs/database-runs.ts";
import { readRuns } from "./runs/read-runs.ts";
import type { Scene } from "./scene.ts";

export const scenes: readonly Scene[] = [
  ...estateScenes,
  ...hookScenes,
  ...capacityRuns,
  ...accountRuns,
  ...databaseRuns,
  ...canaryRuns,
  ...chaosRuns,
  ...readRuns,
];
