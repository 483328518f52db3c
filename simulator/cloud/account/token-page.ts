import type { AwsError } from "../aws-error.ts";

/**
 * One page of a listing, and the opaque token of the next.
 *
 * @throws what `refuse` makes, for a token that no page gave
 */
export const tokenPage = <Item>(
  items: readonly Item[],
  token: string | undefined,
  size: number,
  refuse: () => AwsError,
): { readonly page: readonly Item[]; readonly next: string | undefined } => {
  const start = token === undefined ? 0 : Number(/^after-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (!Number.isInteger(start) || start > items.length) throw refuse();
  const end = start + size;
  return { page: items.slice(start, end), next: end < items.length ? `after-${end}` : undefined };
};
