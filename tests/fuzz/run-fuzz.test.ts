import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { FuzzFailure } from "./fuzz-job.ts";
import { planJobs } from "./plan-jobs.ts";
import { shrink } from "./shrink.ts";

type Run = { readonly status: number | null; readonly output: string };

const fuzz = (...args: readonly string[]): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["tests/fuzz/run-fuzz.ts", ...args]);
    let output = "";
    const keep = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });

const columns = ["inputs", "accepted", "rejected", "codes", "crashes", "broken", "uncoded", "hangs"] as const;

/** The figures of a line of the table, by the column. */
const rowOf = (output: string, target: string): Readonly<Record<(typeof columns)[number], string>> => {
  const line = output.split("\n").find((one) => one.startsWith(`${target} `));
  const [, ...cells] = (line ?? "").split(/ {2,}/);
  return Object.fromEntries(columns.map((name, column) => [name, cells[column] ?? ""])) as ReturnType<typeof rowOf>;
};

const readers = [
  "router",
  "runbook",
  "config",
  "formula",
  "trace",
  "scenario",
  "history",
  "cost-plan",
  "price-book",
  "recording",
];
const planted = ["--module", "tests/fuzz/planted-targets.ts", "--hang-seconds", "3"];

/** The file that the run has kept an input of a target in. */
const keptOf = (output: string, target: string): string =>
  new RegExp(`--replay (\\S*/${target}-\\S+)`).exec(output)?.[1] ?? `no kept input of ${target}`;

describe("fuzzing", () => {
  it("is clean in a small run of every reader", async () => {
    const { status, output } = await fuzz("--inputs", "400", "--seed", "1", "--workers", "1");
    expect(output).toMatch(/\n40\d inputs in \d+ s, 0 failed; the heap grew by \d+\.\d MB\n$/);
    expect(status).toBe(0);
    for (const reader of readers) {
      const { crashes, broken, uncoded, hangs, inputs } = rowOf(output, reader);
      expect({ reader, crashes, broken, uncoded, hangs }).toEqual({
        reader,
        crashes: "0",
        broken: "0",
        uncoded: "0",
        hangs: "0",
      });
      expect(Number(inputs)).toBeGreaterThan(0);
    }
  });

  it("notices planted mistakes of every kind, keeps the smallest input of each, and replays it", async () => {
    const { status, output } = await fuzz(...planted, "--inputs", "700", "--workers", "1", "--seed", "5");
    expect(status).toBe(1);
    expect(rowOf(output, "sound")).toMatchObject({ crashes: "0", broken: "0", uncoded: "0", hangs: "0" });
    expect(Number(rowOf(output, "crashes").crashes)).toBeGreaterThan(0);
    expect(Number(rowOf(output, "breaks").broken)).toBeGreaterThan(0);
    expect(Number(rowOf(output, "uncoded").uncoded)).toBeGreaterThan(0);
    expect(Number(rowOf(output, "undocumented").uncoded)).toBeGreaterThan(0);
    expect(Number(rowOf(output, "hangs").hangs)).toBeGreaterThan(0);
    expect(output).toMatch(/garbage: only 0\.0 % of the inputs are accepted/);
    // An input that ends its worker keeps none of the others from being read.
    expect(rowOf(output, "hangs").inputs).toBe("100");

    const crash = keptOf(output, "crashes");
    expect((JSON.parse(readFileSync(crash, "utf8")) as FuzzFailure).input).toBe("!");
    const replays = await Promise.all(
      ["crashes", "hangs", "uncoded"].map((target) => fuzz(...planted, "--replay", keptOf(output, target))),
    );
    expect(replays.map(({ status: code }) => code)).toEqual([1, 1, 1]);
    expect(replays[0]!.output).toMatch(/^crashes: crash: TypeError: can't read 1\n/);
    expect(replays[1]!.output).toMatch(/^hangs: hang: no answer within 3 s\n/);
    expect(replays[2]!.output).toMatch(/^uncoded: uncoded: rejected without a code\n/);
  });

  it.each([
    { when: "a target that is not there", args: ["--target", "nobody"], says: /no target nobody; there are sound/ },
    { when: "no number of inputs", args: ["--inputs", "many"], says: /--inputs many: a whole number/ },
    { when: "a file that was not kept", args: ["--replay", "package.json"], says: /no input that was kept/ },
  ])("refuses a command line with $when", async ({ args, says }) => {
    const { status, output } = await fuzz(...planted, ...args);
    expect({ status, output }).toEqual({ status: 2, output: expect.stringMatching(says) });
  });
});

describe("the jobs of a run", () => {
  it("hold each input of each target once, in numbers as its share", () => {
    const jobs = planJobs(
      [
        { name: "fast", share: 3 },
        { name: "slow", share: 1 },
      ],
      8_000,
    );
    const numbersOf = (name: string) =>
      jobs
        .filter(({ target }) => target === name)
        .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index))
        .sort((a, b) => a - b);
    expect(numbersOf("fast")).toEqual(Array.from({ length: 6_000 }, (_, index) => index));
    expect(numbersOf("slow")).toEqual(Array.from({ length: 2_000 }, (_, index) => index));
    // Whatever is stopped early has seen both.
    expect(new Set(jobs.slice(0, 2).map(({ target }) => target)).size).toBe(2);
  });
});

describe("cutting an input smaller", () => {
  it("leaves what the failure needs and nothing else", async () => {
    const smallest = await shrink("aaaa{bbbb}cccc", async (text) => /\{.*\}/.test(text), 1_000);
    expect(smallest).toBe("{}");
  });

  it("leaves an input alone that fails only as a whole", async () => {
    expect(await shrink("abc", async (text) => text === "abc", 1_000)).toBe("abc");
  });
});
