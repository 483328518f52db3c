/** Where two JSON values first differ. `undefined` on one side: it is not there. */
export type Difference = { readonly at: string; readonly was: unknown; readonly is: unknown };

/**
 * Compares two values as JSON has them: the order of keys means nothing, that of a list does.
 *
 * @param at the path so far, as JavaScript would write it
 * @returns the first difference in the order of the first value's keys; `null`: they are the same
 * @throws never, for JSON
 */
export const firstDifference = (was: unknown, is: unknown, at: string): Difference | null => {
  if (Array.isArray(was) && Array.isArray(is)) {
    for (let index = 0; index < Math.max(was.length, is.length); index += 1) {
      const difference = firstDifference(was[index], is[index], `${at}[${index}]`);
      if (difference !== null) return difference;
    }
    return null;
  }
  if (isRecord(was) && isRecord(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const difference = firstDifference(ownOf(was, key), ownOf(is, key), `${at}${step(key)}`);
      if (difference !== null) return difference;
    }
    return null;
  }
  return Object.is(was, is) ? null : { at, was, is };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A service may have the name of something that every object has. */
const ownOf = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const step = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
