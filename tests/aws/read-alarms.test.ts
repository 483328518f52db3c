import { describe, expect, it } from "@jest/globals";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import { readAlarms } from "../../shared/aws/read-alarms.ts";
import { answering, awsError } from "./answering.ts";

type Input = { AlarmNames: string[]; AlarmTypes: string[]; MaxRecords: number; NextToken?: string };

const cloudWatch = (answer: (input: Input) => unknown) =>
  answering<CloudWatch>((_operation, input) => answer(input as unknown as Input));

const alarm = (AlarmName: string, changes: object = {}): object => ({
  AlarmName,
  StateValue: "ALARM",
  ActionsEnabled: true,
  StateTransitionedTimestamp: new Date(1_000),
  StateUpdatedTimestamp: new Date(9_000),
  ...changes,
});

describe("readAlarms", () => {
  it("asks for metric and composite alarms, 100 names at a time, and answers every name", async () => {
    const fake = cloudWatch(({ AlarmNames }) => ({ MetricAlarms: AlarmNames.map((name) => alarm(name)) }));
    const names = Array.from({ length: 230 }, (_, n) => `alarm-${n}`);
    const readings = await readAlarms(fake.client, names);
    expect(fake.asked.map(({ input }) => (input as unknown as Input).AlarmNames.length)).toEqual([100, 100, 30]);
    expect((fake.asked[0]!.input as unknown as Input).AlarmTypes).toEqual(["MetricAlarm", "CompositeAlarm"]);
    expect([...readings.values()].every(({ kind }) => kind === "alarm")).toBe(true);
    expect(readings.size).toBe(230);
  });

  it("follows pages: an alarm of the second page is not a missing one", async () => {
    const fake = cloudWatch(({ AlarmNames, NextToken }) =>
      NextToken === undefined
        ? { MetricAlarms: AlarmNames.slice(0, 50).map((name) => alarm(name)), NextToken: "more" }
        : { MetricAlarms: AlarmNames.slice(50).map((name) => alarm(name)) },
    );
    const readings = await readAlarms(
      fake.client,
      Array.from({ length: 80 }, (_, n) => `alarm-${n}`),
    );
    expect([...readings.values()].filter(({ kind }) => kind === "alarm")).toHaveLength(80);
  });

  it.each([
    {
      when: "a composite alarm is read like any other",
      answer: { CompositeAlarms: [alarm("a")] },
      expected: { kind: "alarm", state: "ALARM", sinceMs: 1_000, actionsEnabled: true },
    },
    {
      when: "the state's age is that of its transition, not of its last update",
      answer: { MetricAlarms: [alarm("a")] },
      expected: { sinceMs: 1_000 },
    },
    {
      when: "without a transition it is that of the update",
      answer: { MetricAlarms: [alarm("a", { StateTransitionedTimestamp: undefined })] },
      expected: { sinceMs: 9_000 },
    },
    {
      when: "a muted alarm is muted",
      answer: { MetricAlarms: [alarm("a", { ActionsEnabled: false })] },
      expected: { actionsEnabled: false },
    },
    {
      when: "an alarm without a state has no data",
      answer: { MetricAlarms: [alarm("a", { StateValue: undefined })] },
      expected: { state: "INSUFFICIENT_DATA" },
    },
    {
      when: "a missing alarm is unknown, not OK",
      answer: { MetricAlarms: [] },
      expected: { kind: "unknown", because: "not-found", detail: "CloudWatch has no alarm a" },
    },
  ])("$when", async ({ answer, expected }) => {
    expect((await readAlarms(cloudWatch(() => answer).client, ["a"])).get("a")).toMatchObject(expected);
  });

  it("a call that fails makes its own hundred unknown, and names itself", async () => {
    const fake = cloudWatch(({ AlarmNames }) => {
      if (AlarmNames.includes("alarm-0")) throw awsError("AccessDenied");
      return { MetricAlarms: AlarmNames.map((name) => alarm(name)) };
    });
    const readings = await readAlarms(
      fake.client,
      Array.from({ length: 101 }, (_, n) => `alarm-${n}`),
    );
    expect(readings.get("alarm-0")).toMatchObject({ kind: "unknown", because: "access-denied" });
    expect(JSON.stringify(readings.get("alarm-0"))).toContain("cloudwatch:DescribeAlarms");
    expect(readings.get("alarm-100")?.kind).toBe("alarm");
  });
});
