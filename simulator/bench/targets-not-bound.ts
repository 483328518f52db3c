import type { ControllerName } from "../controllers/controller-names.ts";
import type { BenchTarget } from "./bench-report.ts";
import { clearBelow, ratioOf, ratioValue } from "./ratio.ts";
import { plays, type TargetInput, tracesOf } from "./target-input.ts";
import { notMeasured, type Part, type TargetSentence, verdictOf } from "./target-of.ts";

const tracker: ControllerName = "target-tracking-20s";
const sumLimits = { "headgate-scale": 0.5, "headgate-scale-20s-rate": 0.25 } as const;
const worseMinutesADay = 5;

/** The traces with the wall out of reach, against AWS target tracking on 20 s metrics. */
export function notBoundTargets(input: TargetInput, controller: keyof typeof sumLimits): readonly BenchTarget[] {
  const limit = sumLimits[controller];
  const minutes: TargetSentence = {
    id: "not-bound-slo-sum",
    title: `Not bound: violation minutes, sum over the traces, at most ${limit} of 20 s target tracking's`,
    controller,
    unit: "ratio",
    limit,
  };
  const hours: TargetSentence = {
    id: "not-bound-task-hours",
    title: "Not bound: task-hours, sum over the traces, no more than 20 s target tracking's",
    controller,
    unit: "ratio",
    limit: 1,
  };
  const worst: TargetSentence = {
    id: "not-bound-worst-trace",
    title: `Not bound: no trace worse than 20 s target tracking by more than ${worseMinutesADay} violation minutes a day`,
    controller,
    unit: "minutes a day",
    limit: worseMinutesADay,
  };
  const worlds = tracesOf(input, ({ wall }) => wall === "free");
  if (worlds.length === 0 || !plays(input, tracker)) {
    const why = `No such world was played, or ${tracker} was not.`;
    return [minutes, hours, worst].map((sentence) => notMeasured(sentence, why));
  }
  const parts = (figure: "sloViolationMinutes" | "taskHours", compare: (part: Part) => number): readonly Part[] =>
    worlds.map((world) => {
      const own = input.rows.of(controller, world.id)[figure].mean;
      const base = input.rows.of(tracker, world.id)[figure].mean;
      const part = { world, own, base, figure: 0 };
      return { ...part, figure: compare(part) };
    });
  const clearMinutes = (part: Part) => clearBelow("sloViolationMinutes", part.world.seconds);
  const sloParts = parts("sloViolationMinutes", (part) => ratioValue(ratioOf(part.own, part.base, clearMinutes(part))));
  const hourParts = parts("taskHours", ({ own, base }) => ratioValue(ratioOf(own, base, 0)));
  const worseParts = parts("sloViolationMinutes", ({ world, own, base }) => ((own - base) * 86_400) / world.seconds);
  const clear = sloParts.reduce((sum, part) => sum + clearMinutes(part), 0);
  const slo = sumsOf(sloParts);
  const taskHours = sumsOf(hourParts);
  const most = worseParts.reduce((a, b) => (b.figure > a.figure ? b : a));
  return [
    verdictOf(
      minutes,
      ratioValue(ratioOf(slo.own, slo.base, clear)),
      describe(slo, "violation minutes", worlds.length),
      sloParts,
    ),
    verdictOf(
      hours,
      ratioValue(ratioOf(taskHours.own, taskHours.base, 0)),
      describe(taskHours, "task-hours", worlds.length),
      hourParts,
    ),
    verdictOf(
      worst,
      most.figure,
      `Worst in ${most.world.id}: ${most.own.toFixed(1)} against ${most.base.toFixed(1)} minutes in ${(most.world.seconds / 3_600).toFixed(1)} h.`,
      worseParts,
    ),
  ];
}

function sumsOf(parts: readonly Part[]): { readonly own: number; readonly base: number } {
  return parts.reduce((sum, { own, base }) => ({ own: sum.own + own, base: sum.base + base }), { own: 0, base: 0 });
}

function describe(sums: { readonly own: number; readonly base: number }, unit: string, worlds: number): string {
  return `${sums.own.toFixed(1)} against ${sums.base.toFixed(1)} ${unit} over ${worlds} worlds.`;
}
