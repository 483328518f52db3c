import { describe, expect, it } from "@jest/globals";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { looksLikePlan, parsePlan } from "../../shared/cost/files/read-plan.ts";
import { parsePriceBook } from "../../shared/cost/files/read-price-book.ts";
import { sevenServices } from "./seven-services.ts";

const row = (changes: string): string =>
  `version: 1\ncurrency: USD\nrows:\n  - { region: eu-central-1, what: fargate/x86/vcpu, unit: vCPU-hour, dollars: "0.04", asOf: "2026-10", source: contract${changes} }\n`;

describe("a plan file", () => {
  it("fills in what it leaves out: defaults of the file, then the smallest task, once", () => {
    const text = `costPlan: 1
name: mine
defaults: { cpuUnits: 1024 }
services: { b: { tasks: 4, memoryMib: 2048 }, a: {} }
databases: { db: { engine: mysql, class: db.t3.small } }
`;
    expect(parsePlan(text, "mine.yml")).toMatchObject({
      kind: "ok",
      plan: {
        region: "us-east-1",
        services: [
          { name: "a", tasks: 1, size: { cpuUnits: 1024, memoryMib: 512 } },
          { name: "b", tasks: 4, size: { cpuUnits: 1024, memoryMib: 2048 } },
        ],
        databases: [{ name: "db", engine: "mysql", instanceClass: "db.t3.small", multiAz: false, storageGb: 0 }],
        caches: [],
        filesGb: 0,
      },
    });
  });

  it("ships with seven services of three tasks", () => {
    const { services, databases, kafka } = sevenServices();
    expect(services.map(({ tasks, size }) => `${tasks} x ${size.cpuUnits}/${size.memoryMib}`)).toEqual(
      Array.from({ length: 7 }, () => "3 x 256/512"),
    );
    expect(databases.map(({ instanceClass, multiAz }) => `${instanceClass} ${multiAz}`)).toEqual(
      Array.from({ length: 3 }, () => "db.t3.medium true"),
    );
    expect(kafka).toMatchObject([{ brokers: 3, brokerType: "kafka.m5.large" }]);
  });

  it.each([
    {
      when: "a key that is none",
      text: "costPlan: 1\nname: a\nservices: { s: { task: 3 } }\n",
      line: 3,
      fix: "did you mean tasks?",
    },
    {
      when: "a key of another file",
      text: "costPlan: 1\nname: a\nservices: { s: { cpu: 0.25 } }\n",
      line: 3,
      fix: "write cpuUnits: 256 for a quarter of a vCPU",
    },
    { when: "a negative count", text: "costPlan: 1\nname: a\nservices:\n  s: { tasks: -1 }\n", line: 4, fix: /0/ },
    { when: "no services", text: "costPlan: 1\nname: a\n", line: 1, fix: /services/ },
    { when: "broken YAML", text: "costPlan: 1\nservices: {\n", line: 3, fix: /bracket/ },
    {
      when: "an engine that RDS prices otherwise",
      text: "costPlan: 1\nname: a\nservices: {}\ndatabases: { d: { engine: oracle, class: db.t3.small } }\n",
      line: 4,
      fix: /postgres/,
    },
    {
      when: "a class that is none",
      text: "costPlan: 1\nname: a\nservices: {}\ndatabases: { d: { engine: mysql, class: t3.small } }\n",
      line: 4,
      fix: "choose another name within this rule",
    },
  ])("$when is told with its line and what to write", ({ text, line, fix }) => {
    const reading = parsePlan(text, "mine.yml");
    expect(reading).toMatchObject({ kind: "refused" });
    if (reading.kind === "refused") {
      expect(reading.problems).toHaveLength(1);
      expect(reading.problems[0]!.line).toBe(line);
      expect(reading.problems[0]!.fix).toMatch(fix);
    }
  });

  it("is told from a headgate.yml by its first key", () => {
    expect(looksLikePlan("# mine\ncostPlan: 1\n")).toBe(true);
    expect(looksLikePlan('{ "costPlan": 1 }')).toBe(true);
    expect(looksLikePlan("version: 1\nname: costPlan\n")).toBe(false);
  });
});

describe("a price book file", () => {
  it("takes the built-in book as JSON and gives it back whole", () => {
    const reading = parsePriceBook(JSON.stringify(builtInBook, null, 2), "prices.json");
    expect(reading).toEqual({ kind: "ok", book: builtInBook });
  });

  it("is on demand and confirmed unless it says otherwise", () => {
    expect(parsePriceBook(row(""), "p.yml")).toMatchObject({
      kind: "ok",
      book: { rows: [{ basis: "on-demand", confirmed: true, dollars: "0.04" }] },
    });
  });

  it.each([
    {
      when: "a price as a number, which loses digits",
      text: row("").replace('"0.04"', "0.04"),
      line: 4,
      fix: /quotes|text|dollars/,
    },
    {
      when: "a negative price",
      text: row("").replace('"0.04"', '"-1"'),
      line: 4,
      fix: "choose another name within this rule",
    },
    { when: "another currency", text: row("").replace("USD", "EUR"), line: 2, fix: /USD/ },
    { when: "a basis that is none", text: row(", basis: saving-plan-1y"), line: 4, fix: /savings-plan-1y/ },
    { when: "a unit that is none", text: row("").replace("vCPU-hour", "vcpu-hours"), line: 4, fix: /vCPU-hour/ },
    { when: "a key that is none", text: row(", price: 3"), line: 4, fix: 'write dollars: "0.04048"' },
  ])("$when is told with its line and what to write", ({ text, line, fix }) => {
    const reading = parsePriceBook(text, "p.yml");
    expect(reading).toMatchObject({ kind: "refused" });
    if (reading.kind === "refused") {
      expect(reading.problems.map((problem) => problem.line)).toEqual([line]);
      expect(reading.problems[0]!.fix).toMatch(fix);
    }
  });

  it("refuses two prices of one thing, and names the row that has it", () => {
    const twice = `${row("")}${row("").split("\n")[3]}\n`;
    expect(parsePriceBook(twice, "p.yml")).toMatchObject({
      kind: "refused",
      problems: [
        {
          code: "duplicate-key",
          line: 5,
          message: "fargate/x86/vcpu in eu-central-1 has a price for on-demand already, in row 1",
          fix: "keep one of the two",
        },
      ],
    });
  });
});
