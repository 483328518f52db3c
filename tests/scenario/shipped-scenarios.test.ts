import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { readScenario } from "../../simulator/scenario/read-scenario.ts";
import { minimalScenario, scenarioDocs } from "../../simulator/scenario/render-scenario-docs.ts";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { World } from "../../simulator/world/world.ts";
import { legal } from "./scenario-text.ts";

const files = readdirSync("scenarios").sort();

async function shipped(file: string): Promise<Scenario> {
  const reading = await readScenario(`scenarios/${file}`);
  if (reading.kind === "ok") return reading.scenario;
  throw new Error(JSON.stringify(reading.problems, null, 1));
}

describe("every shipped scenario", () => {
  it.each(files)(
    "%s reads without a problem, is named after its file, says what is inferred, and its worlds run",
    async (file) => {
      const scenario = await shipped(file);
      expect(`${scenario.name}.yml`).toBe(file);
      expect(scenario.remarks.some((remark) => remark.startsWith("[I] "))).toBe(true);
      for (const { world: spec, seed } of [{ world: scenario.world, seed: 1 }, ...scenario.sweep]) {
        const world = new World(spec, seed);
        for (let second = 0; second < 60; second += 1) world.step();
        expect(world.totals().requests).toBeGreaterThan(0);
      }
    },
  );

  it.each(files)("%s begins with a comment on what it shows and what is inferred", (file) => {
    const comment = readFileSync(`scenarios/${file}`, "utf8").split("\nversion: 1")[0]!;
    expect(comment.split("\n").every((line) => line.startsWith("#"))).toBe(true);
    expect(comment).toContain("# yaml-language-server: $schema=../docs/scenario.schema.json\n");
    expect(comment).toMatch(/^# Inferred: /m);
  });
});

describe("the generated documentation", () => {
  it("is in step with the form (node cli/scenario-docs.ts)", async () => {
    const list = await Promise.all(files.map(async (file) => ({ file, title: (await shipped(file)).title })));
    for (const { path, text } of scenarioDocs(list)) expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("describes every key, with its default or its bounds", () => {
    const page = readFileSync("docs/scenarios.md", "utf8");
    const keys = [...page.matchAll(/^### `(.+)`\n\n\*(.+?)\.\* (.*)$/gm)];
    expect(keys.length).toBe([...page.matchAll(/^### /gm)].length);
    expect(keys.length).toBeGreaterThan(120);
    expect(keys.filter(([, , facts]) => facts?.includes("undefined"))).toEqual([]);
  });

  it("shows a minimal scenario that reads and runs to its end", () => {
    expect(readFileSync("docs/scenarios.md", "utf8")).toContain(minimalScenario);
    const scenario = legal(minimalScenario);
    const world = new World(scenario.world, scenario.seeds[0]!);
    for (let second = 0; second < scenario.seconds; second += 1) world.step();
    // 100 a second for ten minutes, then a rise to 300 within five.
    expect(world.totals().requests).toBeGreaterThan(100 * scenario.seconds);
    expect(world.totals().requests).toBeLessThan(300 * scenario.seconds);
  });
});
