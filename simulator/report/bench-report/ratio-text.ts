import type { Ratio, RatioSummary, RatioTo, Spread } from "../../bench/bench-report.ts";

/** Two digits that count: 0.08, 1.25, 12. `clear`: both are too small to compare. `∞`: only the other one is. */
export function formatRatio(ratio: Ratio): string {
  switch (ratio.kind) {
    case "ratio":
      return formatFactor(ratio.value);
    case "both-clear":
      return "clear";
    case "base-clear":
      return "∞";
  }
}

export function formatFactor(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  if (value === 0) return "0";
  if (value < 0.01) return "<0.01";
  if (value >= 9.95) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(2);
}

/** `null`: nobody of that kind played. */
export function formatRatioTo(to: RatioTo | null): string {
  return to === null ? "–" : formatRatio(to.ratio);
}

export function formatSums(summary: RatioSummary | null): string {
  return summary === null ? "–" : formatRatio(summary.ofSums);
}

export function formatMedian(summary: RatioSummary | null): string {
  if (summary === null) return "–";
  return summary.median === null ? "∞" : formatFactor(summary.median);
}

/** Nothing where every run gave the same. */
export function formatSpread(spread: Spread, text: (value: number) => string): string {
  const [least, most] = [text(spread.least), text(spread.most)];
  return least === most ? "" : `${least}–${most}`;
}
