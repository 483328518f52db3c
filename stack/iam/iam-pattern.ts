/**
 * IAM's patterns of resources and of the conditions StringLike, ArnLike and ArnEquals: `*` stands for any characters,
 * `?` for one.
 *
 * @see IAM User Guide, "IAM JSON policy elements: Resource"
 */
export const matchesPattern = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  ).test(text);

/** Whether any text matches both patterns; of patterns with `*` alone. */
export const patternsMeet = (a: string, b: string): boolean => {
  const seen = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const [left, right] = [a[i], b[j]];
    const result =
      left === undefined && right === undefined
        ? true
        : left === "*"
          ? meet(i + 1, j) || (right !== undefined && meet(i, j + 1))
          : right === "*"
            ? meet(i, j + 1) || (left !== undefined && meet(i + 1, j))
            : left !== undefined && left === right && meet(i + 1, j + 1);
    seen.set(key, result);
    return result;
  };
  return meet(0, 0);
};
