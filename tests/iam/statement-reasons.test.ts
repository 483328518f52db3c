import { expect, it } from "@jest/globals";
import { functionNames } from "../../stack/functions.ts";
import { sidOf } from "../../stack/iam/granted-rights.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";
import { statementReasons } from "../../stack/iam/statement-reasons.ts";
import { fixtureFiles, readFixture } from "../stack/packaged-fixtures.ts";
import { packagedNames } from "../stack/packaged-roles.ts";

it("every reason is of a statement that a role can have", () => {
  const fixtures = (Object.keys(fixtureFiles) as (keyof typeof fixtureFiles)[]).map(readFixture);
  const sids = fixtures.flatMap((config) =>
    functionNames.flatMap((name) => roleStatements(name, config, packagedNames.prefix).map(({ Sid }) => sidOf(Sid))),
  );
  expect(Object.keys(statementReasons).filter((sid) => !sids.includes(sid))).toEqual([]);
});
