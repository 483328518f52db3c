import type { Config } from "../shared/config/config.ts";

/** Put in by the build: headgate.yml, checked and compiled. */
declare const HEADGATE_CONFIG: Config;

export const builtConfig: Config = HEADGATE_CONFIG;
