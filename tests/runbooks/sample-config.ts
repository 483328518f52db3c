import { readFileSync } from "node:fs";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";

const parsed = parseConfig(readFileSync("headgate.yml", "utf8"), "headgate.yml");
if (parsed.kind !== "ok") throw new Error("the sample is refused");

/** The sample headgate.yml with every service handed over: what the examples of runbooks are written for. */
export const sampleConfig: Config = {
  ...parsed.config,
  services: parsed.config.services.map((service) => ({ ...service, mode: "scale" })),
};
