import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";

/**
 * Names a compiled configuration by what is in it.
 *
 * @returns 32 hex digits; the same for the same JSON text, which the same headgate.yml and release always give
 * @throws never
 */
export const configHash = (config: Config): string =>
  createHash("sha256").update(JSON.stringify(config)).digest("hex").slice(0, 32);
