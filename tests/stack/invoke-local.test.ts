import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { invokeEmbedded } from "./packaged-stack.ts";

const fixture = (name: string) => join(__dirname, "fixtures", `${name}.yml`);

/** As `scaling.fifo` hands it over; every fixture is one domain, named after its first service. */
const wakeUp = {
  Records: [
    {
      messageId: "d7113b8d-0257-30b4-5852-513c3f8108f9",
      body: JSON.stringify({
        kind: "wake-up",
        version: 1,
        domain: "catalog",
        causes: ["tick"],
        correlationId: "f606d561-8731-3206-05e2-a1b147792295",
        attempt: 0,
        loopToken: null,
      }),
      attributes: { SentTimestamp: "1772442850000", MessageGroupId: "catalog" },
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:headgate-dev-scaling.fifo",
    },
  ],
};

describe("the deployed bundle against the embedded cloud, by one environment variable", () => {
  it("observe: decides, keeps state, changes nothing of the services", async () => {
    const output = await invokeEmbedded(fixture("observe"), "scale", wakeUp);
    expect(output).toContain('"batchItemFailures": []');
    expect(output).toMatch(/The embedded cloud saw \d+ reads and \d+ writes\./);
    expect(output).toContain("  dynamodb TransactWriteItems ");
    expect(output).not.toMatch(/^ {2}(ecs|application-autoscaling) /m);
    expect(output).not.toContain("refused:");
  });

  it("limits: finds the database's limit, stores it and wakes its domain", async () => {
    const output = await invokeEmbedded(fixture("observe"), "limits", { kind: "read-limits" });
    expect(output).toContain('"source": "configured"');
    expect(output).toMatch(/^ {2}dynamodb PutItem .*DATABASE#orders-db/m);
    expect(output).toMatch(/^ {2}sqs SendMessage .*limit-changed/m);
    expect(output).not.toMatch(/^ {2}(rds|ec2|pi|service-quotas) /m);
    expect(output).not.toContain("refused:");
  });

  it("scale: sets the desired count of the service in that mode, and of no other", async () => {
    const output = await invokeEmbedded(fixture("every-mode"), "scale", wakeUp);
    const updates = output.split("\n").filter((line) => line.startsWith("  ecs UpdateService "));
    expect(updates).toHaveLength(1);
    expect(JSON.parse(updates[0]!.slice("  ecs UpdateService ".length))).toMatchObject({ service: "shop-orders" });
    expect(output).not.toContain("refused:");
  });
});
