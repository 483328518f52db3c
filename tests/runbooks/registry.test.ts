import { describe, expect, it } from "@jest/globals";
import type { Parameter } from "../../shared/runbooks/parameter.ts";
import { knownNames, readParams } from "../../shared/runbooks/read-params.ts";
import { commonRefusals, type RefusalTable } from "../../shared/runbooks/refusal.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { sampleConfig } from "./sample-config.ts";

const byName = runbooks.map((runbook) => ({ ...runbook, title: runbook.name }));
const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const camelCase = /^[a-z][a-zA-Z0-9]*$/;
const isSentence = (text: string): boolean => /^[A-Z0-9"`{].*[.]$/s.test(text) && !/\s{2}/.test(text);

describe("the registry", () => {
  it("has each name once, sorted", () => {
    const names = runbooks.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it.each(byName)("$title: kebab-case, a purpose of one line, and a paragraph", ({ name, purpose, about }) => {
    expect(name).toMatch(kebabCase);
    expect(purpose.length).toBeLessThanOrEqual(100);
    expect(purpose).toMatch(/^[A-Z][a-z]+ [^\n]*[^.\n]$/);
    expect(isSentence(about)).toBe(true);
  });

  it.each(byName)("$title: every parameter is told in whole sentences", ({ parameters }) => {
    for (const [name, { about }] of Object.entries(parameters as Readonly<Record<string, Parameter<unknown>>>)) {
      expect(name).toMatch(camelCase);
      expect(`${name}: ${isSentence(about) || /^[a-z].*\.$/s.test(about)}`).toBe(`${name}: true`);
      expect(about.endsWith(".")).toBe(true);
    }
  });

  it.each(byName)("$title: every refusal has a meaning and a remedy, and no code is a common one", ({ refusals }) => {
    for (const [code, { means, remedy }] of Object.entries(refusals)) {
      expect(code).toMatch(kebabCase);
      expect(Object.keys(commonRefusals)).not.toContain(code);
      expect(`${code} ${isSentence(means)} ${isSentence(remedy)}`).toBe(`${code} true true`);
    }
  });

  it("a code that several runbooks have means the same kind of thing: its name is in each table once", () => {
    const tables: readonly RefusalTable[] = [commonRefusals, ...runbooks.map(({ refusals }) => refusals)];
    for (const table of tables) for (const { means, remedy } of Object.values(table)) expect(means).not.toBe(remedy);
  });

  it.each(byName)("$title: the example passes the check on the sample headgate.yml", (runbook) => {
    expect(readParams(runbook, runbook.example, sampleConfig)).toMatchObject({ kind: "params" });
  });

  it.each(byName)("$title: what it is granted is written as IAM writes it", ({ grants, effect }) => {
    for (const action of grants.flatMap(({ actions }) => actions)) {
      expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
      if (effect === "reads")
        expect(action).toMatch(/:(Batch)?(Describe|Filter|Get|Head|List|Lookup|Query|Scan|Start|View)/);
    }
  });

  it("the sample has a name of every kind that a parameter can name", () => {
    for (const kind of ["service", "database", "domain", "destination", "nginx-fleet"] as const)
      expect(knownNames(kind, sampleConfig).length).toBeGreaterThan(0);
  });
});
