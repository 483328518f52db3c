import { type FunctionName, functionNames } from "../../stack/functions.ts";
import { grantedRights, type Right } from "../../stack/iam/granted-rights.ts";
import { type PlatformGrant, platformGrants, platformReason } from "../../stack/iam/platform-grants.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";
import { rightKey, usedRights } from "../../stack/iam/used-rights.ts";
import type { Statement } from "../../stack/permissions.ts";
import { type PackagedFixture, packageFixtures } from "../stack/packaged-fixtures.ts";
import { readRecordings } from "./recordings.ts";

// npm run iam, after `npm test`: what the functions asked of AWS in every test, against the roles of the packaged stack.
// Fails where a role lacks what was asked, and where it has what nobody asks.

const names = { prefix: "headgate-dev", region: "eu-central-1", accountId: "123456789012" };
const partly = process.argv.includes("--partly");

const roleOf = ({ template }: PackagedFixture, name: FunctionName): readonly Statement[] => {
  const role = template.Resources[`${name.slice(0, 1).toUpperCase()}${name.slice(1)}Role`]!;
  return role.Properties.Policies.flatMap(
    ({ PolicyDocument }: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }) =>
      PolicyDocument.Statement,
  );
};

const { whole, recordings } = readRecordings();
if (recordings.length === 0 || !(whole || partly)) {
  console.error("The tests have not all run since the last change of what is recorded: run `npm test` first.");
  process.exit(2);
}
const { used, refused, requests } = usedRights(recordings);
const problems: string[] = refused.map((line) => `missing: ${line}`);

const granted = new Map<string, { readonly name: FunctionName; readonly right: Right }>();
for (const fixture of await packageFixtures()) {
  for (const name of functionNames) {
    const statements = roleOf(fixture, name);
    // The roles of the tests' own configurations are made by the same code: here is the proof.
    if (JSON.stringify(statements) !== JSON.stringify(roleStatements(name, fixture.config, names.prefix)))
      problems.push(`${fixture.name}: the packaged role of ${name} is not the one that the code makes`);
    const { rights, problems: wrong } = await grantedRights(statements, names);
    problems.push(...wrong.map((line) => `${fixture.name}: ${name}: ${line}`));
    for (const right of rights) granted.set(rightKey(name, right), { name, right });
  }
}

const needed = new Set<PlatformGrant>();
let called = 0;
for (const [key, { name, right }] of granted) {
  if (used.has(key)) {
    called += 1;
    continue;
  }
  const platform = platformReason(name, right);
  if (platform !== null) needed.add(platform);
  else if (!partly) problems.push(`unused: ${key}`);
}
for (const grant of platformGrants)
  if (!needed.has(grant)) problems.push(`the platform grant ${grant.sid} (${String(grant.of)}) is needed no longer`);
for (const key of used)
  if (!granted.has(key)) problems.push(`${key} is used in a test and granted in none of the packaged configurations`);

console.log(
  `${requests} requests of ${functionNames.length} functions in ${recordings.length} test files: ${problems.length === 0 ? "all" : "not all"} allowed`,
);
console.log(`${granted.size} rights granted: ${called} called, ${granted.size - called} AWS's own use`);
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
