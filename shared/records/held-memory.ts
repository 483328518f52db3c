import { compareText } from "../config/by-name.ts";
import type { Settled } from "./settle-endpoints.ts";

/**
 * What the guard keeps, by what is published: it stays until its end is seen, however many others come beside it.
 *
 * Absent where nothing is held, which is nearly always.
 */
export type HeldMemory = Readonly<Record<string, readonly string[]>>;

/** @param settled by the name under which it is remembered; several under one name are joined */
export const rememberHeld = (settled: readonly (readonly [string, Settled])[]): { readonly held?: HeldMemory } => {
  const keys = new Map<string, Set<string>>();
  for (const [name, { heldKeys }] of settled) {
    if (heldKeys.length > 0) keys.set(name, (keys.get(name) ?? new Set<string>()).union(new Set(heldKeys)));
  }
  if (keys.size === 0) return {};
  const sorted = [...keys].sort(([a], [b]) => compareText(a, b));
  return { held: Object.fromEntries(sorted.map(([name, held]) => [name, [...held].sort(compareText)])) };
};
