import type { EffectiveLimit } from "../../limits/limit.ts";
import { safeConnectionsOf } from "./limit-of-class.ts";

export type { EffectiveLimit } from "../../limits/limit.ts";

/** The limit that counts of several instances: one that isn't known spoils them all, then the smallest. */
export const limitOfPlan = (limits: readonly EffectiveLimit[]): EffectiveLimit => {
  const unknown = limits.find(({ kind }) => kind === "unknown");
  if (unknown !== undefined) return unknown;
  const [first, ...rest] = limits;
  if (first === undefined) return { kind: "unknown", code: "not-found", detail: "there is no instance" };
  return rest.reduce((least, limit) => (safeConnectionsOf(limit)! < safeConnectionsOf(least)! ? limit : least), first);
};
