import { AwsError } from "./aws-error.ts";

/**
 * One page of a list, and the marker of the next.
 *
 * @param marker what the page before gave
 * @throws AwsError for a marker that no page gave
 */
export const pageOf = <Item>(
  items: readonly Item[],
  marker: string | undefined,
  size: number,
): { readonly page: readonly Item[]; readonly next: string | undefined } => {
  const start = marker === undefined ? 0 : Number(marker);
  if (!Number.isInteger(start) || start <= 0 === (marker !== undefined) || start > items.length) {
    throw new AwsError("InvalidParameterValue", `The marker ${marker} is not valid`);
  }
  const end = start + size;
  return { page: items.slice(start, end), next: end < items.length ? String(end) : undefined };
};
