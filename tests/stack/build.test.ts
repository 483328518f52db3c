import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { type Bundle, bundle, bundleLimitOf, describeBundle, tooLarge } from "../../stack/bundles.ts";
import { readCompiledConfig } from "../../stack/compiled-config.ts";

const directory = mkdtempSync(join(tmpdir(), "headgate-build-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (text: string) => {
  writeFileSync(join(directory, "headgate.yml"), text);
  return readCompiledConfig(directory);
};

describe("headgate.yml at the build", () => {
  it("a file that is refused stops it, with each problem where it stands and without our stack", () => {
    const text = "version: 1\nname: shop\nservices:\n  orders: { cluster: shop, mode: fly }\n  catalog: { tasks: 3 }\n";
    let thrown: Error | undefined;
    try {
      read(text);
    } catch (error) {
      thrown = error as Error;
    }
    expect(thrown?.name).toBe("RefusedConfig");
    expect(thrown?.message.split("\n")).toEqual([
      "headgate.yml is refused:",
      expect.stringMatching(/^ {2}headgate\.yml:4:\d+ .*mode.*; /),
      expect.stringMatching(/^ {2}headgate\.yml:5:\d+ .*tasks.*; /),
    ]);
    expect(thrown?.stack).toBe(thrown?.message);
  });

  it("a doubt is handed on and stops nothing", () => {
    const { config, warnings } = read("version: 1\nname: shop\nservices:\n  orders: { cluster: shop }\n");
    expect(config.services.map(({ name }) => name)).toEqual(["orders"]);
    expect(warnings).toEqual([expect.stringMatching(/^headgate\.yml:4:\d+ /)]);
  });

  it("a file that is not there is named", () => {
    expect(() => readCompiledConfig(join(directory, "elsewhere"))).toThrow(/elsewhere\/headgate\.yml is not there/);
  });
});

describe("a bundle", () => {
  it("is one CommonJS file with the configuration in it, and says what it is made of", async () => {
    const entry = join(directory, "entry.ts");
    writeFileSync(
      entry,
      "declare const HEADGATE_CONFIG: { name: string };\nexport const handler = () => HEADGATE_CONFIG.name;\n",
    );
    const file = join(directory, "out/index.cjs");
    const made = await bundle("sample", entry, file, { HEADGATE_CONFIG: JSON.stringify({ name: "shop" }) });
    expect(require(file).handler()).toBe("shop");
    expect(describeBundle(made)).toMatch(/^sample +\d KB of 700 \(headgate \d\)$/);
  });

  it.each([
    { bytes: bundleLimitOf("sample") * 1000, refused: false },
    { bytes: bundleLimitOf("sample") * 1000 + 1, refused: true },
  ])("of $bytes bytes: refused $refused", ({ bytes, refused }) => {
    const made: Bundle = { name: "scale", file: "dist/scale/index.cjs", bytes, inputs: [] };
    expect(tooLarge([made])).toEqual(refused ? [made] : []);
  });
});
