import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { renderGoldenDigest } from "./golden-digest.ts";
import { renderGolden } from "./golden-notices.ts";

const page = readFileSync(join(__dirname, "../../docs/notices.md"), "utf8");

const blocksOf = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, "gm"))].map(([, text]) => text!);

const published = `${renderGolden("max-tasks")}${renderGoldenDigest()}`;

describe("docs/notices.md", () => {
  it("shows what is published", () => {
    const examples = blocksOf("text").filter((text) => !text.startsWith("aws sns"));
    expect(examples).toHaveLength(3);
    for (const example of examples) expect(published).toContain(example);
  });

  it("shows JSON with the values that are published", () => {
    const examples = blocksOf("json");
    expect(examples).toHaveLength(3);
    for (const line of examples.flatMap((text) => text.split("\n").filter((one) => one.startsWith('  "'))))
      expect(published).toContain(line.replace(/,$/, ""));
  });

  it("shows keys that are legal", () => {
    const examples = blocksOf("yaml");
    expect(examples).toHaveLength(2);
    for (const example of examples) {
      const text = `version: 1\nname: shop\n${example}\nservices: { web: { cluster: shop, signals: { cpu: 70 } } }\n`;
      expect(parseConfig(text, "headgate.yml")).toMatchObject({ kind: "ok", warnings: [] });
    }
  });

  it("shows filter policies that are JSON", () => {
    const policies = [...page.matchAll(/\| `(\{.*\})` \|$/gm)].map(([, text]) => text!);
    expect(policies.length).toBeGreaterThan(4);
    for (const policy of policies) expect(() => JSON.parse(policy)).not.toThrow();
  });
});
