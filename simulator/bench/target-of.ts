import type { BenchTarget, BenchWorld } from "./bench-report.ts";
import { finiteOrNull } from "./ratio.ts";

/** What a target says before anything was played. */
export type TargetSentence = Pick<BenchTarget, "id" | "title" | "controller" | "unit" | "limit">;

/** One world's part of a figure. */
export type Part = {
  readonly world: BenchWorld;
  readonly own: number;
  readonly base: number;
  /** What it adds to the verdict: a ratio, a difference, a count. May be infinite. */
  readonly figure: number;
};

const shownWorlds = 3;

/**
 * Holds a figure against its limit.
 *
 * @param figure infinite where there is nothing to compare with
 * @param said with numbers: what the figure rests on
 */
export function verdictOf(sentence: TargetSentence, figure: number, said: string, parts: readonly Part[]): BenchTarget {
  const met = figure <= sentence.limit;
  return {
    ...sentence,
    figure: finiteOrNull(figure),
    verdict: met ? "met" : "missed",
    why: met ? said : `${said}${describeHeaviest(sentence, parts)}`,
    perWorld: parts.map(({ world, figure: own }) => ({ world: world.id, figure: finiteOrNull(own) })),
  };
}

export function notMeasured(sentence: TargetSentence, why: string): BenchTarget {
  return { ...sentence, figure: null, verdict: "not measured", why, perWorld: [] };
}

/** The worlds that miss it by most. */
function describeHeaviest({ limit }: TargetSentence, parts: readonly Part[]): string {
  const over = parts.filter(({ figure }) => figure > limit).sort((a, b) => b.figure - a.figure || b.own - a.own);
  if (over.length === 0) return "";
  const shown = over.slice(0, shownWorlds).map(({ world, figure }) => `${world.id} (${formatFigure(figure)})`);
  return ` Above the limit in ${over.length} of ${parts.length} worlds, by most in ${shown.join("; ")}.`;
}

export function formatFigure(figure: number): string {
  if (!Number.isFinite(figure)) return "infinite";
  return String(Number(figure.toPrecision(3)));
}

/** Of a ratio 0..1. */
export function percent(ratio: number): string {
  return `${formatFigure(100 * ratio)} %`;
}
