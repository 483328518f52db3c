import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { Intrinsic } from "../intrinsics.ts";
import type { Statement } from "../statement.ts";
import { fillIn } from "./fill-in.ts";
import { type KnownAction, knownAction } from "./iam-knowledge.ts";
import { arnPatternsMeet, patternsMeet } from "./iam-pattern.ts";
import { resourceShape } from "./resource-shape.ts";

/** One action on one resource, or kind of it: the smallest thing that a role could do without. */
export type Right = {
  readonly sid: string;
  readonly action: string;
  /** See `resourceShape`. */
  readonly on: string;
  readonly accessLevel: string;
  readonly condition: Statement["Condition"] | null;
};

/** A right of a function as one text: "<function> <Sid> <action> <shape of the resource>". */
export const rightKey = (name: string, { sid, action, on }: Pick<Right, "action" | "on" | "sid">): string =>
  `${name} ${sid} ${action} ${on}`;

export type GrantedRights = { readonly rights: readonly Right[]; readonly problems: readonly string[] };

/**
 * What the statements of a role grant, in the smallest parts. A statement's actions and resources go together as far as
 * IAM knows the one for the other.
 *
 * @returns with the problems: actions that don't exist, resources that none of a statement's actions can be granted on,
 *   condition keys that an action doesn't have
 */
export const grantedRights = async (statements: readonly Statement[], names: StackNames): Promise<GrantedRights> => {
  const all = await Promise.all(statements.map((statement) => rightsOf(statement, names)));
  return { rights: all.flatMap(({ rights }) => rights), problems: all.flatMap(({ problems }) => problems) };
};

const rightsOf = async (statement: Statement, names: StackNames): Promise<GrantedRights> => {
  const { Sid, Action, Resource, Condition = null } = statement;
  const rights: Right[] = [];
  const problems: string[] = [];
  const reached = new Set<string>();
  for (const action of Action) {
    const known = await knownAction(action);
    if (known === null) {
      problems.push(`${Sid}: IAM has no action ${action}`);
      continue;
    }
    for (const key of Object.values(Condition ?? {}).flatMap(Object.keys))
      if (!hasKey(known, key)) problems.push(`${Sid}: ${action} doesn't know the condition key ${key}`);
    const resources = Resource === "*" ? (["*"] as const) : Resource;
    const fitting = resources.filter((resource) => fits(known, resource, names));
    if (fitting.length === 0) problems.push(`${Sid}: ${action} can be granted on none of the statement's resources`);
    for (const on of new Set(fitting.map(resourceShape))) {
      reached.add(on);
      rights.push({ sid: sidOf(Sid), action, on, accessLevel: known.accessLevel, condition: Condition });
    }
  }
  if (Resource !== "*")
    for (const on of new Set(Resource.map(resourceShape)))
      if (!reached.has(on)) problems.push(`${Sid}: none of its actions can be granted on ${on}`);
  return { rights, problems };
};

/** Statements that there are several of, one per fleet, are one kind of right. */
export const sidOf = (sid: string): string => sid.replace(/\d+$/, "");

const fits = ({ arnPatterns }: KnownAction, resource: "*" | Intrinsic, names: StackNames): boolean =>
  resource === "*" || arnPatterns.some((pattern) => arnPatternsMeet(pattern, fillIn(resource, names)));

/** `aws:ViaAWSService` and its like are filled in for every request. @see IAM User Guide, global condition context keys */
const hasKey = ({ conditionKeys }: KnownAction, key: string): boolean =>
  key === "aws:ViaAWSService" ||
  conditionKeys.some((pattern) => patternsMeet(pattern.toLowerCase(), key.toLowerCase()));
