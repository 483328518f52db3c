import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "./aws-error.ts";

export type Item = Readonly<Record<string, AttributeValue>>;

/** The names and values that an expression refers to. */
export type ExpressionContext = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
};

const token = /\s*(<>|<=|>=|[=<>(),]|[#:]?[A-Za-z_]\w*)/gy;
const comparisons: readonly string[] = ["=", "<>", "<", "<=", ">", ">="];
const keywords: readonly string[] = ["AND", "OR", "NOT", "attribute_exists", "attribute_not_exists"];

/**
 * Evaluates a DynamoDB condition expression: comparisons, attribute_exists, attribute_not_exists, AND, OR, NOT and
 * parentheses.
 *
 * @throws AwsError ValidationException for anything else: an expression that DynamoDB might take is never guessed at
 * @see Amazon DynamoDB developer guide, condition expressions
 */
export const conditionHolds = (expression: string, item: Item | undefined, context: ExpressionContext): boolean => {
  const tokens = tokenize(expression);
  let at = 0;
  const take = (expected?: string): string => {
    const found = tokens[at++];
    if (found === undefined || (expected !== undefined && found !== expected)) throw invalid(expression, found);
    return found;
  };
  const operand = (name: string): AttributeValue | undefined => {
    if (name.startsWith(":")) return context.values[name] ?? fail(expression, name);
    return item?.[path(name)];
  };
  const path = (name: string): string => {
    if (!/^#?[A-Za-z_]/.test(name) || keywords.includes(name)) throw invalid(expression, name);
    return attributeName(name, context);
  };
  const primary = (): boolean => {
    const first = take();
    if (first === "NOT") return !primary();
    if (first === "(") {
      const inner = either();
      take(")");
      return inner;
    }
    if (first === "attribute_exists" || first === "attribute_not_exists") {
      take("(");
      const name = path(take());
      const present = item?.[name] !== undefined;
      take(")");
      return first === "attribute_exists" ? present : !present;
    }
    const left = operand(first);
    const comparison = take();
    if (!comparisons.includes(comparison)) throw invalid(expression, comparison);
    return compare(left, comparison, operand(take()), expression);
  };
  const both = (): boolean => {
    let holds = primary();
    while (tokens[at] === "AND") {
      at++;
      holds = primary() && holds;
    }
    return holds;
  };
  const either = (): boolean => {
    let holds = both();
    while (tokens[at] === "OR") {
      at++;
      holds = both() || holds;
    }
    return holds;
  };
  const result = either();
  if (at !== tokens.length) throw invalid(expression, tokens[at]);
  return result;
};

export const attributeName = (name: string, context: ExpressionContext): string =>
  name.startsWith("#") ? (context.names[name] ?? fail(name, name)) : name;

const tokenize = (expression: string): readonly string[] => {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const text = expression.trimEnd();
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw invalid(expression, text.slice(from));
    tokens.push(match[1]!);
  }
  return tokens;
};

const compare = (
  left: AttributeValue | undefined,
  comparison: string,
  right: AttributeValue | undefined,
  expression: string,
): boolean => {
  const a = scalar(left);
  const b = scalar(right);
  // A missing attribute compares as false, whatever the comparison, except that it differs from everything.
  if (a === null || b === null || typeof a !== typeof b) return comparison === "<>";
  switch (comparison) {
    case "=":
      return a === b;
    case "<>":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      throw invalid(expression, comparison);
  }
};

const scalar = (value: AttributeValue | undefined): string | number | null => {
  if (value === undefined) return null;
  if (value.N !== undefined) return Number(value.N);
  if (value.S !== undefined) return value.S;
  throw new AwsError("ValidationException", "Only numbers and strings are compared here");
};

const invalid = (expression: string, at: string | undefined): AwsError =>
  new AwsError("ValidationException", `Invalid expression: ${expression}; near: ${at ?? "its end"}`);

const fail = (expression: string, name: string): never => {
  throw new AwsError("ValidationException", `Invalid expression: ${expression}; ${name} is not defined`);
};
