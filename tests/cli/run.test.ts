import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { EXIT } from "../../cli/exit-codes.ts";
import { runRunbook } from "../../cli/run-runbook.ts";
import type { Parameter } from "../../shared/runbooks/parameter.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { account, changesSince, type RunWorld, runWorld } from "../runbooks/run-world.ts";
import { stackConfig } from "../scale/small-world.ts";
import { type LambdaEndpoint, startLambdaEndpoint } from "./lambda-endpoint.ts";

const bin = join(__dirname, "../../cli/headgate.mjs");
type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Whose key it is, as STS would say of the signature. */
const userOf = (proof: string): string =>
  `arn:aws:iam::${account}:user/${new URL(proof).searchParams.get("X-Amz-Credential")?.split("/")[0]?.toLowerCase()}`;

let world: RunWorld;
let lambda: LambdaEndpoint;

beforeEach(async () => {
  world = runWorld({
    config: stackConfig(
      {},
      { maxConnections: 100 },
      { runbooks: { allow: [], approval: ["pause"], approvalMinutes: 60 } },
    ),
    deps: (deps) => ({
      ...deps,
      account: () => account,
      identify: async (proof) => ({ kind: "known", identity: { arn: userOf(proof), account } }),
    }),
  });
  world.warmUp(300);
  lambda = await startLambdaEndpoint({
    // Between two calls the world goes on, as it would while a person types.
    "headgate-prod-runbook": async (event) => {
      const answer = await world.invoke(event);
      await world.live(20);
      return answer;
    },
  });
});
afterEach(() => lambda.close());

const run = (user: string, ...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const env = {
      PATH: process.env["PATH"],
      HOME: tmpdir(),
      AWS_ENDPOINT_URL: lambda.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: user,
      AWS_SECRET_ACCESS_KEY: "secret",
    };
    const child = spawn(process.execPath, [bin, "run", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err]: Buffer[][] = [[], []];
    child.stdout.on("data", (part: Buffer) => void out!.push(part));
    child.stderr.on("data", (part: Buffer) => void err!.push(part));
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({ status, stdout: Buffer.concat(out!).toString(), stderr: Buffer.concat(err!).toString() }),
    );
  });

const toFive = ["scale", "--service", "checkout", "--to", "5", "--stage", "prod"] as const;

describe("headgate run, of a deployed stack", () => {
  it("is dry unless told otherwise, and invokes the function", async () => {
    const from = world.calls.length;
    const { status, stdout } = await run("ANN", ...toFive);
    expect(status).toBe(0);
    expect(stdout).toContain("checkout: desired count 4 -> 5");
    const written = changesSince(world.calls, from).filter((name) => name.startsWith("ecs "));
    expect(written).toEqual([]);
  });

  it("confirmed and followed, shows each step, and the history knows who asked", async () => {
    const { status, stdout, stderr } = await run(
      "ANN",
      ...toFive,
      "--confirm",
      "--follow",
      "--request-id",
      "incident-42",
    );
    expect({ status, done: stdout.includes("scale incident-42: done") }).toEqual({ status: 0, done: true });
    expect(stderr).toContain("checkout: asked for 5 tasks");
    expect(world.world.counts("checkout").desired).toBe(5);
    expect((await run("BOB", "history", "--stage", "prod")).stdout).toContain(
      "scale: done, by arn:aws:iam::123456789012:user/ann",
    );
  });

  it("what needs approval waits for somebody else", async () => {
    const asked = await run(
      "ANN",
      "pause",
      "--service",
      "checkout",
      "--confirm",
      "--request-id",
      "incident-43",
      "--stage",
      "prod",
    );
    expect({ status: asked.status, waits: asked.stdout.includes("npx headgate run --approve incident-43") }).toEqual({
      status: 0,
      waits: true,
    });
    const own = await run("ANN", "--approve", "incident-43", "--stage", "prod");
    expect([own.status, own.stderr.split(":")[0]]).toEqual([1, "same-person"]);
    const approved = await run("BOB", "--approve", "incident-43", "--follow", "--stage", "prod");
    expect({ status: approved.status, stderr: approved.stderr }).toMatchObject({ status: 0 });
    expect((await run("BOB", "--status", "incident-43", "--json", "--stage", "prod")).stdout).toContain(
      '"approvedBy": "arn:aws:iam::123456789012:user/bob"',
    );
  });

  it("an abort ends what waits", async () => {
    await run("ANN", "pause", "--service", "checkout", "--confirm", "--request-id", "incident-44", "--stage", "prod");
    const aborted = await run("ANN", "--abort", "incident-44", "--stage", "prod");
    expect([aborted.status, aborted.stdout.split("\n")[0]]).toEqual([
      1,
      `pause incident-44: was aborted by arn:aws:iam::123456789012:user/ann`,
    ]);
  });

  it.each<{ when: string; args: readonly string[]; status: number; says: string }>([
    { when: "past the budget", args: ["scale", "--service", "checkout", "--to", "12"], status: 1, says: "past-budget" },
    {
      when: "of a service that is not there",
      args: ["scale", "--service", "chekout", "--to", "5"],
      status: 2,
      says: "did you mean checkout?",
    },
    { when: "without a parameter", args: ["scale", "--service", "checkout"], status: 2, says: "params.to is missing" },
    { when: "that is none", args: ["scael"], status: 2, says: "Did you mean scale?" },
    { when: "that is not allowed", args: ["rollback", "--service", "checkout"], status: 1, says: "runbooks.allow" },
    { when: "that nobody has started", args: ["--status", "incident-99"], status: 1, says: "run-not-found" },
  ])("a run $when says what to do, and its exit code is $status", async ({ args, status, says }) => {
    const ran = await run("ANN", ...args, "--stage", "prod");
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status, stdout: "" });
    expect(ran.stderr).toContain(says);
  });

  it("of a stack that is not deployed says how to name it", async () => {
    const { status, stderr } = await run("ANN", "headroom", "--stage", "test");
    expect(status).toBe(1);
    expect(stderr).toContain("Name it by --stage and --region");
  });
});

describe("headgate run, before anything is invoked", () => {
  const complaints: string[] = [];
  beforeEach(() => {
    complaints.length = 0;
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      complaints.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(runbooks.map(({ name }) => ({ name })))("$name refuses an option that it doesn't have", async ({ name }) => {
    expect(await runRunbook(name, ["--no-such-option", "1"], { stage: "dev" })).toBe(EXIT.usage);
    expect(complaints.join("")).toContain("--no-such-option");
  });

  const numbers = runbooks.flatMap(({ name, parameters }) =>
    Object.entries(parameters as Readonly<Record<string, Parameter<unknown>>>)
      .filter(([, { schema }]) => schema.safeParse(2).success || schema.safeParse(500).success)
      .map(([parameter]) => ({
        name,
        option: `--${parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      })),
  );

  it.each(numbers)("$name refuses $option where it is no number", async ({ name, option }) => {
    expect(await runRunbook(name, [option, "many"], { stage: "dev" })).toBe(EXIT.usage);
    expect(complaints.join("")).toContain(option);
  });
});
