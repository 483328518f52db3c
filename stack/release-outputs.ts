import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../shared/config/config.ts";
import { configHash } from "./config-hash.ts";

type Output = { readonly Description: string; readonly Value: string };

/** What `headgate doctor` compares with what is on the developer's disk. */
export const releaseOutputs = (
  config: Config,
  root: string,
): { readonly Outputs: Readonly<Record<string, Output>> } => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  return {
    Outputs: {
      ConfigHash: { Description: "Of the configuration that is built in", Value: configHash(config) },
      HeadgateVersion: { Description: "What is deployed", Value: version },
    },
  };
};
