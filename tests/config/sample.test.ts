import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { generatedFiles } from "../../shared/config/render-docs.ts";

const root = join(__dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const sample = (): Config => {
  const reading = parseConfig(read("headgate.yml"), "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  expect(reading.warnings).toEqual([]);
  return reading.config;
};

describe("the sample in the root", () => {
  it("compiles to the recorded form", () => {
    expect(sample()).toEqual(JSON.parse(read("tests/config/sample.golden.json")));
  });

  it("is the seven services, at 3 to 20 tasks, CPU 70 %, memory 80 %, at the documented pace", () => {
    const { services } = sample();
    const names = ["gateway", "inventory", "notification", "order", "payment", "stream-processor", "user"];
    expect(services.map(({ name }) => name)).toEqual(names);
    for (const service of services) {
      expect(service).toMatchObject({ mode: "observe", minTasks: 3, maxTasks: 20 });
      expect(service.pace).toEqual({
        upPercent: 100,
        upPeriodSeconds: 30,
        downPercent: 50,
        downPeriodSeconds: 300,
        stabilizationSeconds: 300,
      });
      const targets = service.signals.flatMap((signal) =>
        signal.kind === "target" ? [`${signal.name} ${signal.target}`] : [],
      );
      expect(targets).toEqual(expect.arrayContaining(["cpu 70", "memory 80"]));
    }
  });

  it("order and inventory share one instance, so they are one domain", () => {
    const { domains } = sample();
    expect(domains.filter(({ databases }) => databases.length > 0)).toEqual([
      { id: "inventory", services: ["inventory", "order"], databases: ["shop-db"] },
      { id: "user", services: ["user"], databases: ["user-db"] },
    ]);
  });

  it("points editors at the published schema", () => {
    expect(read("headgate.yml").split("\n")[0]).toBe("# yaml-language-server: $schema=./docs/headgate.schema.json");
  });
});

describe("the generated documentation", () => {
  it.each(generatedFiles())("$path is in step with the schema (node cli/config-docs.ts)", ({ path, text }) => {
    expect(read(path)).toBe(text);
  });

  it("every key is described, and says its default or its bounds", () => {
    const page = read("docs/configuration.md");
    const keys = [...page.matchAll(/^### `(.+)`\n\n\*(.+?)\.\* (.*)$/gm)];
    expect(keys.length).toBe([...page.matchAll(/^### /gm)].length);
    expect(keys.length).toBeGreaterThan(60);
    for (const [, , facts, meaning] of keys) {
      expect(facts).not.toBe("");
      expect(meaning!.length).toBeGreaterThan(15);
    }
  });

  it("the smallest file of the page is valid without a warning", () => {
    const block = [...read("docs/configuration.md").matchAll(/```yaml\n(version[\s\S]*?)```/g)][0]![1]!;
    expect(parseConfig(block, "headgate.yml")).toMatchObject({ kind: "ok", warnings: [] });
  });

  it("the schema is closed: no map of the form takes an unknown key", () => {
    const open: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties, additionalProperties } = node as { properties?: object; additionalProperties?: unknown };
      if (properties && additionalProperties !== false) open.push(path);
      for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`);
    };
    const schema = JSON.parse(read("docs/headgate.schema.json"));
    visit(schema, "");
    expect(open).toEqual([]);
    expect(schema).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", $id: expect.any(String) });
  });
});
