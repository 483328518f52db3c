import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { explain, explainKept } from "../../cli/explain.ts";
import { type HistoryOptions, history } from "../../cli/history.ts";
import { parseSince } from "../../cli/parse-since.ts";
import { plan, planFromFile } from "../../cli/plan.ts";
import { liveSource, localSource } from "../../cli/plan-clients.ts";
import type { HistorySource } from "../../shared/aws/history-source.ts";
import { readHistoryLines } from "../../shared/history/read-history-lines.ts";
import { replan } from "../../shared/history/replan.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { CloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import type { SmallStack } from "../scale/small-stack.ts";
import { aRun, overTheWire, runsOf, wallConfig, wallStack } from "./history-stack.ts";

let stack: SmallStack;
let source: HistorySource;
let front: CloudFront;
let folder = "";
const ids: string[] = [];

beforeAll(async () => {
  stack = await wallStack();
  ({ source, front } = await overTheWire(stack, runsOf(aRun())));
  folder = mkdtempSync(join(tmpdir(), "headgate-history-"));
  for (const { pk, sk } of stack.cloud.table.items()) {
    if (sk?.S?.startsWith("DECISION#")) ids.push(`${pk?.S?.slice("DOMAIN#".length)}/${sk.S.slice("DECISION#".length)}`);
  }
});
afterAll(async () => {
  await front.close();
  rmSync(folder, { recursive: true, force: true });
});

const list = (options: Partial<HistoryOptions> = {}) => history(source, { sinceMs: 0, limit: 100, ...options });
const entriesOf = (output: string) => (JSON.parse(output) as { entries: { kind: string; atMs: number }[] }).entries;

