import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { scenarioEntries } from "../../../simulator/bench/scenario-entries.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-scenarios-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("reads every shipped scenario, each a scored world under its own name", async () => {
  const entries = await scenarioEntries(join(__dirname, "../../../scenarios"));
  const named = entries.map(({ id, part, source, scenario }) => [id, part, source, scenario([1]).name]);
  expect(named).toEqual(entries.map(({ id }) => [id, "scored", { kind: "scenario", name: id }, id]));
  expect(entries.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["incident-a-20-200", "seven-services", "proxy-100"]),
  );
});

it("a file that is refused is not left out: its place and the fix are told", async () => {
  await writeFile(join(folder, "broken.yml"), "version: 1\nname: broken\nservices: 3\n");
  await expect(scenarioEntries(folder)).rejects.toThrow(join(folder, "broken.yml:"));
});

it("what is no scenario file is not read", async () => {
  await writeFile(join(folder, "notes.txt"), "services: 3\n");
  expect(await scenarioEntries(folder)).toEqual([]);
});
