import { functionNames } from "../../stack/functions.ts";
import { compareRights, type PackagedRole } from "../../stack/iam/compare-rights.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";
import { usedRights } from "../../stack/iam/used-rights.ts";
import { packageFixtures } from "../stack/packaged-fixtures.ts";
import { packagedNames, statementsOf } from "../stack/packaged-roles.ts";
import { readRecordings } from "./recordings.ts";

// npm run iam, after `npm test`: what the functions asked of AWS in every test, against the roles of the packaged stacks.
// Fails where a role lacks what was asked, and where it has what nobody asks.

const { whole, recordings } = readRecordings();
if (!whole) {
  console.error("npm run iam: there is no recording of a whole run of the tests; run `npm test` first.");
  process.exit(2);
}
const used = usedRights(recordings);
const roles: PackagedRole[] = [];
const problems: string[] = [];
for (const { name: stack, config, template } of await packageFixtures(["sample", "govern", "every mode", "widest"])) {
  for (const name of functionNames) {
    const statements = statementsOf(template, name);
    roles.push({ stack, name, statements });
    // The roles of the tests' own configurations are made by the same code: here is the proof.
    if (JSON.stringify(statements) !== JSON.stringify(roleStatements(name, config, packagedNames.prefix)))
      problems.push(`${stack}: the packaged role of ${name} is not the one that the code makes`);
  }
}
const compared = await compareRights(used, roles, packagedNames);
problems.push(...compared.problems);

console.log(
  `${used.requests} requests of ${functionNames.length} functions in ${recordings.length} test files: ${used.refused.length} kinds of them refused`,
);
console.log(
  `${compared.granted} rights granted: ${compared.called} called, ${compared.granted - compared.called} for AWS's own use or for nothing`,
);
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
