import type { ControllerName } from "../controllers/controller-names.ts";
import type { BenchController, BenchWorld, TraceSource } from "./bench-report.ts";
import type { RowsOf } from "./bench-tables.ts";

/** What the targets are computed from. */
export type TargetInput = {
  readonly worlds: readonly BenchWorld[];
  readonly rows: RowsOf;
  readonly players: readonly Pick<BenchController, "name" | "family">[];
};

export function plays({ players }: TargetInput, controller: ControllerName): boolean {
  return players.some(({ name }) => name === controller);
}

/** Scored worlds made from recordings, some of them; where a wall was built that turned out not to bind, it is none. */
export function tracesOf({ worlds }: TargetInput, keep: (source: TraceSource) => boolean): readonly BenchWorld[] {
  return worlds.filter(
    ({ part, source, binding }) =>
      part === "scored" &&
      source.kind === "trace" &&
      (source.wall === "free" || binding.kind === "bound") &&
      keep(source),
  );
}
