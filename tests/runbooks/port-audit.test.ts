import { describe, expect, it } from "@jest/globals";
import { portAudit } from "../../shared/runbooks/books/port-audit.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { stackConfig } from "../scale/small-world.ts";
import { changesSince, type RunWorld, runWorld } from "./run-world.ts";
import { grantedActions, sentActions } from "./sent-actions.ts";

const request = { runbook: "port-audit", params: {} };
const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;

/** `checkout` on three instances with a fixed host port, `search` on Fargate. */
const fixedPort = (): RunWorld => {
  const world = runWorld({ config: stackConfig({ capacity: ec2 }) });
  const instances = [1, 2, 3].map((id) => ({ id: `i-${id}`, cpuUnits: 4096, memoryMib: 16_384 }));
  world.cloud.capacity.declareCluster("shop", { instances });
  const portMappings = [{ containerPort: 8080, hostPort: 8080 }];
  world.cloud.capacity.declareService("checkout", {
    definition: {
      networkMode: "bridge",
      containerDefinitions: [{ name: "app", cpu: 1024, memory: 1024, portMappings }],
    },
  });
  return world;
};

describe("port-audit", () => {
  it("says what limits and what to set, as `headgate ports` does, and writes nothing", async () => {
    const world = fixedPort();
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
    const world = fixedPort();
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
