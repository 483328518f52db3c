import { describe, expect, it } from "@jest/globals";
import { portAudit } from "../../shared/runbooks/books/port-audit.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { changesSince } from "./run-world.ts";
import { grantedActions, sentActions } from "./sent-actions.ts";
import { withFixedPort } from "./with-fixed-port.ts";

const request = { runbook: "port-audit", params: {} };
describe("port-audit", () => {
  it("says what limits and what to set, as `headgate ports` does, and writes nothing", async () => {
    const world = withFixedPort();
    const answer = await world.invoke(request);
    expect(answer.text).toMatch(/checkout +shop +bridge +8080 to 8080/);
    expect(answer.text).toMatch(/search +shop +awsvpc/);
    expect(answer.text).toContain("limit one-task-per-instance checkout (cluster shop)");
    expect(answer.text).toContain("fix: checkout: containerDefinitions[0].portMappings[0].hostPort = 0");
    expect(answer.text).toContain("in eu-central-1, dollars a month");
    expect(answer.kind === "run" ? answer.run.report?.data : null).toMatchObject({ limitsTasks: true, unread: [] });
    expect(changesSince(world.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
    expect(sentActions(world.calls)).toEqual(grantedActions(portAudit));
  });

  it("names a service that can't be read, and audits the others", async () => {
    const world = withFixedPort();
    world.failing(({ name, input }) =>
      name === "ecs DescribeServices" && JSON.stringify(input).includes("search")
        ? new AwsError("AccessDeniedException", "not yours")
        : null,
    );
    const { text } = await world.invoke(request);
    expect(text).toContain("not read: search: AccessDeniedException: not yours");
    expect(text).toContain("one-task-per-instance checkout");
  });
});
