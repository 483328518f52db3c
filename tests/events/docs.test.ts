import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { dropCodes, malformedCodes } from "../../shared/events/codes.ts";
import { sampleNames } from "./samples.ts";

const docs = readFileSync(join(__dirname, "../../docs/events.md"), "utf8");

const section = (title: string): string => docs.split(/^## /m).find((text) => text.startsWith(title)) ?? "";

const rowsOf = (title: string): readonly string[] => section(title).match(/^\| `.*$/gm) ?? [];

const rowsFor = (codes: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(codes).map(([code, sentence]) => `| \`${code}\` | ${sentence} |`);

describe("docs/events.md", () => {
  it("lists every drop code with its sentence", () => expect(rowsOf("Dropped")).toEqual(rowsFor(dropCodes)));

  it("lists every malformed code with its sentence", () =>
    expect(rowsOf("Unreadable")).toEqual(rowsFor(malformedCodes)));

  it("names every sample, and no file that isn't there", () => {
    const named = new Set([...docs.matchAll(/events\/([\w-]+\/[\w-]+)\.json/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(sampleNames());
  });
});
