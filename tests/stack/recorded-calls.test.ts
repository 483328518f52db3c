import { describe, expect, it } from "@jest/globals";
import { describeCalls, recordCalls } from "../../simulator/cloud/wire/recorded-calls.ts";

describe("what the embedded cloud saw", () => {
  it("counts reads, shows writes, refusals and the notice as its reader gets it", async () => {
    const { cloud, calls } = recordCalls({
      handle: async (_service, operation) => {
        if (operation === "PutItem") {
          throw Object.assign(new Error("no"), { name: "ConditionalCheckFailedException", statusCode: 400 });
        }
        return { done: operation };
      },
    });
    expect(await cloud.handle("ecs", "DescribeServices", {})).toEqual({ done: "DescribeServices" });
    await expect(cloud.handle("dynamodb", "PutItem", { Item: { body: { B: new Uint8Array(300) } } })).rejects.toThrow(
      "no",
    );
    await cloud.handle("ecs", "UpdateService", { service: "orders", desiredCount: 4 });
    await cloud.handle("sns", "Publish", {
      Subject: "shop: orders is capped",
      Message: JSON.stringify({ default: "First line.\nSecond line." }),
      MessageStructure: "json",
    });
    const [summary, put, update, publish, ...rest] = describeCalls(calls);
    expect([summary, put, update]).toEqual([
      "The embedded cloud saw 1 read and 3 writes.",
      '  dynamodb PutItem {"Item":{"body":{"B":"300 bytes"}}}',
      '  ecs UpdateService {"service":"orders","desiredCount":4}',
    ]);
    expect(publish).toMatch(/^ {2}sns Publish /);
    expect(rest).toEqual([
      "  refused: dynamodb PutItem: ConditionalCheckFailedException: no",
      "",
      "Notice: shop: orders is capped",
      "  First line.",
      "  Second line.",
    ]);
  });

  it("cuts long arguments", () => {
    const [, line] = describeCalls([
      { service: "sqs", operation: "SendMessage", input: { MessageBody: "x".repeat(1000) }, refusedWith: null },
    ]);
    expect(line!.length).toBeLessThan(270);
    expect(line).toMatch(/…$/);
  });
});
