import type { Command } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "@jest/globals";
import type { Ssm } from "../../shared/aws/clients.ts";
import { readNginxCommands } from "../../shared/aws/read-nginx-commands.ts";
import { answering, awsError } from "./answering.ts";

const nowMs = Date.UTC(2026, 2, 14, 12, 0, 30, 250);
const minutesAgo = (minutes: number): Date => new Date(nowMs - minutes * 60_000);
const command = (CommandId: string, minutes: number, generation: string, changes: Partial<Command> = {}): Command => ({
  CommandId,
  RequestedDateTime: minutesAgo(minutes),
  Status: "Success",
  TargetCount: 2,
  Parameters: { Fleet: ["edge"], Generation: [generation], Hash: [`hash-${generation}`], Key: ["k"], File: ["/f"] },
  ...changes,
});
const invocations = [
  {
    InstanceId: "i-2",
    Status: "Failed",
    StatusDetails: "Failed",
    CommandPlugins: [
      { Name: "download", Output: "" },
      { Name: "install", Output: "nginx: [emerg] no\n" },
    ],
  },
  {
    InstanceId: "i-1",
    Status: "Success",
    StatusDetails: "Success",
    CommandPlugins: [{ Output: "downloaded\n" }, { Output: "installed\n" }],
  },
] as const;

/** One command, and one invocation, a page. */
const ssm = (commands: readonly Command[]) =>
  answering<Ssm>((operation, input) => {
    const at = Number(input["NextToken"] ?? 0);
    const entries: readonly object[] = operation === "ListCommands" ? commands : invocations;
    const NextToken = at + 1 < entries.length ? String(at + 1) : undefined;
    const page = entries.slice(at, at + 1);
    return operation === "ListCommands" ? { Commands: page, NextToken } : { CommandInvocations: page, NextToken };
  });

const read = (fake: { readonly client: Ssm }) => readNginxCommands(fake.client, "shop-install", "edge", nowMs);
const known = { fleet: "edge", status: "Success", targetCount: 2 };

describe("the installs of a fleet", () => {
  it("are of the last hour and of this fleet, newest first, the newest two in detail", async () => {
    const fake = ssm([
      command("old", 61, "1"),
      command("third", 30, "3"),
      command("newest", 1, "5", { Status: "InProgress" }),
      command("second", 10, "4"),
      command("other", 2, "9", { Parameters: { Fleet: ["inner"], Generation: ["9"], Hash: ["h"] } }),
      command("by hand", 2, "x"),
      command("without parameters", 2, "1", { Parameters: {} }),
    ]);
    const detailed = [
      { instanceId: "i-1", status: "Success", statusDetails: "Success", output: "downloaded\ninstalled" },
      { instanceId: "i-2", status: "Failed", statusDetails: "Failed", output: "nginx: [emerg] no" },
    ];
    expect(await read(fake)).toEqual({
      kind: "known",
      value: {
        commands: [
          {
            ...known,
            commandId: "newest",
            generation: 5,
            hash: "hash-5",
            requestedAtMs: nowMs - 60_000,
            status: "InProgress",
            invocations: detailed,
          },
          {
            ...known,
            commandId: "second",
            generation: 4,
            hash: "hash-4",
            requestedAtMs: nowMs - 600_000,
            invocations: detailed,
          },
          {
            ...known,
            commandId: "third",
            generation: 3,
            hash: "hash-3",
            requestedAtMs: nowMs - 1_800_000,
            invocations: [],
          },
        ],
      },
    });
    expect(fake.asked[0]!.input).toEqual({
      Filters: [
        { key: "DocumentName", value: "shop-install" },
        { key: "InvokedAfter", value: "2026-03-14T11:00:30Z" },
      ],
      NextToken: undefined,
    });
    const detail = fake.asked.filter(({ operation }) => operation === "ListCommandInvocations");
    expect(detail.map(({ input }) => [input["CommandId"], input["Details"]])).toEqual(
      expect.arrayContaining([
        ["newest", true],
        ["second", true],
      ]),
    );
    expect(detail).toHaveLength(4);
  });

  it("are none where nothing was sent", async () => {
    expect(await read(ssm([]))).toEqual({ kind: "known", value: { commands: [] } });
  });

  it.each(["ListCommands", "ListCommandInvocations"])("are unknown where %s fails", async (failing) => {
    const fake = answering<Ssm>((operation) => {
      if (operation === failing) throw awsError("AccessDeniedException");
      return { Commands: [command("a", 1, "1")] };
    });
    const about = failing === "ListCommands" ? " shop-install" : "";
    expect(await read(fake)).toEqual({
      kind: "unknown",
      because: "access-denied",
      detail: `ssm:${failing}${about}: AccessDeniedException: on purpose`,
    });
  });
});
