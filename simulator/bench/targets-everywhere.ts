import type { ControllerName } from "../controllers/controller-names.ts";
import type { BenchTarget } from "./bench-report.ts";
import { sumCauses } from "./bench-rows.ts";
import { medianOf, ratioOf, ratioValue } from "./ratio.ts";
import { plays, type TargetInput, tracesOf } from "./target-input.ts";
import { formatFigure, notMeasured, type Part, percent, type TargetSentence, verdictOf } from "./target-of.ts";

const costLimit = 1.25;
const collapseLimit = 0.2;
const bound: ControllerName = "clairvoyant";

/** Task-hours and violation minutes in one figure, against what nobody can beat. */
export function costTargets(input: TargetInput, controller: ControllerName): readonly BenchTarget[] {
  const sentence: TargetSentence = {
    id: "cost-median",
    title: `Cost (task-hours and violation minutes), median over the traces: at most ${costLimit} of the clairvoyant's`,
    controller,
    unit: "ratio",
    limit: costLimit,
  };
  const worlds = tracesOf(input, () => true);
  if (worlds.length === 0 || !plays(input, bound)) {
    return [notMeasured(sentence, "No scored trace was played, or the clairvoyant was not.")];
  }
  const parts = worlds.map((world): Part => {
    const own = input.rows.of(controller, world.id).scoreDollars.mean;
    const base = input.rows.of(bound, world.id).scoreDollars.mean;
    return { world, own, base, figure: ratioValue(ratioOf(own, base, 0)) };
  });
  const median = (kind: "bound" | "free") => {
    const own = parts.filter(({ world }) => world.source.kind === "trace" && world.source.wall === kind);
    return formatFigure(medianOf(own.map(({ figure }) => figure)) ?? 0);
  };
  const said = `Over ${parts.length} worlds; ${median("bound")} where the database binds, ${median("free")} where it does not.`;
  return [verdictOf(sentence, medianOf(parts.map(({ figure }) => figure)) ?? 0, said, parts)];
}

/** Scenarios with a sweep are bistable: what counts is how many of their runs end in failure. */
export function collapseTargets(input: TargetInput, controller: ControllerName): readonly BenchTarget[] {
  const sentence: TargetSentence = {
    id: "collapse",
    title: `Runs of a sweep that collapse: at most ${collapseLimit} of the share under the best AWS policy without a cap`,
    controller,
    unit: "ratio",
    limit: collapseLimit,
  };
  const policies = input.players.filter(({ family }) => family === "aws").map(({ name }) => name);
  const worlds = input.worlds.filter(({ swept }) => swept);
  if (worlds.length === 0 || policies.length === 0) {
    return [notMeasured(sentence, "No scenario with a sweep was played, or no AWS policy was.")];
  }
  const parts = worlds.map((world): Part => {
    const own = input.rows.of(controller, world.id).collapsedRatio;
    const base = Math.min(...policies.map((name) => input.rows.of(name, world.id).collapsedRatio));
    return { world, own, base, figure: ratioValue(ratioOf(own, base, 0)) };
  });
  const mean = (side: "own" | "base") => parts.reduce((sum, part) => sum + part[side], 0) / parts.length;
  const said = `Mean over ${parts.length} sweeps: ${percent(mean("own"))} of the runs against ${percent(mean("base"))}.`;
  return [verdictOf(sentence, ratioValue(ratioOf(mean("own"), mean("base"), 0)), said, parts)];
}

/** Every controller of ours that writes, in every world, the tuning ones too. */
export function writeTargets({ worlds, rows, players }: TargetInput): readonly BenchTarget[] {
  const ours = players.filter(({ family, name }) => family === "headgate" && name !== "headgate-observe");
  return ours.map(({ name }) => {
    const sentence: TargetSentence = {
      id: "writes-above-budget",
      title: "Writes that raise commitments above the budget known at that write: none",
      controller: name,
      unit: "writes",
      limit: 0,
    };
    const parts = worlds.map((world): Part => {
      const row = rows.of(name, world.id);
      const own = row.invariantBreaches.reduce(
        (sum, breach) => sum + (breach.invariant === "I1" ? breach.count : 0),
        0,
      );
      return { world, own, base: 0, figure: own };
    });
    const count = parts.reduce((sum, { own }) => sum + own, 0);
    const over = sumCauses(worlds.map(({ id }) => rows.of(name, id).overCommittedSeconds));
    const said =
      `${count} in ${worlds.length} worlds. Seconds with commitments above a wall, all runs: ` +
      `${over.controller} by its own growth, ${over.deployment} by deployments, ${over.start} from the start, ` +
      `${over.replacement} by replacements.`;
    return verdictOf(sentence, count, said, parts);
  });
}
