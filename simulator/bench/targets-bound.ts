import type { ControllerName } from "../controllers/controller-names.ts";
import type { BenchTarget, BenchWorld, Ratios, WithoutConnections } from "./bench-report.ts";
import { clearBelow, medianOf, ratioOf, ratioValue } from "./ratio.ts";
import { type TargetInput, tracesOf } from "./target-input.ts";
import { notMeasured, type Part, percent, type TargetSentence, verdictOf } from "./target-of.ts";

const modes: readonly WithoutConnections[] = ["degrade", "crash", "wait"];

type Base = {
  readonly kind: keyof Ratios & ("toBestAws" | "toHandSetCap");
  readonly short: string;
  readonly title: string;
};

const aws: Base = { kind: "toBestAws", short: "aws", title: "the best AWS policy's without a cap" };
const cap: Base = { kind: "toHandSetCap", short: "cap", title: "the hand-set cap's" };

const medianLimits = { aws: 0.1, cap: 0.25 } as const;
const sumLimit = 0.5;
const taskHoursLimit = 1.1;

/** The traces under a wall of want / 1.1, for each mode of a task without connections. */
export function boundTargets(input: TargetInput, controller: ControllerName): readonly BenchTarget[] {
  return modes.flatMap((mode) => {
    const of = (peaks: "apart" | "together") =>
      tracesOf(
        input,
        (source) => source.wall === "bound" && source.peaks === peaks && source.withoutConnections === mode,
      );
    const apart = of("apart");
    const together = of("together");
    return [
      medianTarget(input, controller, mode, apart, aws, medianLimits.aws),
      medianTarget(input, controller, mode, apart, cap, medianLimits.cap),
      sumTarget(input, controller, mode, apart, aws, sumLimit),
      sumTarget(input, controller, mode, apart, cap, sumLimit),
      taskHoursTarget(input, controller, mode, apart),
      togetherTarget(input, controller, mode, together),
    ];
  });
}

function medianTarget(
  input: TargetInput,
  controller: ControllerName,
  mode: WithoutConnections,
  worlds: readonly BenchWorld[],
  base: Base,
  limit: number,
): BenchTarget {
  const sentence: TargetSentence = {
    id: `bound-failed-median-${base.short}, ${mode}`,
    title: `Bound, peaks apart, ${mode}: failed requests, median over the traces, at most ${limit} of ${base.title}`,
    controller,
    unit: "ratio",
    limit,
  };
  const parts = failedParts(input, controller, worlds, base);
  if (parts.length === 0) return notMeasured(sentence, "No such world or no such policy was played.");
  const median = medianOf(parts.map(({ figure }) => figure)) ?? 0;
  return verdictOf(sentence, median, describeParts("Median", parts), parts);
}

function sumTarget(
  input: TargetInput,
  controller: ControllerName,
  mode: WithoutConnections,
  worlds: readonly BenchWorld[],
  base: Base,
  limit: number,
): BenchTarget {
  const sentence: TargetSentence = {
    id: `bound-failed-sum-${base.short}, ${mode}`,
    title: `Bound, peaks apart, ${mode}: failed requests, sum over the traces, at most ${limit} of ${base.title}`,
    controller,
    unit: "ratio",
    limit,
  };
  return sumVerdict(sentence, failedParts(input, controller, worlds, base));
}

function togetherTarget(
  input: TargetInput,
  controller: ControllerName,
  mode: WithoutConnections,
  worlds: readonly BenchWorld[],
): BenchTarget {
  const sentence: TargetSentence = {
    id: `bound-together-cap, ${mode}`,
    title: `Bound, all peaks coincide, ${mode}: failed requests, sum over the traces, no more than ${cap.title}`,
    controller,
    unit: "ratio",
    limit: 1,
  };
  return sumVerdict(sentence, failedParts(input, controller, worlds, cap));
}

function sumVerdict(sentence: TargetSentence, parts: readonly Part[]): BenchTarget {
  if (parts.length === 0) return notMeasured(sentence, "No such world or no such policy was played.");
  const clear = parts.length * clearBelow("failedRatio", 0);
  const ratio = ratioOf(sumOf(parts, "own"), sumOf(parts, "base"), clear);
  return verdictOf(sentence, ratioValue(ratio), describeParts("Sum", parts), parts);
}

/** Of the same policy with a cap that fails least in each world. */
function taskHoursTarget(
  input: TargetInput,
  controller: ControllerName,
  mode: WithoutConnections,
  worlds: readonly BenchWorld[],
): BenchTarget {
  const sentence: TargetSentence = {
    id: `bound-task-hours-cap, ${mode}`,
    title: `Bound, peaks apart, ${mode}: task-hours, sum over the traces, at most ${taskHoursLimit} of ${cap.title}`,
    controller,
    unit: "ratio",
    limit: taskHoursLimit,
  };
  const parts = worlds.flatMap((world): Part[] => {
    const row = input.rows.of(controller, world.id);
    const to = row.ratios.toHandSetCap?.to;
    if (to === undefined) return [];
    const own = row.taskHours.mean;
    const base = input.rows.of(to, world.id).taskHours.mean;
    return [{ world, own, base, figure: ratioValue(ratioOf(own, base, 0)) }];
  });
  if (parts.length === 0) return notMeasured(sentence, "No such world or no such policy was played.");
  const own = sumOf(parts, "own");
  const base = sumOf(parts, "base");
  const said = `${own.toFixed(1)} against ${base.toFixed(1)} task-hours over ${parts.length} worlds.`;
  return verdictOf(sentence, ratioValue(ratioOf(own, base, 0)), said, parts);
}

function failedParts(
  input: TargetInput,
  controller: ControllerName,
  worlds: readonly BenchWorld[],
  base: Base,
): readonly Part[] {
  return worlds.flatMap((world): Part[] => {
    const row = input.rows.of(controller, world.id);
    const to = row.ratios[base.kind];
    if (to === null) return [];
    const failed = input.rows.of(to.to, world.id).failedRatio.mean;
    const clear = clearBelow("failedRatio", world.seconds);
    return [
      {
        world,
        own: row.failedRatio.mean,
        base: failed,
        figure: ratioValue(ratioOf(row.failedRatio.mean, failed, clear)),
      },
    ];
  });
}

function describeParts(what: "Median" | "Sum", parts: readonly Part[]): string {
  const of = (side: "own" | "base") =>
    what === "Sum" ? sumOf(parts, side) : (medianOf(parts.map((part) => part[side])) ?? 0);
  return `${what} of failed requests over ${parts.length} worlds: ${percent(of("own"))} against ${percent(of("base"))}.`;
}

function sumOf(parts: readonly Part[], side: "own" | "base"): number {
  return parts.reduce((sum, part) => sum + part[side], 0);
}
