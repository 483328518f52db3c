/** From an exponential time's mean to its 99th percentile, in means. */
export const exponentialTail = Math.log(100) - 1;

/**
 * Percentiles of response times that have a mean and, above it, an exponential tail.
 *
 * Over a period they are the mean of its seconds' percentiles, weighted by requests: exact while the load is steady, too low
 * in a period in which it changes [I].
 *
 * @param tail distance from the mean to the 99th percentile, >= 0
 * @returns seconds, >= 0, rising
 */
export function latencyPercentiles(mean: number, tail: number) {
  const at = (percent: number) => Math.max(0, mean + (tail * (logOf(percent) - 1)) / exponentialTail);
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99) };
}

/**
 * Any percentile of a datapoint of response times.
 *
 * @param percent 0 <= percent < 100
 * @returns `undefined` for a datapoint that has no percentiles
 */
export function percentileOf(
  { average, p99 }: { readonly average: number; readonly p99?: number },
  percent: number,
): number | undefined {
  if (p99 === undefined) return undefined;
  return Math.max(0, average + ((p99 - average) * (logOf(percent) - 1)) / exponentialTail);
}

/** Of an exponential time, in means. */
function logOf(percent: number): number {
  return -Math.log(1 - percent / 100);
}
