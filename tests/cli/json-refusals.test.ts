import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const bin = join(__dirname, "../../cli/headgate.mjs");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-json-"));
  writeFileSync(join(folder, "headgate.yml"), "version: 1\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** No credentials, and nothing to ask: what needs AWS is refused. */
const headgate = (args: readonly string[]) => {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    CI: "1",
    AWS_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8", env });
};

describe("with --json a refusal is JSON too, on standard output", () => {
  it.each<{ args: readonly string[]; status: number; kind: string }>([
    { args: ["validate", "none.yml"], status: 2, kind: "unreadable" },
    { args: ["validate"], status: 1, kind: "refused" },
    { args: ["limits", "--reference", "none.csv"], status: 2, kind: "unreadable" },
    { args: ["codes", "none-such"], status: 2, kind: "unknown-code" },
    { args: ["pool-fit", "none.yml"], status: 2, kind: "unusable" },
    { args: ["preflight", "--task-definition", "x.json"], status: 2, kind: "unusable" },
    { args: ["ports", "--config", "none.yml"], status: 2, kind: "unusable" },
    { args: ["nginx", "render", "--check"], status: 2, kind: "unusable" },
    { args: ["nginx", "adopt", "none.conf"], status: 1, kind: "unusable" },
    { args: ["release"], status: 1, kind: "failed" },
    { args: ["init"], status: 1, kind: "unusable" },
    { args: ["doctor"], status: 1, kind: "unusable" },
  ])("$args", ({ args, status, kind }) => {
    const ran = headgate([...args, "--json"]);
    expect({ status: ran.status, kind: JSON.parse(ran.stdout).kind, stderr: ran.stderr }).toEqual({
      status,
      kind,
      stderr: "",
    });
  });

  it("a code that is known is JSON as well", () => {
    const ran = headgate(["codes", "limit-unknown", "--json"]);
    expect(ran.status).toBe(0);
    expect(JSON.parse(ran.stdout).codes.map(({ source }: { readonly source: string }) => source)).toEqual([
      "notice",
      "configuration",
    ]);
  });
});
