import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { entriesOfTrace, traceEntries } from "../../../simulator/bench/trace-entries.ts";
import { traceRecipes } from "../../../simulator/bench/trace-recipes.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-traces-"));
});
afterEach(() => rm(folder, { recursive: true }));

const advice = "the traces are left out. Give their folder with --traces or HEADGATE_TRACES.";
const minutes = (slots: number) =>
  `minute_offset,requests\n${Array.from({ length: slots }, (_, i) => `${i},60`).join("\n")}\n`;

it("a folder that is not there gives no worlds, and says so", async () => {
  const missing = join(folder, "none");
  expect(await traceEntries(missing, "quick")).toEqual({
    found: { kind: "missing", folder: missing, message: `${missing} does not exist: ${advice}` },
    entries: [],
  });
});

it("so does a folder with other files in it", async () => {
  await writeFile(join(folder, "other.csv"), minutes(5));
  expect((await traceEntries(folder, "quick")).found).toEqual({
    kind: "missing",
    folder,
    message: `${folder} holds none of the recordings: ${advice}`,
  });
});

it("one recording that is there is played, and the others are not missed", async () => {
  await writeFile(join(folder, "azure-llm-conv-1h-1s.csv"), minutes(60));
  const { found, entries } = await traceEntries(folder, "quick");
  expect(found).toEqual({ kind: "found", folder, files: ["azure-llm-conv-1h-1s.csv"] });
  expect(entries).toHaveLength(10);
});

it("a recording with a gap is refused with its line, not left out", async () => {
  await writeFile(join(folder, "azure-llm-conv-1h-1s.csv"), "minute_offset,requests\n0,1\n1,1\n4,1\n5,1\n");
  await expect(traceEntries(folder, "quick")).rejects.toThrow("azure-llm-conv-1h-1s.csv:4: expected minute_offset 2");
});

it("names every world by what it is, each name once", () => {
  const recipe = traceRecipes.find(({ file }) => file.startsWith("wc98-bursts"))!;
  const trace = { slotSeconds: 60, requestsPerSlot: Array<number>(3 * 1_440).fill(60) };
  const ids = entriesOfTrace(trace, { ...recipe, scales: [5] }, "quick").map(({ id }) => id);
  const modes = ["degrade", "crash", "wait"];
  expect(ids).toEqual([
    ...modes.map((mode) => `wc98-bursts-8d x5 rise, bound, peaks apart, fixed, ${mode}`),
    ...modes.map((mode) => `wc98-bursts-8d x5 rise, bound, peaks apart, elastic, ${mode}`),
    ...modes.map((mode) => `wc98-bursts-8d x5 rise, bound, peaks together, fixed, ${mode}`),
    "wc98-bursts-8d x5 rise, free, peaks apart, fixed",
    "wc98-bursts-8d x5 day, bound, peaks apart, fixed, crash",
    "wc98-bursts-8d x5 day, free, peaks apart, fixed",
  ]);
});

it("tuning is on two recordings, all others are scored", () => {
  expect(traceRecipes.filter(({ part }) => part === "tuning").map(({ file }) => file)).toEqual([
    "nasa-jul95-27d.csv",
    "autothrottle-noisy-1h-1s.csv",
    "autothrottle-diurnal-1h-1s.csv",
  ]);
});

it("full windows add the scales between", () => {
  const recipe = traceRecipes.find(({ file }) => file.startsWith("wc98-knockout"))!;
  const trace = { slotSeconds: 60, requestsPerSlot: Array<number>(3 * 1_440).fill(60) };
  const scales = new Set(
    entriesOfTrace(trace, recipe, "full").map(({ source }) => (source.kind === "trace" ? source.scale : 0)),
  );
  expect([...scales]).toEqual([0.1, 1, 0.3]);
});
