/** Enough to hide latency, few enough for ECS's request buckets. */
const mostAtOnce = 8;

/**
 * Runs an asynchronous function over items, a few at a time.
 *
 * @returns the results in the items' order
 * @throws what the function throws
 */
export const inParallel = async <Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = new Array(items.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await run(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work));
  return results;
};

/** Splits a list at an API's limit of entries per call. */
export const chunksOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] => {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
};
