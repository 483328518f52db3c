import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { Statement } from "../statement.ts";
import { fillIn } from "./fill-in.ts";
import { matchesPattern } from "./iam-pattern.ts";
import type { IamRequest } from "./iam-request.ts";

type Values = readonly string[];
/** @param asked what the request has under the key: nothing where the service fills nothing in */
type Operator = (asked: Values, allowed: Values) => boolean;

const equal = (asked: string, allowed: string): boolean => asked === allowed;
const like = (asked: string, allowed: string): boolean => matchesPattern(allowed, asked);

/** A key without a value fails the condition. */
const single =
  (matches: (asked: string, allowed: string) => boolean): Operator =>
  (asked, allowed) =>
    asked.length > 0 && asked.every((one) => allowed.some((value) => matches(one, value)));

/** Of keys with many values: true also where there are none. */
const forAll =
  (matches: (asked: string, allowed: string) => boolean): Operator =>
  (asked, allowed) =>
    asked.every((one) => allowed.some((value) => matches(one, value)));

/** Those that the roles use, and no others: an unknown one is an error, never a yes. @see IAM User Guide, condition operators */
const operators: Readonly<Record<string, Operator>> = {
  ArnEquals: single(like),
  ArnLike: single(like),
  Bool: single(equal),
  StringEquals: single(equal),
  StringLike: single(like),
  "ForAllValues:StringEquals": forAll(equal),
  "ForAllValues:StringLike": forAll(like),
};

/** Of every request that a function sends itself: no service of AWS sends it in its place. */
const direct: Readonly<Record<string, Values>> = { "aws:ViaAWSService": ["false"], "aws:SecureTransport": ["true"] };

/**
 * Whether all conditions of a statement hold for a request.
 *
 * @returns the first key that fails, or `null`
 * @throws Error for an operator that is not known here
 */
export const failingCondition = (
  { Condition = {} }: Pick<Statement, "Condition">,
  { context }: Pick<IamRequest, "context">,
  names: StackNames,
): string | null => {
  for (const [name, keys] of Object.entries(Condition)) {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`the condition operator ${name} is not known here`);
    for (const [key, value] of Object.entries(keys)) {
      const allowed = [value].flat().map((one) => fillIn(one, names));
      if (!operator(context[key] ?? direct[key] ?? [], allowed)) return `${name} ${key}`;
    }
  }
  return null;
};
