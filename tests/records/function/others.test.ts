import { describe, expect, it } from "@jest/globals";
import { recordName, recordsConfig, recordsStack, zoneId } from "./records-stack.ts";

const byHand = (name: string, type: "A" | "TXT", ...values: readonly string[]) => ({
  Name: `${name}.`,
  Type: type,
  TTL: 300,
  ResourceRecords: values.map((Value) => ({ Value })),
});

describe("a record that somebody else made", () => {
  it("stays as it is, and its owner is named", async () => {
    const stack = recordsStack();
    const foreign = byHand(recordName, "A", "192.0.2.7");
    const owner = byHand(`a-${recordName}`, "TXT", '"heritage=external-dns,external-dns/owner=cluster-b"');
    stack.cloud.route53.changeByHand(zoneId, [
      { Action: "CREATE", ResourceRecordSet: foreign },
      { Action: "CREATE", ResourceRecordSet: owner },
    ]);
    const before = stack.setsOf();
    await stack.run(300);
    expect(stack.setsOf()).toEqual(before);
    expect(stack.batches()).toBe(0);
    expect(stack.told()).toEqual(["record-not-owned raised"]);
    expect(stack.notices()[0]?.finding.detail).toContain("cluster-b");
  });
});

describe("a change made by hand to a record of ours", () => {
  it("is healed within the minute, with one notice that names it", async () => {
    const stack = recordsStack();
    await stack.run(70);
    const batches = stack.batches();
    stack.cloud.route53.changeByHand(zoneId, [
      { Action: "UPSERT", ResourceRecordSet: byHand(recordName, "A", "192.0.2.66") },
    ]);
    await stack.run(61);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.batches()).toBe(batches + 1);
    expect(stack.told()).toEqual(["record-restored raised"]);
    expect(stack.notices()[0]).toMatchObject({ domain: "zone/Z0SHOP", service: "order" });
    expect(stack.notices()[0]?.finding.detail).toContain(recordName);
    await stack.run(120);
    expect(stack.batches()).toBe(batches + 1);
  });

  it("whose healing fails is told when it has succeeded, not before", async () => {
    const stack = recordsStack();
    await stack.run(70);
    stack.cloud.route53.changeByHand(zoneId, [
      { Action: "UPSERT", ResourceRecordSet: byHand(recordName, "A", "192.0.2.66") },
    ]);
    stack.failing(({ name }) =>
      name === "route53 ChangeResourceRecordSets" ? Object.assign(new Error("no"), { name: "AccessDenied" }) : null,
    );
    await stack.run(61);
    expect(stack.told()).toEqual([]);
    stack.failing(() => null);
    await stack.run(60);
    expect(stack.told()).toEqual(["record-restored raised"]);
  });
});

describe("a stack that may not write", () => {
  it("while paused reads and writes nothing, and catches up when it is not", async () => {
    const stack = recordsStack();
    stack.cloud.table.putItem({
      TableName: stack.cloud.table.name,
      Item: { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } },
    });
    await stack.run(180);
    expect(stack.setsOf()).toEqual([]);
    expect(stack.namesOf().filter((name) => /^(route53|ec2|sns|ecs)/.test(name))).toEqual([]);
  });

  it("of an observed zone makes no write at all, and tells what it would write", async () => {
    const stack = recordsStack(recordsConfig(undefined, "observe"));
    await stack.run(10);
    stack.world.setDesiredCount("order", 3);
    await stack.run(300);
    expect(stack.setsOf()).toEqual([]);
    expect(stack.namesOf().filter((name) => /^route53 (?!List)/.test(name))).toEqual([]);
    expect(stack.told()).toEqual(["would-change-records raised"]);
  });
});
