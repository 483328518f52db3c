/**
 * A quantile of a list, by the nearest rank.
 *
 * @param ratio 0..1
 * @returns `null` of an empty list
 */
export function quantile(values: readonly number[], ratio: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(ratio * sorted.length) - 1))] as number;
}

/** The middle value, the mean of both where there are two. @returns `null` of an empty list */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
