import { setHashOf } from "./set-hash.ts";
import type { SetStep } from "./set-step.ts";
import type { ZoneMemory } from "./zone-memory.ts";

/** Steps that undo what somebody else has done: the set shows neither what we set out to write nor what that replaced. */
export const restoringSteps = (steps: readonly SetStep[], memory: ZoneMemory): readonly SetStep[] =>
  steps.filter(({ key, kind, before }) => {
    const explained = memory.sets[key];
    return kind !== "remove" && explained !== undefined && !explained.includes(setHashOf(before));
  });
