import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { Intrinsic } from "../intrinsics.ts";
import type { Statement } from "../statement.ts";
import { failingCondition } from "./conditions-hold.ts";
import { fillIn } from "./fill-in.ts";
import { matchesPattern } from "./iam-pattern.ts";
import type { IamRequest } from "./iam-request.ts";

export type Grant = { readonly sid: string; readonly resource: "*" | Intrinsic };

export type Authorization =
  /** By every statement that would do alone. */
  | { readonly kind: "allowed"; readonly by: readonly Grant[] }
  /** With what came nearest. */
  | { readonly kind: "denied"; readonly because: string };

/**
 * What IAM says to a request of a role: allowed where one statement names the action, the resource, and conditions that
 * hold. No role of ours has a statement that denies.
 *
 * @throws Error for a condition operator or a reference that is not known here
 */
export const authorize = (statements: readonly Statement[], request: IamRequest, names: StackNames): Authorization => {
  const acting = statements.filter(({ Action }) => Action.includes(request.action));
  if (acting.length === 0) return { kind: "denied", because: "no statement has the action" };
  const reaching = acting.flatMap((statement) =>
    (statement.Resource === "*" ? (["*"] as const) : statement.Resource)
      .filter((resource) => matchesPattern(fillIn(resource, names), request.resource))
      .map((resource) => ({ statement, resource })),
  );
  if (reaching.length === 0) return { kind: "denied", because: `${sidsOf(acting)} have the action on other resources` };
  const failing = new Map(reaching.map(({ statement }) => [statement, failingCondition(statement, request, names)]));
  const by = reaching
    .filter(({ statement }) => failing.get(statement) === null)
    .map(({ statement, resource }) => ({ sid: statement.Sid, resource }));
  if (by.length > 0) return { kind: "allowed", by };
  return {
    kind: "denied",
    because: `the condition of ${[...failing].map(([{ Sid }, key]) => `${Sid}: ${key}`).join(", ")}`,
  };
};

const sidsOf = (statements: readonly Statement[]): string => statements.map(({ Sid }) => Sid).join(", ");
