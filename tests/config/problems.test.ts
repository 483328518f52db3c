import { describe, expect, it } from "@jest/globals";
import { problemCodes } from "../../shared/config/problem-codes.ts";
import { formatPath, shown } from "../../shared/config/problems.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { databaseRows, databaseWarningRows } from "./database-rows.ts";
import { meaningRows, warningRows } from "./meaning-rows.ts";
import { noticesRows } from "./notices-rows.ts";
import { lines, type ProblemRow, withDatabases, withServices } from "./problem-row.ts";
import { nginxRows } from "./records-nginx-rows.ts";
import { recordRows } from "./records-rows.ts";
import { publishedWarningRows } from "./records-warning-rows.ts";
import { shapeRows } from "./shape-rows.ts";
import { signalRows } from "./signal-rows.ts";
import { yamlRows } from "./yaml-rows.ts";

describe("a refused file says what, where and how to fix it, once", () => {
  it.each([
    ...yamlRows,
    ...shapeRows,
    ...meaningRows,
    ...databaseRows,
    ...signalRows,
    ...recordRows,
    ...nginxRows,
    ...noticesRows,
  ])("$when", ({ text, gives, says }) => {
    const reading = parseConfig(text, "headgate.yml");
    if (reading.kind === "ok") throw new Error("expected a refusal");
    expect(reading.problems).toEqual([{ ...gives, message: expect.stringContaining(says ?? "") }]);
  });
});

describe("a valid file may come with a warning", () => {
  it.each([...warningRows, ...databaseWarningRows, ...publishedWarningRows])("$when", ({ text, gives }) => {
    const reading = parseConfig(text, "headgate.yml");
    if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
    expect(reading.warnings).toEqual([{ ...gives, message: expect.any(String) }]);
  });
});

describe("not a problem", () => {
  const order = "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }";
  it.each([
    {
      when: "minimums that fill the budget to the last connection",
      text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 23 }, tasks: { min: 3 } }"),
    },
    {
      when: "a service of one size",
      text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, tasks: { min: 4, max: 4 } }"),
    },
    {
      when: "the same ECS service name in another cluster",
      text: withServices(order, "  order-blue: { cluster: blue, ecsService: order, signals: { cpu: 70 } }"),
    },
    {
      when: "two services that call each other",
      text: withServices(
        "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 }, calls: { user: 1 } }",
        "  user: { cluster: shop, signals: { cpu: 70 }, calls: { order: 0.1 } }",
      ),
    },
    {
      when: "an alarm beside memory: the one grows the service, the other lets it shrink",
      text: withServices(
        order,
        "  user: { cluster: shop, signals: { memory: 80, alarms: { slow: { alarmName: slow } } } }",
      ),
    },
    {
      when: "an anchor and its alias",
      text: withServices(
        "  order: { cluster: shop, signals: &load { cpu: 70 }, pools: { db: 2 } }",
        "  user: { cluster: shop, signals: *load }",
      ),
    },
    {
      when: "CRLF line ends, a byte order mark and no last line end",
      text: `\uFEFF${withServices(order).trimEnd().replaceAll("\n", "\r\n")}`,
    },
  ])("$when", ({ text }) => expect(parseConfig(text, "headgate.yml")).toMatchObject({ kind: "ok", warnings: [] }));
});

it("a control character in a name never reaches the terminal, also not as a suggestion", () => {
  const text = withServices(
    '  "gate\\u001bway": { cluster: shop, signals: { cpu: 70 } }',
    "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 }, calls: { gateway: 1 } }",
  );
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "ok") throw new Error("expected a refusal");
  expect(reading.problems).toMatchObject([
    { code: "illegal-name", path: 'services["gate?way"]', message: expect.stringMatching(/^gate\?way is not/) },
    { code: "unknown-service", fix: "did you mean gate?way?" },
  ]);
  expect(JSON.stringify(reading.problems)).not.toMatch(/\\u001b/);
});

it("every code of the table has a row", () => {
  const proved = [
    ...yamlRows,
    ...shapeRows,
    ...meaningRows,
    ...databaseRows,
    ...signalRows,
    ...recordRows,
    ...nginxRows,
    ...warningRows,
    ...databaseWarningRows,
    ...publishedWarningRows,
    ...noticesRows,
  ].map(({ gives }) => gives.code);
  expect([...new Set(proved)].sort()).toEqual(Object.keys(problemCodes).sort());
});

it("a code is an error exactly when a file is refused with it", () => {
  const severities = (rows: readonly ProblemRow[]) =>
    new Set(rows.map(({ gives }) => problemCodes[gives.code].severity));
  expect([
    ...severities([
      ...yamlRows,
      ...shapeRows,
      ...meaningRows,
      ...databaseRows,
      ...signalRows,
      ...recordRows,
      ...nginxRows,
    ]),
  ]).toEqual(["error"]);
  expect([...severities([...warningRows, ...databaseWarningRows, ...publishedWarningRows])]).toEqual(["warning"]);
});

it("the two base files of the rows are valid without a warning", () => {
  const order = "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }";
  const database = "  db: { instance: db-1, engine: postgres, maxConnections: 100 }";
  for (const text of [withServices(order), withDatabases(database)]) {
    expect(parseConfig(text, "headgate.yml")).toMatchObject({ kind: "ok", warnings: [] });
  }
});

it("all problems come at once, in the order of the lines", () => {
  const text = lines(
    "version: 2",
    "nam: shop",
    "databases:",
    "  db: { instance: db-1, engine: oracle }",
    "services:",
    "  order: { cluster: shop, maxTasks: 9, pools: { dc: 2 }, calls: { order: 1 } }",
    "  user: { cluster: shop, mode: scale, tasks: { min: 30 } }",
    "  user: {}",
  );
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "ok") throw new Error("expected a refusal");
  expect(reading.problems.map(({ line, code, path }) => `${line} ${code} ${path}`)).toEqual([
    "1 missing-key name",
    "1 wrong-version version",
    "2 unknown-key nam",
    "4 not-one-of databases.db.engine",
    "6 unknown-key services.order.maxTasks",
    "6 unknown-database services.order.pools.dc",
    "6 calls-itself services.order.calls.order",
    "7 scale-without-signal services.user.signals",
    "7 min-above-max services.user.tasks.min",
    "8 duplicate-key services.user",
  ]);
});

describe("paths and values in messages", () => {
  it.each([
    { when: "plain segments are joined by dots", path: ["services", "order", "tasks"], gives: "services.order.tasks" },
    { when: "list positions are in brackets", path: ["pools", "db", 1, "size"], gives: "pools.db[1].size" },
    { when: "other characters are quoted", path: ["services", "a.b", "mode"], gives: 'services["a.b"].mode' },
    { when: "the file itself has no path", path: [], gives: "" },
  ])("$when", ({ path, gives }) => expect(formatPath(path)).toBe(gives));

  it.each([
    { when: "long text is cut", value: "x".repeat(80), gives: `${"x".repeat(59)}…` },
    {
      when: "line ends and control characters can't break the report",
      value: "a\nb\u001b[31mc\u2028d",
      gives: "a?b?[31mc?d",
    },
    { when: "a number is shown as it is", value: 12, gives: "12" },
  ])("$when", ({ value, gives }) => expect(shown(value)).toBe(gives));
});
