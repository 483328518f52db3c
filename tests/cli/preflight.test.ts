import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const bin = join(__dirname, "../../cli/headgate.mjs");

const configuration = `version: 1
name: shop
defaults: { cluster: shop, drain: { deregistrationDelaySeconds: 0, stopTimeoutSeconds: 30 }, signals: { cpu: 70 } }
databases:
  main: { instance: shop-main, engine: postgres, maxConnections: 245, marginConnections: 0, unmanagedConnections: 0 }
  other: { instance: shop-other, engine: mysql, unmanagedConnections: 0 }
services:
  api:
    startSeconds: 40
    tasks: { min: 3, max: 12 }
    pools: { main: { size: 15, extras: 4, variables: { size: DB_POOL_SIZE } } }
  reports:
    tasks: { min: 1, max: 2 }
    pools: { main: 5, other: 5 }
`;

const definition = (family: string, poolSize: string): string =>
  JSON.stringify({ family, containerDefinitions: [{ environment: [{ name: "DB_POOL_SIZE", value: poolSize }] }] });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-preflight-"));
  writeFileSync(join(folder, "headgate.yml"), configuration);
  writeFileSync(join(folder, "api.json"), definition("api", "15"));
  writeFileSync(join(folder, "small.json"), definition("api", "5"));
  writeFileSync(join(folder, "many.json"), definition("api", "many"));
  writeFileSync(join(folder, "stranger.json"), definition("stranger", "5"));
  writeFileSync(join(folder, "reports.json"), definition("reports", "5"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const headgate = (...args: readonly string[]) => {
  const env = { PATH: process.env["PATH"], CI: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
};
const preflight = (file: string, ...more: readonly string[]) =>
  headgate("preflight", "--task-definition", file, ...more);

describe("headgate preflight", () => {
  it("refuses the published rolling deployment started at ten tasks, with the numbers and what would fit", () => {
    const { status, stdout } = preflight("api.json", "--desired", "10");
    expect(status).toBe(1);
    expect(stdout).toContain("api: REFUSED");
    // 237 usable less one replacement of 19; 380 at the peak; two reports at their maximum hold 10.
    expect(stdout).toContain("main      19 -> 19   380     218      10   208    172\n");
    expect(stdout).toContain("  - 1 connection per task on main\n  - 5 tasks when the deployment begins\n");
  });

  it("lets a smaller pool of the new definition pass", () => {
    const { status, stdout } = preflight("small.json", "--desired", "5");
    expect({ status, first: stdout.split("\n")[0] }).toEqual({ status: 0, first: "api: the deployment fits" });
    expect(stdout).toContain("19 -> 9");
  });

  it("is JSON for a script", () => {
    const { status, stdout } = preflight("api.json", "--desired", "10", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      service: "api",
      verdict: { kind: "exceeds", databases: [{ database: "main", peakConnections: 380, roomConnections: 208 }] },
    });
  });

  it.each<{ when: string; args: readonly string[]; says: RegExp }>([
    { when: "a file that isn't there", args: ["nothing.json"], says: /can't be read/ },
    { when: "a pool size that is no number", args: ["many.json"], says: /DB_POOL_SIZE is "many", not a whole number/ },
    { when: "a family that is no service", args: ["stranger.json"], says: /add --service with one of api, reports/ },
    { when: "a service that is none", args: ["api.json", "--service", "ap"], says: /--service names ap/ },
    { when: "tasks of a service that is none", args: ["api.json", "--tasks", "web=3"], says: /--tasks names web/ },
    { when: "tasks without a number", args: ["api.json", "--tasks", "reports"], says: /write NAME=N/ },
    { when: "a limit that nobody said", args: ["reports.json"], says: /add --max-connections other=N/ },
  ])("tells $when with what to do, and exits with 2", ({ args: [file, ...more], says }) => {
    const { status, stdout, stderr } = preflight(file!, ...more);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(says);
  });
});

describe("headgate pool-fit", () => {
  it("shows the largest safe pools, and fails where a limit is not known", () => {
    const { status, stdout } = headgate("pool-fit");
    expect(status).toBe(1);
    // 12 x 17 + 2 x 8 + one replaced 17 = 237 of 237.
    expect(stdout).toContain("api          main     12   19     17        17     13\n");
    expect(stdout).toContain("reports      main      2    5      0         8      8\n");
    expect(stdout).toContain("other: no answer, max_connections is not in headgate.yml");
  });

  it("asks for the sessions of others where they are left to be measured: unknown is not none", () => {
    writeFileSync(
      join(folder, "measured.yml"),
      configuration.replace("marginConnections: 0, unmanagedConnections: 0", "marginConnections: 0"),
    );
    expect(headgate("pool-fit", "measured.yml").stdout).toContain(
      "main: no answer, the sessions of others are not in headgate.yml: add --unmanaged main=N",
    );
    const { stdout } = headgate("pool-fit", "measured.yml", "--unmanaged", "main=0");
    expect(stdout).toContain("api          main     12   19     17        17     13\n");
  });

  it("prints SSM parameters that a shell can take as they are", () => {
    const { stdout } = headgate("pool-fit", "--format", "ssm");
    for (const line of stdout.trim().split("\n")) {
      expect(line).toMatch(
        /^aws ssm put-parameter --overwrite --type String --name \/headgate\/[A-Za-z0-9/_-]+ --value \d+$/,
      );
    }
    expect(stdout).toContain("/headgate/shop/api/main/pool-size --value 13");
  });
});
