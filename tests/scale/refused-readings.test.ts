import { describe, expect, it } from "@jest/globals";
import { failOn, smallStack } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

describe("a reading that is refused", () => {
  type Row = {
    readonly when: string;
    readonly operation: string;
    readonly code: string;
    readonly unmanaged: number | null;
  };
  it.each<Row>([
    { when: "of the tasks", operation: "ecs DescribeServices", code: "tasks-unknown", unmanaged: 5 },
    { when: "of stopping tasks", operation: "ecs ListTasks", code: "tasks-unknown", unmanaged: 5 },
    { when: "of the metrics", operation: "cloudwatch GetMetricData", code: "signal-unknown", unmanaged: 5 },
  ])("$when holds the service, names the call, and writes nothing", async ({ operation, code, unmanaged }) => {
    const stack = smallStack(worldSpec(highRequests), stackConfig({}, { unmanagedConnections: unmanaged }));
    stack.warmUp(600);
    stack.failing(failOn(operation, "AccessDeniedException", "not authorized"));
    await stack.run(400);
    expect(stack.writes().filter(({ input }) => input["service"] === "checkout")).toEqual([]);
    const notice = stack.notices().find((each) => each.code === code && each.service === "checkout");
    expect(notice?.finding.detail).toContain(operation.split(" ")[1]);
    expect(notice?.finding.detail).toContain("AccessDeniedException");
  });
});
