import type { ServiceConfig } from "../../config/service-config.ts";
import type { Pin, ServiceMemory } from "../memory.ts";
import type { TaskCounts } from "../readings/service-reading.ts";

/** Long enough for pace to climb back to the count that a deployment has reset. */
const restoreSeconds = 600;

/**
 * The floor that a person or a deployment has left behind.
 *
 * A desired count that is neither what we last set nor what stood before it was set by somebody else. With a new
 * primary deployment since, a lower count is a reset (a template that carries DesiredCount) and is asked for again;
 * otherwise it is a person's hand, and becomes a floor for `pinMinutes`. A new hand replaces the old pin.
 *
 * @returns the pin in force, or `null`
 * @throws never
 */
export const pinOf = (service: ServiceConfig, counts: TaskCounts, memory: ServiceMemory, nowMs: number): Pin | null => {
  const standing = memory.pin !== null && nowMs < memory.pin.untilMs ? memory.pin : null;
  const { intended } = memory;
  if (intended === null) return standing;
  if (counts.desired === intended.to || counts.desired === intended.from) return standing;
  const deployed = memory.revision !== null && memory.revision !== counts.revision;
  if (deployed) {
    if (counts.desired > intended.to) return standing;
    return { cause: "deployment", tasks: intended.to, sinceMs: nowMs, untilMs: nowMs + restoreSeconds * 1000 };
  }
  return { cause: "hand", tasks: counts.desired, sinceMs: nowMs, untilMs: nowMs + service.pinMinutes * 60_000 };
};
