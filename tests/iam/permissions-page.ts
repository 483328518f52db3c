import type { GeneratedFile } from "../../shared/config/render-docs.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { type FunctionName, functionNames } from "../../stack/functions.ts";
import { grantedRights, type Right, rightKey } from "../../stack/iam/granted-rights.ts";
import { platformRights } from "../../stack/iam/platform-grants.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";
import { statementReasons } from "../../stack/iam/statement-reasons.ts";
import { fixtureFiles, readFixture } from "../stack/packaged-fixtures.ts";
import { packagedNames } from "../stack/packaged-roles.ts";

const introduction = `Every function has a role of its own. This is all that the six can be granted; a stack has of it what its headgate.yml
brings. Actions marked with * are in every stack, also in one that only observes.

- \`npm run iam\` compares the packaged roles with what the functions asked of AWS in every test: nothing used is missing,
  and nothing granted is unused but what AWS itself uses in a function's name, marked with †.
- No action has a wildcard. Everything (\`*\`) stands only where IAM knows no resource for the action, or where the
  checklist looks for what headgate.yml doesn't name; \`tests/stack/template.test.ts\` holds both to closed lists.
- Bold actions change something. What is of another owner than Headgate is changed in the modes and policies that say so.`;

/** docs/permissions.md: what the roles grant and why. */
export const permissionsPage = async (): Promise<GeneratedFile> => {
  const sections = await Promise.all(functionNames.map(sectionOf));
  const text = `# Permissions

<!-- Written by node tests/iam/permissions-docs.ts, from the statements that the stack is made of. -->

${introduction}

${sections.join("\n\n")}
`;
  return { path: "docs/permissions.md", text };
};

const sectionOf = async (name: FunctionName): Promise<string> => {
  const rights = new Map<string, Right>();
  for (const fixture of Object.keys(fixtureFiles) as (keyof typeof fixtureFiles)[])
    for (const right of await rightsIn(fixture, name)) rights.set(rightKey(name, right), right);
  const always = new Set((await rightsIn("observe", name)).map((right) => rightKey(name, right)));
  const platform = platformRights();
  const rows = [...Map.groupBy(rights.values(), ({ sid, on }) => `${sid} ${on}`).values()].map((group) => {
    const { sid, on, condition } = group[0]!;
    const actions = group.map((right) => {
      const key = rightKey(name, right);
      const { action, accessLevel } = right;
      const text = ["Read", "List"].includes(accessLevel) ? action : `**${action}**`;
      return `${text}${always.has(key) ? " *" : ""}${platform.has(key) ? " †" : ""}`;
    });
    return `| ${sid} | ${actions.sort().join("<br>")} | ${on === "*" ? "everything" : on}${only(condition)} | ${reasonOf(sid)} |`;
  });
  return `## ${name}

| statement | actions | on | for |
|---|---|---|---|
${rows.sort().join("\n")}`;
};

const rightsIn = async (fixture: keyof typeof fixtureFiles, name: FunctionName): Promise<readonly Right[]> =>
  (await grantedRights(roleStatements(name, readFixture(fixture), packagedNames.prefix), packagedNames)).rights;

const only = (condition: Right["condition"]): string => {
  const keys = Object.values(condition ?? {}).flatMap(Object.keys);
  return keys.length === 0 ? "" : `, by ${[...new Set(keys)].sort().join(" and ")}`;
};

/** "RunDeadLetterQueues" -> the runbooks that have a grant on "dead-letter-queues". @throws Error for a Sid without a reason */
const reasonOf = (sid: string): string => {
  const reason = statementReasons[sid];
  if (reason !== undefined) return reason;
  const on = sid
    .replace(/^Run/, "")
    .replaceAll(/(?!^)[A-Z]/g, "-$&")
    .toLowerCase();
  const names = runbooks.filter(({ grants }) => grants.some((grant) => grant.on === on)).map(({ name }) => name);
  if (!sid.startsWith("Run") || names.length === 0)
    throw new Error(`what the statement ${sid} is for is not written down`);
  return names.map((name) => `\`${name}\``).join(", ");
};
