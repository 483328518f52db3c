import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Account } from "../../../simulator/cloud/account/account.ts";
import { startCloudFront } from "../../../simulator/cloud/wire/cloud-front.ts";
import { ecsService, shopAccount, taskDefinition } from "./init-account.ts";

const bin = join(__dirname, "../../../cli/headgate.mjs");

/** A terminal is lent by script(1), of util-linux. */
const hasTerminal = spawnSync("script", ["--version"]).status === 0;

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-ask-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One service whose database only a person knows. */
const account = (): Account => {
  const spec = shopAccount();
  const definition = taskDefinition("report");
  return new Account({
    ...spec,
    clusters: [{ name: "shop", services: [ecsService("report")] }],
    definitions: [
      {
        ...definition,
        containerDefinitions: [
          {
            ...definition.containerDefinitions![0],
            secrets: [{ name: "DATABASE_URL", valueFrom: "arn:aws:ssm:eu-central-1:1:parameter/x" }],
          },
        ],
      },
    ],
  });
};

/** @param keys what is typed after the question with these words has appeared */
const onTerminal = async (
  keys: readonly (readonly [after: string, type: string])[],
): Promise<{ readonly status: number | null; readonly screen: string }> => {
  const front = await startCloudFront(account());
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    TERM: "xterm",
    AWS_ENDPOINT_URL: front.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
  };
  try {
    return await new Promise((resolve) => {
      const child = spawn(
        "script",
        ["-qefc", `stty cols 160 rows 40 && ${process.execPath} ${bin} init`, "/dev/null"],
        {
          cwd: folder,
          env,
          stdio: ["pipe", "pipe", "ignore"],
        },
      );
      let screen = "";
      const waiting = [...keys];
      child.stdout.on("data", (part: Buffer) => {
        screen += part.toString();
        const [next] = waiting;
        if (next === undefined || !screen.includes(next[0])) return;
        waiting.shift();
        child.stdin.write(next[1]);
      });
      child.on("close", (status) => resolve({ status, screen }));
    });
  } finally {
    await front.close();
  }
};

(hasTerminal ? describe : describe.skip)("headgate init on a terminal", () => {
  it("asks what it can't see, and writes what was answered", async () => {
    const up = "\u001b[A";
    const { status } = await onTerminal([
      ["Which database does report use?", `${up}\r`],
      ["How many connections does a pool of report", "\b\b7\r"],
    ]);
    expect(status).toBe(0);
    const text = readFileSync(join(folder, "headgate.yml"), "utf8");
    expect(text).toContain("      # likely: your answer\n      users-writer:\n        size: 7 # likely: your answer\n");
  });

  it("writes nothing where the person gives up", async () => {
    const { status, screen } = await onTerminal([["Which database does report use?", "\u0003"]]);
    expect(status).toBe(1);
    expect(screen).toContain("Nothing was written.");
    expect(readdirSync(folder)).toEqual([]);
  });
});
