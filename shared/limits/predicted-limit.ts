import { defaultLimit } from "./default-limit.ts";
import type { EffectiveLimit } from "./limit.ts";
import { limitEngineOf } from "./limit-engine.ts";
import type { CapacityRange } from "./serverless-limit.ts";

/**
 * The limit that an instance of a class would have by the engine's default: what a bigger class would bring.
 *
 * @param engine as AWS says it
 * @param serverless the capacity range, for `db.serverless`
 * @param memoryGib where it is known from EC2; otherwise the fallback table has it
 * @returns unknown for an engine or a class without a rule
 * @throws never
 */
export const predictedLimit = (
  engine: string,
  engineVersion: string,
  instanceClass: string,
  serverless: CapacityRange | null = null,
  memoryGib: number | null = null,
): EffectiveLimit => {
  const known = limitEngineOf(engine);
  if (known === null) return unsupportedEngine(engine);
  return defaultLimit({
    engine: known,
    engineVersion,
    instanceClass,
    memoryGib,
    serverless,
    vcpu: null,
    allocatedStorageGib: null,
    port: null,
    isReplica: false,
  });
};

export const unsupportedEngine = (engine: string): EffectiveLimit => ({
  kind: "unknown",
  code: "engine-unsupported",
  detail: `no rule for the connections of ${engine} is known`,
});
