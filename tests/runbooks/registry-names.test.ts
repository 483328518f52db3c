import { expect, it } from "@jest/globals";
import { accountRunbooks, headgateRunbooks, readingRunbooks } from "../../shared/runbooks/names.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";

it.each([
  { effect: "reads", names: readingRunbooks },
  { effect: "headgate", names: headgateRunbooks },
  { effect: "account", names: accountRunbooks },
])("the runbooks of effect $effect are those of names.ts", ({ effect, names }) => {
  expect(runbooks.filter((runbook) => runbook.effect === effect).map(({ name }) => name)).toEqual([...names].sort());
});
