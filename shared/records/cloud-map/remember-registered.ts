import { type CloudMapInstance, fingerprint, isOf } from "./cloud-map-instance.ts";
import { type CloudMapMemory, isSettling, type RegisteredInstance } from "./cloud-map-memory.ts";

type CloudMapOutcome = {
  readonly instances: ReadonlyMap<string, CloudMapInstance>;
  readonly registers: readonly CloudMapInstance[];
  readonly removed: readonly string[];
  readonly stack: string;
};

/** What the next plan has to know; an instance that is not there, and not on its way, is forgotten. @throws never */
export const rememberRegistered = (memory: CloudMapMemory, outcome: CloudMapOutcome, nowMs: number): CloudMapMemory => {
  const { instances, registers, removed, stack } = outcome;
  const foundAt = (id: string): string | null => {
    const there = instances.get(id);
    return there === undefined || !isOf(there, stack) ? null : fingerprint(there.attributes);
  };
  const next = new Map<string, RegisteredInstance>();
  for (const [id, before] of Object.entries(memory.registered)) {
    const one = foundAt(id) === before.written ? { ...before, isSeen: true } : before;
    const isThere = foundAt(id) !== null && !removed.includes(id);
    if (isThere || isSettling(one, nowMs)) next.set(id, one);
  }
  for (const { id, attributes } of registers) {
    next.set(id, { written: fingerprint(attributes), before: foundAt(id), writtenAtMs: nowMs, isSeen: false });
  }
  return { registered: Object.fromEntries([...next].sort(([a], [b]) => (a < b ? -1 : 1))) };
};
