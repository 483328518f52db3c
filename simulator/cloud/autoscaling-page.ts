import { AwsError } from "./aws-error.ts";

export type PagedInput = {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
};

/** What every call names: ECS services and their desired counts, and nothing else is modelled. */
export const checkNamespace = ({ ServiceNamespace, ScalableDimension }: PagedInput): void => {
  if (ServiceNamespace !== "ecs") throw new AwsError("ValidationException", `unknown namespace ${ServiceNamespace}`);
  if (ScalableDimension !== undefined && ScalableDimension !== "ecs:service:DesiredCount")
    throw new AwsError("ValidationException", `unknown dimension ${ScalableDimension} of ecs`);
};

/**
 * One page of a Describe operation of Application Auto Scaling.
 *
 * @param most results of a page, which is what it has unless MaxResults says less
 * @throws AwsError ValidationException, InvalidNextTokenException
 */
export const pageOf = <Item>(
  items: readonly Item[],
  input: PagedInput,
  most: number,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } => {
  const size = input.MaxResults ?? most;
  if (size < 1 || size > most) throw new AwsError("ValidationException", `MaxResults must be between 1 and ${most}`);
  const from = Number(input.NextToken ?? "0");
  if (!Number.isInteger(from) || from < 0) throw new AwsError("InvalidNextTokenException", "The token is not valid");
  const page = items.slice(from, from + size);
  const end = from + page.length;
  return { page, next: end < items.length ? { NextToken: String(end) } : {} };
};
