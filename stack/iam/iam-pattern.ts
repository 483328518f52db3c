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

/** Whether any ARN matches both patterns: a `*` of the one does not reach across the other's parts up to the resource. */
export const arnPatternsMeet = (a: string, b: string): boolean => {
  const [left, right] = [arnParts(a), arnParts(b)];
  return left.length === right.length && left.every((part, index) => patternsMeet(part, right[index]!));
};

/** `arn:<partition>:<service>:<region>:<account>:<resource>`, of which only the resource may hold further colons. */
const arnParts = (text: string): readonly string[] => {
  const parts = text.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
};
