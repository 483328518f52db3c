import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { renderText } from "../../simulator/report/render-text.ts";
import { sampleCase, sampleReplay, sampleRun } from "./sample-replay.ts";

const golden = (name: string) => readFileSync(join(__dirname, "golden", name), "utf8");

describe("the terminal's table", () => {
  it.each([
    { columns: 100, file: "table-100.txt" },
    { columns: 80, file: "table-80.txt" },
  ])("at $columns columns is as recorded in $file", ({ columns, file }) => {
    expect(`${renderText(sampleReplay(), { columns, colour: false })}\n`).toBe(golden(file));
  });

  it.each([80, 99, 100, 120, 200])("fits %d columns", (columns) => {
    const lines = renderText(sampleReplay(), { columns, colour: false }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("is the same text with colours, apart from the colours", () => {
    const coloured = renderText(sampleReplay(), { columns: 100, colour: true });
    expect(coloured).toContain("\u001b[31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is removed
    const plain = coloured.replace(/\u001b\[\d+m/g, "");
    expect(plain).toBe(renderText(sampleReplay(), { columns: 100, colour: false }));
  });

  it("shows no collapse share where no sweep ran", () => {
    const replay = sampleReplay({ cases: [sampleCase({ runs: [sampleRun({ collapse: null })] })] });
    expect(renderText(replay, { columns: 100, colour: false })).not.toMatch(/\d of \d/);
  });

  it("keeps the first eight notices and counts the rest", () => {
    const notices = Array.from({ length: 11 }, (_, i) => ({
      atSeconds: 600 + i * 60,
      code: "held",
      subject: `notice ${i + 1}`,
      text: "",
    }));
    const replay = sampleReplay({ cases: [sampleCase({ runs: [sampleRun({ notices })] })] });
    const text = renderText(replay, { columns: 100, colour: false });
    expect(text).toContain("7:00  notice 8 (held)");
    expect(text).not.toContain("notice 9");
    expect(text).toContain("and 3 more, in the report");
  });
});

it("a notice that is repeated is shown once, with how often and until when", () => {
  const notices = [640, 700, 760].map((atSeconds) => ({
    atSeconds,
    code: "held",
    subject: "web is held",
    text: "web is held",
  }));
  const replay = sampleReplay({ cases: [sampleCase({ runs: [sampleRun({ notices })] })] });
  const text = renderText(replay, { columns: 100, colour: false });
  expect(text).toContain("   0:40  web is held, 3 times until 2:40\n");
});
