import { createHash } from "node:crypto";
import type { Config } from "../shared/config/config.ts";

/** What tells one compiled configuration from another: comments and the order of keys in headgate.yml don't. */
export const configHash = (config: Config): string =>
  createHash("sha256").update(JSON.stringify(config)).digest("hex").slice(0, 16);
