import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "./aws-error.ts";
import type { ExpressionContext } from "./condition.ts";

export type KeyCondition = { readonly pk: string; readonly holds: (sk: string) => boolean };

/**
 * Reads a Query's key condition: `pk = :pk`, alone or with one of begins_with, BETWEEN, =, <, <=, > and >= on the sort key.
 *
 * @throws AwsError ValidationException for anything else
 * @see Amazon DynamoDB API reference, Query, KeyConditionExpression
 */
export const keyCondition = (expression: string, { values }: ExpressionContext): KeyCondition => {
  const invalid = (): AwsError => new AwsError("ValidationException", `Invalid KeyConditionExpression: ${expression}`);
  const textOf = (name: string | undefined): string => {
    const value: AttributeValue | undefined = values[name ?? ""];
    if (value?.S === undefined) throw invalid();
    return value.S;
  };
  const [, partition, sort] = /^pk = (:\w+)(?: AND (.+))?$/.exec(expression.trim()) ?? [];
  if (partition === undefined) throw invalid();
  const pk = textOf(partition);
  if (sort === undefined) return { pk, holds: () => true };
  const [, prefix] = /^begins_with\s?\(sk, (:\w+)\)$/.exec(sort) ?? [];
  if (prefix !== undefined) {
    const begins = textOf(prefix);
    return { pk, holds: (sk) => sk.startsWith(begins) };
  }
  const [, low, high] = /^sk BETWEEN (:\w+) AND (:\w+)$/.exec(sort) ?? [];
  if (low !== undefined) {
    const [from, to] = [textOf(low), textOf(high)];
    if (from > to)
      throw new AwsError("ValidationException", "The BETWEEN condition was provided a range without values");
    return { pk, holds: (sk) => sk >= from && sk <= to };
  }
  const [, comparison, value] = /^sk (=|<=|<|>=|>) (:\w+)$/.exec(sort) ?? [];
  const bound = textOf(value);
  switch (comparison) {
    case "=":
      return { pk, holds: (sk) => sk === bound };
    case "<":
      return { pk, holds: (sk) => sk < bound };
    case "<=":
      return { pk, holds: (sk) => sk <= bound };
    case ">":
      return { pk, holds: (sk) => sk > bound };
    case ">=":
      return { pk, holds: (sk) => sk >= bound };
    default:
      throw invalid();
  }
};
