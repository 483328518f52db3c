import type { Config } from "../../../shared/config/config.ts";
import { EmbeddedCloud } from "../embedded-cloud.ts";
import { quietWorld } from "../quiet-world.ts";
import type { StackNames } from "../stack-names.ts";
import type { CloudBehind } from "./cloud-front.ts";

/** A cloud for one invocation: the services of headgate.yml as they would be on a quiet day. */
export const openLocalCloud = (config: Config, names: StackNames): CloudBehind =>
  new EmbeddedCloud(quietWorld(config, Date.now()), config, [], names);
