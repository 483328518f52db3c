import type { InvariantBreach } from "../controllers/controller.ts";
import type { Breach } from "./breach.ts";

/** Counts broken invariants; of each it keeps the first with its words. */
export class BreachLog {
  private readonly found = new Map<InvariantBreach["invariant"], InvariantBreach>();

  add(breaches: readonly Breach[], atSeconds: number): void {
    for (const { invariant, detail } of breaches) {
      const before = this.found.get(invariant);
      this.found.set(
        invariant,
        before === undefined
          ? { invariant, count: 1, firstAtSeconds: atSeconds, detail }
          : { ...before, count: before.count + 1 },
      );
    }
  }

  /** Sorted by invariant. */
  all(): readonly InvariantBreach[] {
    return [...this.found.values()].sort((a, b) => (a.invariant < b.invariant ? -1 : 1));
  }
}
