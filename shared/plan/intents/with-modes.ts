import type { Config } from "../../config/config.ts";
import type { Mode } from "../../config/service-config.ts";
import { type Intent, intentFor } from "./intent.ts";

/** From what writes nothing to what writes most. */
const reach: Readonly<Record<Mode, number>> = { observe: 0, govern: 1, scale: 2 };

/** Of two modes the one that writes less. */
export const lesserMode = (a: Mode, b: Mode): Mode => (reach[b] < reach[a] ? b : a);

/**
 * The configuration with the modes that people have lowered by a runbook. A mode is never raised above headgate.yml's:
 * the function's role was made for that one.
 */
export const withModes = (config: Config, intents: readonly Intent[], nowMs: number): Config => {
  if (!intents.some(({ kind }) => kind === "mode")) return config;
  const services = config.services.map((service) => {
    const intent = intentFor(intents, "mode", service.name, nowMs);
    return intent === null ? service : { ...service, mode: lesserMode(service.mode, intent.mode) };
  });
  return { ...config, services };
};
