import type { BenchTarget } from "../../bench/bench-report.ts";
import { formatFactor } from "./ratio-text.ts";

export type TargetTally = Readonly<Record<BenchTarget["verdict"], number>>;

export function tallyTargets(targets: readonly BenchTarget[]): TargetTally {
  const count = (verdict: BenchTarget["verdict"]) => targets.filter((target) => target.verdict === verdict).length;
  return { met: count("met"), missed: count("missed"), "not measured": count("not measured") };
}

/** `12 targets: 9 met, 2 missed, 1 not measured`; what did not occur is left out. */
export function describeTally(targets: readonly BenchTarget[]): string {
  const parts = Object.entries(tallyTargets(targets))
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const targetsText = `${targets.length} ${targets.length === 1 ? "target" : "targets"}`;
  return parts.length === 0 ? "no targets" : `${targetsText}: ${parts.join(", ")}`;
}

export function formatFigure({ figure, verdict, unit }: BenchTarget): string {
  if (figure === null) return verdict === "not measured" ? "–" : "∞";
  return formatQuantity(figure, unit);
}

export function formatLimit({ limit, unit }: BenchTarget): string {
  return formatQuantity(limit, unit);
}

function formatQuantity(value: number, unit: BenchTarget["unit"]): string {
  switch (unit) {
    case "ratio":
      return formatFactor(value);
    case "minutes a day":
      return `${value.toFixed(1)} min/day`;
    case "writes":
      return `${value.toLocaleString("en-US")} ${value === 1 ? "write" : "writes"}`;
  }
}

/** Said by shape and word, not by colour alone. */
export const verdictMarks: Readonly<Record<BenchTarget["verdict"], string>> = {
  met: "✓",
  missed: "✗",
  "not measured": "–",
};
