import { describe, expect, it } from "@jest/globals";
import { Ssm } from "../../simulator/cloud/ssm.ts";
import type { ManagedInstanceSpec } from "../../simulator/cloud/ssm-command.ts";

const startMs = Date.UTC(2026, 2, 14, 9, 10, 30);

const fleet = (...instances: readonly ManagedInstanceSpec[]) => {
  let nowMs = startMs;
  const ssm = new Ssm(() => nowMs);
  ssm.declareDocument("install");
  ssm.declareDocument("other");
  for (const instance of instances) ssm.declareInstance(instance);
  return {
    ssm,
    later: (seconds: number): void => {
      nowMs += seconds * 1000;
    },
  };
};

const edge = (id: string, changes: Partial<ManagedInstanceSpec> = {}): ManagedInstanceSpec => ({
  id,
  tags: { Role: "edge" },
  ...changes,
});

type Command = { CommandId: string; Status: string; StatusDetails: string; TargetCount: number };
const send = (ssm: Ssm, changes: object = {}): Command =>
  (
    ssm.sendCommand({
      DocumentName: "install",
      Targets: [{ Key: "tag:Role", Values: ["edge"] }],
      Parameters: { Generation: ["1"] },
      TimeoutSeconds: 60,
      ...changes,
    }) as { Command: Command }
  ).Command;
const commands = (ssm: Ssm, input: object = {}): Command[] =>
  (ssm.listCommands(input) as { Commands: Command[] }).Commands;
const invocations = (ssm: Ssm, CommandId: string, Details = true) =>
  (ssm.listCommandInvocations({ CommandId, Details }) as { CommandInvocations: Record<string, unknown>[] })
    .CommandInvocations;

describe("Run Command", () => {
  it("looks targets up by tag a moment later, and is done when all of them are", () => {
    const { ssm, later } = fleet(edge("i-1"), edge("i-2"), { id: "i-3", tags: { Role: "db" } });
    const { CommandId, ...sent } = send(ssm);
    expect(sent).toMatchObject({ Status: "Pending", TargetCount: 0 });
    expect(invocations(ssm, CommandId)).toEqual([]);
    later(1);
    expect(commands(ssm)).toMatchObject([{ Status: "InProgress", TargetCount: 2 }]);
    later(2);
    expect(commands(ssm)).toMatchObject([{ Status: "Success", StatusDetails: "Success", CompletedCount: 2 }]);
    expect(invocations(ssm, CommandId)).toMatchObject([
      { InstanceId: "i-1", Status: "Success", CommandPlugins: [{ ResponseCode: 0, Output: "" }] },
      { InstanceId: "i-2", Status: "Success" },
    ]);
  });

  it("fails where one instance fails, with its words, of which 2,500 characters are kept", () => {
    const run = ({ Generation }: Readonly<Record<string, string>>) =>
      ({ status: "Failed", output: `generation ${Generation} ${"x".repeat(3_000)}`, seconds: 5 }) as const;
    const { ssm, later } = fleet(edge("i-1"), edge("i-2", { run }));
    const { CommandId } = send(ssm, { Parameters: { Generation: ["7"] } });
    later(4);
    expect(commands(ssm)).toMatchObject([{ Status: "InProgress", CompletedCount: 1 }]);
    later(1);
    expect(commands(ssm)).toMatchObject([{ Status: "Failed", ErrorCount: 1 }]);
    const [, failed] = invocations(ssm, CommandId);
    const Output = `generation 7 ${"x".repeat(2_487)}`;
    expect(failed).toMatchObject({ Status: "Failed", CommandPlugins: [{ ResponseCode: 1, Output }] });
    expect(invocations(ssm, CommandId, false)[1]?.["CommandPlugins"]).toEqual([]);
  });

  it("times out where an instance is not online", () => {
    const { ssm, later } = fleet(edge("i-1"), edge("i-2", { online: false }));
    const { CommandId } = send(ssm);
    later(59);
    expect(commands(ssm)).toMatchObject([{ Status: "InProgress", TargetCount: 2 }]);
    expect(invocations(ssm, CommandId)[1]).toMatchObject({ Status: "Pending" });
    later(1);
    expect(commands(ssm)).toMatchObject([{ Status: "TimedOut", StatusDetails: "DeliveryTimedOut" }]);
    expect(invocations(ssm, CommandId)[1]).toMatchObject({ Status: "TimedOut", StatusDetails: "DeliveryTimedOut" });
  });

  it("finds nobody where no instance has the tag", () => {
    const { ssm, later } = fleet();
    send(ssm);
    later(1);
    expect(commands(ssm)).toMatchObject([{ TargetCount: 0, StatusDetails: "NoInstancesInTag" }]);
  });

  it("lists commands newest first, by document and time, in pages of 50", () => {
    const { ssm, later } = fleet(edge("i-1"));
    for (let number = 0; number < 60; number += 1) {
      send(ssm, { Parameters: { Generation: [String(number)] } });
      later(1);
    }
    send(ssm, { DocumentName: "other" });
    const Filters = [{ key: "DocumentName" as const, value: "install" }];
    const first = ssm.listCommands({ Filters }) as { Commands: { Parameters: object }[]; NextToken: string };
    expect([first.Commands.length, first.Commands[0]?.Parameters]).toEqual([50, { Generation: ["59"] }]);
    const second = ssm.listCommands({ Filters, NextToken: first.NextToken }) as { Commands: object[] };
    expect(second).toMatchObject({ Commands: { length: 10 }, NextToken: undefined });
    const value = new Date(startMs + 58_000).toISOString();
    expect(commands(ssm, { Filters: [...Filters, { key: "InvokedAfter", value }] })).toHaveLength(2);
    expect(commands(ssm, { Filters: [{ key: "InvokedBefore", value }] })).toHaveLength(50);
  });

  it.each([
    { when: "a document that isn't there", input: { DocumentName: "none" }, name: "InvalidDocument" },
    { when: "a timeout of 29 s", input: { TimeoutSeconds: 29 }, name: "ValidationException" },
    { when: "no target", input: { Targets: [] }, name: "ValidationException" },
    { when: "a comment of 101 characters", input: { Comment: "x".repeat(101) }, name: "ValidationException" },
    {
      when: "an instance by id that isn't there",
      input: { Targets: [], InstanceIds: ["i-9"] },
      name: "InvalidInstanceId",
    },
  ])("refuses $when", ({ input, name }) => {
    expect(() => send(fleet(edge("i-1")).ssm, input)).toThrow(expect.objectContaining({ name }));
  });

  it("refuses a filter and a command that it doesn't know", () => {
    const { ssm } = fleet(edge("i-1"));
    send(ssm);
    expect(() => commands(ssm, { Filters: [{ key: "Color", value: "x" }] })).toThrow(
      expect.objectContaining({ name: "InvalidFilterKey" }),
    );
    expect(() => invocations(ssm, "lost")).toThrow(expect.objectContaining({ name: "InvalidCommandId" }));
  });
});