describe("headgate history", () => {
  it("lists every decision and run of all domains, the newest first, over many pages", async () => {
    const { exitCode, output } = await list({ json: true });
    const entries = entriesOf(output);
    expect(exitCode).toBe(0);
    expect(entries.filter(({ kind }) => kind === "decision")).toHaveLength(ids.length);
    expect(entries.filter(({ kind }) => kind === "run")).toHaveLength(1);
    expect(entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs).sort((a, b) => b - a));
    expect(ids.length).toBeGreaterThan(3);
  });

  it("says of each what was done, what came of it, and how to learn why", async () => {
    const { output } = await list();
    expect(output).toMatch(/checkout\/2026-\S+#\d+ {2}(alarm|tick|hot-loop)/);
    expect(output).toContain("    says: database-budget");
    expect(output).toContain("run run-7f3a\n    redrive: done, by arn:aws:iam::123456789012:user/ana");
    expect(output).toMatch(/Why: npx headgate explain '\w+\/2026-\S+'$/);
  });

  it.each([
    { when: "a domain", options: { domain: "search" }, every: /"domain": "search"/ },
    { when: "a service that findings name", options: { service: "checkout" }, every: /"checkout"/ },
  ])("of $when lists only its own", async ({ options, every }) => {
    const entries = entriesOf((await list({ ...options, json: true })).output);
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.length).toBeLessThan(ids.length);
    for (const entry of entries) expect(JSON.stringify(entry, null, 1)).toMatch(every);
  });

  it("stops at its limit and says that there is more, and reads no more pages than that takes", async () => {
    const before = stack.calls.length;
    const { output } = await list({ limit: 1, domain: "checkout" });
    expect(output.match(/^checkout\//gm)).toHaveLength(1);
    expect(output).toContain("There is more since");
    // Whether there is the domain, and one page of it.
    expect(stack.calls.slice(before).filter(({ name }) => name === "dynamodb Query").length).toBe(2);
  });

  it("since now lists nothing, and says how to look further back", async () => {
    expect(await list({ sinceMs: source.nowMs + 1 - 1, limit: 5, domain: "search" })).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("--since 7d"),
    });
  });

  it("exports all of it as lines that read back and plan again to the same answer", async () => {
    const file = join(folder, "out", "all.jsonl");
    const { exitCode, output } = await list({ export: file });
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: `${file}: ${ids.length} decisions and 1 run, with 1 configuration`,
    });
    expect(readdirSync(join(folder, "out"))).toEqual(["all.jsonl"]);
    let same = 0;
    for await (const line of readHistoryLines(readFileSync(file, "utf8").trimEnd().split("\n"))) {
      if (line.kind === "decision" && replan(line.decision, line.config).kind === "same") same += 1;
    }
    expect(same).toBe(ids.length);
  });

  it("that breaks off leaves the file as it was, and nothing beside it", async () => {
    const file = join(folder, "kept.jsonl");
    writeFileSync(file, "before\n");
    let calls = 0;
    stack.failing(({ name }) => {
      calls += name === "dynamodb Query" ? 1 : 0;
      return calls > 4 ? new AwsError("AccessDeniedException", "no", 400) : null;
    });
    const { exitCode, output } = await list({ export: file });
    stack.failing(() => null);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/can't be read: AccessDeniedException: no\n {2}fix: you need dynamodb:Query/);
    expect(readFileSync(file, "utf8")).toBe("before\n");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("to a place that is none is refused with the file system's word", async () => {
    writeFileSync(join(folder, "a-file"), "");
    const { exitCode, output } = await list({ export: join(folder, "a-file", "x.jsonl") });
    expect(exitCode).toBe(2);
    expect(output).toContain("can't be written");
  });

  it("of a domain that is none names the one that was meant", async () => {
    expect(await list({ domain: "chekout" })).toEqual({
      exitCode: 2,
      output: `${source.table} has no decision of the domain chekout: did you mean "checkout"?`.replaceAll('"', ""),
    });
  });

  it("of a domain that only an earlier release has stored decisions of lists them where it is named", async () => {
    const { table } = stack.cloud;
    const entry = table.items().find(({ pk, sk }) => pk?.S === "HISTORY" && sk?.S === "DOMAIN#search")!;
    table.remove(entry);
    const named = await list({ domain: "search", json: true });
    const unnamed = await list({ json: true });
    table.putItem({ TableName: table.name, Item: entry });
    expect(entriesOf(named.output)).toHaveLength(1);
    expect(unnamed.output).not.toContain('"domain": "search"');
  });

  it("of a table that is none says how to name the stack", async () => {
    expect(await history({ ...source, table: "headgate-dev" }, { sinceMs: 0, limit: 1 })).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("fix: name the stack by --stage, --table and --region"),
    });
  });

  it("is a command that reads AWS's own settings and keeps JSON apart from what it says meanwhile", async () => {
    const env = {
      PATH: process.env["PATH"],
      AWS_ENDPOINT_URL: front.url,
      AWS_ACCESS_KEY_ID: "embedded",
      AWS_SECRET_ACCESS_KEY: "embedded",
    };
    const args = ["history", "--table", source.table, "--region", "eu-central-1", "--since", "2026-03-14", "--json"];
    const child = spawn(process.execPath, [join(__dirname, "../../cli/headgate.mjs"), ...args], { env });
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += String(chunk);
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(status).toBe(0);
    expect(entriesOf(stdout).length).toBe(Math.min(20, ids.length));
  });
});

