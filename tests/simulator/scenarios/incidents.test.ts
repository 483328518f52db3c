import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { incidents } from "../../../simulator/scenarios/incidents.ts";

const page = readFileSync("docs/incidents.md", "utf8");

it("every incident has a letter and a name of its own, in the order of the letters", () => {
  const letters = incidents.map(({ letter }) => letter);
  expect(letters).toEqual([...new Set(letters)].sort());
  expect(new Set(incidents.map(({ name }) => name)).size).toBe(incidents.length);
});

describe("docs/incidents.md", () => {
  it.each(incidents)("has a section for $letter, $name", ({ letter, title, name }) => {
    expect(page).toContain(`## ${letter}. ${title}`);
    expect(page).toContain(`\`${name}\``);
  });
});
