import type { AccountSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";

/**
 * One page of an account's list.
 *
 * @param asked how many the caller wants; absent: the operation's default
 * @param bounds the operation's least and most, and its default
 * @throws AwsError for a size that the operation refuses, and for a token that no page gave
 */
export const accountPage = <Item>(
  { mostPerPage }: AccountSpec,
  items: readonly Item[],
  token: string | undefined,
  asked: number | undefined,
  bounds: { readonly least?: number; readonly most: number; readonly otherwise: number },
) => {
  const { least = 1, most, otherwise } = bounds;
  const size = asked ?? otherwise;
  if (size < least || size > most)
    throw new AwsError("ValidationException", `page size ${size} is not between ${least} and ${most}`);
  return pageOf(items, token, Math.min(size, mostPerPage ?? size));
};