describe("headgate explain", () => {
  const capped = async (): Promise<string> => {
    const { output } = await list({ json: true, domain: "checkout" });
    const entries = entriesOf(output) as unknown as { id: string; summary: { codes: string[] } }[];
    return entries.find(({ summary }) => summary.codes.includes("database-budget"))!.id;
  };

  it("writes the arithmetic out, line by line, with what came of it", async () => {
    const { exitCode, output } = await explain(source, `checkout/${await capped()}`, {});
    expect(exitCode).toBe(0);
    expect(output).toContain(
      [
        "Database orders",
        "    83  max_connections (configured)",
        "  -  8  reserved for the engine and for people",
        "  -  5  margin",
        "  -  5  room for one replaced task",
        "  -  5  unmanaged sessions (configured)",
        "  = 60  budget for tasks",
        "  - 60  that the tasks which exist may hold",
        "  =  0  free before this plan",
      ].join("\n"),
    );
    expect(output).toMatch(/ {2}cpu: 4 tasks x [\d.]+ \/ 50 = [\d.]+, asks for 8\n/);
    expect(output).toContain("  -> 6 tasks: the next task needs 10 of orders, 0 are left");
    expect(output).toMatch(/would unlock more: \d+ instead of 10 connections per task: \d+ tasks fit/);
  });

  it("with --replan says that the answer is the same", async () => {
    for (const id of ids) {
      const { exitCode, output } = await explain(source, id, { replan: true });
      expect({ id, exitCode }).toEqual({ id, exitCode: 0 });
      expect(output).toMatch(/Planned again from its stored snapshot: the same answer\.$/);
    }
  });

  it("with another configuration says where the answer differs, and exits with 1", async () => {
    const read = JSON.parse((await explain(source, ids[0]!, { json: true })).output) as { explanation: { id: string } };
    expect(read.explanation.id).toBe(ids[0]!.split("/")[1]);
    const file = join(folder, "export.jsonl");
    await list({ export: file });
    for await (const line of readHistoryLines(readFileSync(file, "utf8").split("\n"))) {
      if (line.kind !== "decision" || line.decision.domain !== "checkout" || line.config === null) continue;
      const databases = line.config.databases.map((database) => ({ ...database, maxConnections: 400 }));
      const { exitCode, output } = explainKept(line.decision, { ...line.config, databases }, { replan: true });
      expect(exitCode).toBe(1);
      expect(output).toMatch(/another answer, first at plan\.\S+\n {2}was .+\n {2}is {2}.+\n/);
    }
  });

  it("finds a decision by the beginning of its id where that is the only one", async () => {
    const id = await capped();
    const { exitCode, output } = await explain(source, `checkout/${id.slice(0, -2)}`, {});
    expect({ exitCode, begins: output.startsWith(`checkout/${id}`) }).toEqual({ exitCode: 0, begins: true });
  });

  it.each([
    { when: "that begins several", id: "2026-03-14T", says: "begins more than one id; write more of it:\n  checkout/" },
    { when: "that nobody has", id: "2026-03-14T00:0x", says: "The nearest are:\n  checkout/2026-" },
    { when: "that is no time", id: "nonsense", says: "The nearest are:\n  checkout/2026-" },
    { when: "of a domain that is none", id: "serch/2026", says: "did you mean search?" },
  ])("of an id $when names what there is", async ({ id, says }) => {
    const { exitCode, output } = await explain(source, id, {});
    expect(exitCode).toBe(2);
    expect(output).toContain(says);
  });

  it("shows a run with its steps", async () => {
    const { exitCode, output } = await explain(source, "run-7", {});
    expect(exitCode).toBe(0);
    expect(output).toContain("run run-7f3a: redrive, done\n");
    expect(output).toContain("1 step\n  2026-03-14T00:05:30.000Z  move\n    3 messages moved to events");
  });
});

