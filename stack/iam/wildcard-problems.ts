import { runbookWildcardReasons } from "../runbook-permissions.ts";
import type { Statement } from "../statement.ts";
import { wildcardReasons } from "../wildcard-reasons.ts";
import { knownAction } from "./iam-knowledge.ts";

/** Says that AWS leaves no choice; the knowledge of IAM has to agree. */
const noResource = "IAM knows no resource for it";

const reasons: Readonly<Record<string, string>> = { ...wildcardReasons, ...runbookWildcardReasons };

/**
 * What is wider in a role's statements than it has a reason to be: actions with a wildcard, and "*" as a resource of
 * actions that IAM knows resources for and the closed lists of reasons don't name.
 */
export const wildcardProblems = async (statements: readonly Statement[]): Promise<readonly string[]> => {
  const problems = statements.flatMap(({ Sid, Action }) =>
    Action.filter((action) => /[*?]/.test(action)).map((action) => `${Sid}: ${action} is more than one action`),
  );
  for (const { Sid, Action, Resource } of statements) {
    if (Resource !== "*") continue;
    for (const action of Action) {
      const reason = reasons[action];
      const resources = (await knownAction(action))?.arnPatterns ?? [];
      if (reason === undefined) problems.push(`${Sid}: ${action} on everything has no reason`);
      else if (reason === noResource && resources.length > 0)
        problems.push(`${Sid}: ${action} can be granted on ${resources.join(", ")}`);
    }
  }
  return problems;
};
