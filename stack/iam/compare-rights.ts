import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { FunctionName } from "../functions.ts";
import type { Statement } from "../statement.ts";
import { grantedRights, rightKey } from "./granted-rights.ts";
import { platformRights } from "./platform-grants.ts";
import type { UsedRights } from "./used-rights.ts";
import { wildcardProblems } from "./wildcard-problems.ts";

/** A function's role in one packaged stack. */
export type PackagedRole = {
  readonly stack: string;
  readonly name: FunctionName;
  readonly statements: readonly Statement[];
};

export type RightsComparison = {
  readonly problems: readonly string[];
  readonly granted: number;
  /** Of those granted, how many a test has used; the others are AWS's own use. */
  readonly called: number;
};

/**
 * Whether the roles grant exactly what is used: nothing used is missing, nothing granted is unused but what AWS itself
 * uses, and none of that list is out of date.
 *
 * @param roles of stacks that between them have every right that headgate.yml can bring
 */
export const compareRights = async (
  { used, refused }: Pick<UsedRights, "refused" | "used">,
  roles: readonly PackagedRole[],
  names: StackNames,
  platform: ReadonlyMap<string, { readonly reason: string }> = platformRights(),
): Promise<RightsComparison> => {
  const problems = refused.map((line) => `missing: ${line}`);
  const granted = new Set<string>();
  for (const { stack, name, statements } of roles) {
    const { rights, problems: wrong } = await grantedRights(statements, names);
    for (const right of rights) granted.add(rightKey(name, right));
    problems.push(...[...wrong, ...(await wildcardProblems(statements))].map((line) => `${stack}: ${name}: ${line}`));
  }
  for (const key of granted) if (!used.has(key) && !platform.has(key)) problems.push(`unused: ${key}`);
  for (const key of used)
    if (!granted.has(key)) problems.push(`${key} is used in a test and granted in no packaged stack`);
  for (const [key, { reason }] of platform) {
    if (!granted.has(key)) problems.push(`${key} is granted no longer, although ${reason}`);
    else if (used.has(key)) problems.push(`${key} is called by a function; it needs no other reason (${reason})`);
  }
  return {
    problems: [...new Set(problems)].sort(),
    granted: granted.size,
    called: [...granted].filter((key) => used.has(key)).length,
  };
};
