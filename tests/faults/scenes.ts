import { estateScene } from "./estate/estate-scene.ts";
import { hookScenes } from "./hook-scenes.ts";
import { accountRuns } from "./runs/account-runs.ts";
import { capacityRuns } from "./runs/capacity-runs.ts";
import { databaseRuns } from "./runs/database-runs.ts";
import type { Scene } from "./scene.ts";

export const scenes: readonly Scene[] = [estateScene, ...hookScenes, ...capacityRuns, ...accountRuns, ...databaseRuns];
