import type { RatePoint } from "./rate-series.ts";

/** So far back a trend is looked for. Shorter follows noise, longer is late for a ramp: docs/adr/0018-forecast.md. */
const windowSeconds = 300;
/** Two points are always a line. */
const leastPoints = 3;
/** The slope counts from two of its standard errors on. */
const leastErrors = 2;
/** The forecast is at most twice the present rate: what grows faster than that is asked for by the next datapoint. */
const mostGrowth = 2;

/**
 * The rate that a rising trend leads to: a line of least squares through the last five minutes, drawn on.
 *
 * It must rise by more than chance: by two standard errors, taken from the larger of the points' distance from the line
 * and what counting requests varies by anyway (Poisson: rate / period). One high datapoint is never a trend, however
 * high it is: its slope is 1.73 of its own standard errors.
 *
 * @param points oldest first, rates >= 0; missing periods are left out, not 0
 * @param forMs the moment asked for, after the newest point
 * @returns requests per second, > 0 and at most twice the present; `null` where the rate is not rising
 * @throws never
 */
export const trendOf = (points: readonly RatePoint[], periodSeconds: number, forMs: number): number | null => {
  const newest = points.at(-1);
  if (newest === undefined) return null;
  const window = points.filter(({ atMs }) => newest.atMs - atMs < windowSeconds * 1000);
  const { length } = window;
  if (length < leastPoints) return null;
  // Seconds from the newest point; a rate is of the middle of its period.
  const secondsOf = (point: RatePoint): number => (point.atMs - newest.atMs) / 1000;
  const meanSeconds = window.reduce((sum, point) => sum + secondsOf(point), 0) / length;
  const meanRate = window.reduce((sum, { perSecond }) => sum + perSecond, 0) / length;
  let spread = 0;
  let together = 0;
  for (const point of window) {
    const seconds = secondsOf(point) - meanSeconds;
    spread += seconds * seconds;
    together += seconds * (point.perSecond - meanRate);
  }
  if (!(spread > 0)) return null;
  const slope = together / spread;
  let squares = 0;
  for (const point of window) {
    const off = point.perSecond - meanRate - slope * (secondsOf(point) - meanSeconds);
    squares += off * off;
  }
  const variance = Math.max(squares / (length - 2), meanRate / periodSeconds);
  if (!(slope > leastErrors * Math.sqrt(variance / spread))) return null;
  const present = meanRate - slope * meanSeconds;
  const aheadSeconds = (forMs - newest.atMs) / 1000 - periodSeconds / 2;
  return Math.min(present + slope * Math.max(0, aheadSeconds), mostGrowth * present);
};