describe("headgate plan", () => {
  it("reads the world now, with the same adapters, and writes nothing", async () => {
    const before = { calls: stack.calls.length, items: JSON.stringify(stack.cloud.table.items()) };
    const clients = stack.cloud.clients();
    const live = {
      clients,
      table: source.table,
      siblingQueueUrl: "https://sqs.invalid/0/none",
      nowMs: stack.world.nowMs,
    };
    const { exitCode, output } = await plan(live, wallConfig, "1.2.3", { service: "checkout" });
    expect(exitCode).toBe(0);
    expect(output).toContain("What it would do\n  nothing");
    expect(output).toContain("  -> 6 tasks: the next task needs 10 of orders, 0 are left");
    const names = stack.calls.slice(before.calls).map(({ name }) => name);
    expect(names.filter((name) => !/ (Describe|List|Get|BatchGet)/.test(name))).toEqual([]);
    expect(JSON.stringify(stack.cloud.table.items())).toBe(before.items);
  });

  it("with a file plans the last decision of each domain under this configuration", async () => {
    const file = join(folder, "for-plan.jsonl");
    await list({ export: file });
    const databases = wallConfig.databases.map((database) => ({ ...database, maxConnections: 400 }));
    const { exitCode, output } = await planFromFile(file, { ...wallConfig, databases }, { domain: "checkout" });
    expect(exitCode).toBe(0);
    expect(output).toContain("  400  max_connections (configured)");
    expect(output).toContain("desired count of checkout 6 -> 8: only planned, not written");
  });

  it.each([
    { when: "a domain that is none", options: { domain: "chekout" }, says: "did you mean checkout?" },
    { when: "a service that is none", options: { service: "serch" }, says: "did you mean search?" },
  ])("of $when names the one that was meant", async ({ options, says }) => {
    const { exitCode, output } = await planFromFile("never-read", wallConfig, options);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: expect.stringContaining(says) });
  });

  it.each([
    { when: "no JSON", text: "{\n", says: /:1: decision-form: .*no JSON/ },
    { when: "no decision", text: '{"kind":"decision","decision":{"id":1}}\n', says: /:1: decision-form: .*id: / },
    { when: "nothing in it", text: "\n", says: /has no decision of checkout, search, only of none/ },
  ])("of a file with $when says so, with the line", async ({ text, says }) => {
    const file = join(folder, "wrong.jsonl");
    writeFileSync(file, text);
    const { exitCode, output } = await planFromFile(file, wallConfig, {});
    expect(exitCode).toBe(2);
    expect(output).toMatch(says);
  });

  it("of a file that is not there says so", async () => {
    const { exitCode, output } = await planFromFile(join(folder, "none.jsonl"), wallConfig, {});
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: expect.stringContaining("ENOENT") });
    expect(existsSync(join(folder, "none.jsonl"))).toBe(false);
  });

  it.each([
    {
      when: "a queue that is none",
      error: new AwsError("QueueDoesNotExist", "no", 400),
      fix: "check the queue's name",
    },
    { when: "expired credentials", error: new AwsError("ExpiredTokenException", "no", 400), fix: "sign in again" },
  ])("of $when says what to do, before anything is read", async ({ error, fix }) => {
    const queue = { kind: "sqs", queueName: "jobs" } as const;
    const rates = { messagesPerSecond: 1, drainSeconds: 60, toleranceRatio: 0.1, staleAfterSeconds: 180 };
    const backlog = { kind: "backlog", name: "jobs", source: queue, ...rates } as const;
    const services = wallConfig.services.map((service) => ({ ...service, signals: [backlog] }));
    stack.failing(() => error);
    process.env["AWS_ENDPOINT_URL"] = front.url;
    process.env["AWS_ACCESS_KEY_ID"] = process.env["AWS_SECRET_ACCESS_KEY"] = "embedded";
    const found = await liveSource({ stage: "dev", region: "eu-central-1" }, { ...wallConfig, services }, 0);
    for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
    stack.failing(() => null);
    expect(found).toEqual({ kind: "failed", message: expect.stringContaining(fix) });
  });

  it("with --local plans a rush on the services, without AWS", async () => {
    const { exitCode, output } = await plan(
      await localSource(wallConfig, Date.UTC(2026, 2, 14)),
      wallConfig,
      "1.2.3",
      {},
    );
    expect(exitCode).toBe(0);
    expect(output).toMatch(/desired count of search \d+ -> \d+: only planned, not written/);
  });
});

describe("--since", () => {
  const nowMs = Date.UTC(2026, 2, 14, 12);
  it.each([
    { text: "24h", atMs: Date.UTC(2026, 2, 13, 12) },
    { text: "90m", atMs: Date.UTC(2026, 2, 14, 10, 30) },
    { text: "2w", atMs: Date.UTC(2026, 1, 28, 12) },
    { text: "2026-03-14", atMs: Date.UTC(2026, 2, 14) },
    { text: "2026-03-14T08:00", atMs: Date.UTC(2026, 2, 14, 8) },
    { text: "2026-03-14T08:00+01:00", atMs: Date.UTC(2026, 2, 14, 7) },
  ])("$text is a moment", ({ text, atMs }) => expect(parseSince(text, nowMs)).toBe(atMs));

  it.each(["", "24", "h", "yesterday", "2026-13-40", "-1h", "2026"])(
    "%p is refused with what would be right",
    (text) => {
      expect(() => parseSince(text, nowMs)).toThrow("write 24h");
    },
  );
});
