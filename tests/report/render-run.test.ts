import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type ReportAssets, readReportAssets } from "../../simulator/report/report-assets.ts";
import { renderRunHtml } from "../../simulator/report/run-report/render-run-html.ts";
import { renderRunText } from "../../simulator/report/run-report/render-run-text.ts";
import { runColumnsOf } from "../../simulator/report/run-report/run-columns.ts";
import { scenarioChartsOf } from "../../simulator/report/run-report/scenario-charts.ts";
import type { ScenarioReport } from "../../simulator/report/run-report/scenario-report.ts";
import { sampleRecord, sampleResult, sampleScenario, sampleWorld } from "./sample-scenario.ts";

const HOSTILE = `</script><script>alert("1")</script> & 'Grüße 漢字 <!-- \u2028`;
const peak = { failedAtPeak: 0.5, tasksAtPeak: 10, connectionsAtPeak: 150 };

describe("a scenario's page", () => {
  let assets: ReportAssets;
  beforeAll(async () => {
    assets = await readReportAssets();
  });
  const render = (report: ScenarioReport) => renderRunHtml(report, assets, "headgate simulate");
  const dataOf = (html: string) =>
    JSON.parse(/<script type="application\/json" id="replay-data">(.*?)<\/script>/s.exec(html)![1]!);

  it("has every figure of every controller, as the terminal shows it", () => {
    const report = sampleScenario();
    const html = render(report);
    const cells = [...html.matchAll(/<td(?: class="bad")?>(.*?)<\/td>/g)].map(([, cell]) => cell);
    for (const { result } of report.records)
      for (const column of runColumnsOf(report)) expect(cells).toContain(column.cell(result).replace("<", "&lt;"));
  });

  it("draws traffic, tasks, connections against the wall, failures and p99 against the objective, on one scale each", () => {
    const [charts] = dataOf(render(sampleScenario()));
    expect(Object.keys(charts.tops)).toEqual(["traffic", "tasks", "connections-0", "failures", "p99"]);
    expect(charts.lines).toEqual({
      "connections-0": { label: "wall", at: 192 },
      p99: { label: "objective", at: 1 },
    });
    expect(charts.logs).toEqual({ p99: 0.01 });
    expect(charts.tops.tasks).toBeCloseTo(38 * 1.06, 1);
    expect(charts.runs.map(({ notices }: { notices: number[] }) => notices)).toEqual([[], [], [640, 1_900], []]);
  });

  it("prints inferred rules and marks the controllers that rest on them", () => {
    const html = render(sampleScenario());
    expect(html).toContain('href="#inferred-target-tracking" title="rests on inferred rules">[I]</a>');
    expect(html).toContain('<h3 id="inferred-target-tracking">AWS target tracking</h3>');
    expect(html).toContain("Its step size is not published");
    expect(render(sampleScenario({ inferences: {} }))).not.toContain("[I]");
  });

  it("says who raised commitments above the wall, and which rules were broken where", () => {
    const broken = sampleResult({
      invariantBreaches: [{ invariant: "I3", count: 2, firstAtSeconds: 725, detail: "shop-db: 200 of 192 committed" }],
      overCommittedSeconds: { controller: 0, deployment: 90, start: 0, replacement: 3 },
    });
    const html = render(sampleScenario({ records: [{ result: broken, timeline: [], notices: [] }] }));
    expect(html).toContain("<li>I3 broken 2 times, first at 12:05: shop-db: 200 of 192 committed</li>");
    expect(html).toContain(
      "<li>Commitments above the wall: 90 s raised by a deployment, 3 s raised by a task&#39;s replacement.</li>",
    );
  });

  it("has no section on what went over where nothing did", () => {
    const { records } = sampleScenario();
    expect(render(sampleScenario({ records: records.slice(1) }))).not.toContain("What went over");
  });

  it("loads nothing", () => {
    const html = render(sampleScenario());
    expect(html).not.toMatch(/\b(src|srcset|action|data)\s*=\s*["']?\s*(https?:)?\/\//i);
    expect(html).toContain(`content="default-src 'none';`);
  });

  it("escapes every string it is given", () => {
    const notices = [{ atSeconds: 700, code: HOSTILE, subject: HOSTILE, text: HOSTILE }];
    const [database] = sampleWorld.databases;
    const world = { ...sampleWorld, databases: [{ ...database!, name: HOSTILE }] };
    const html = render(
      sampleScenario({
        scenario: { ...sampleScenario().scenario, name: HOSTILE, title: HOSTILE, remarks: [HOSTILE], world },
        records: [sampleRecord({ controller: "hpa" }, peak, notices)],
        inferences: { hpa: [HOSTILE] },
        titles: { hpa: HOSTILE },
      }),
    );
    expect(html).not.toContain("<script>alert");
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(dataOf(html)).toHaveLength(1);
  });

  it("survives runs without samples, requests or databases", () => {
    const result = sampleResult({ requests: 0, databases: {} });
    const scenario = { ...sampleScenario().scenario, world: { ...sampleWorld, databases: [] } };
    const html = render(
      sampleScenario({ scenario, records: [{ result, timeline: [], notices: [] }], sweepResults: [] }),
    );
    const own = html.replace(assets.chartScript, "").replace(assets.reportScript, "");
    expect(own).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("stays below 400 KB with four controllers and an hour of samples", () => {
    expect(Buffer.byteLength(render(sampleScenario()))).toBeLessThan(400_000);
  });

  it("merges neighbours of a long run, and keeps their average", () => {
    const [first] = sampleScenario().records;
    const timeline = Array.from({ length: 4_000 }, (_, i) => ({
      ...first!.timeline[0]!,
      atSeconds: i + 1,
      connections: i % 2 === 0 ? 100 : 104,
    }));
    const [charts] = dataOf(render(sampleScenario({ records: [{ ...first!, timeline }] })));
    const { times, columns } = charts.runs[0];
    expect(times).toHaveLength(1_334);
    expect(times.slice(0, 2)).toEqual([3, 6]);
    expect(columns["connections-0"][0].slice(0, 2)).toEqual([101.3, 102.7]);
  });
});

describe("connections of several databases", () => {
  const [database] = sampleWorld.databases;
  const world = { ...sampleWorld, databases: [database!, { ...database!, name: "orders" }] };
  const databases = {
    "shop-db": { limit: 192, peak: 150, peakCommitted: 200, secondsOver: 0 },
    orders: { limit: 400, peak: 30, peakCommitted: 40, secondsOver: 0 },
  };
  const record = sampleRecord({ controller: "hpa", databases }, peak);
  const scenario = { ...sampleScenario().scenario, world };

  it("are drawn apart, each against its wall, where the samples keep them apart", () => {
    const timeline = record.timeline.map((sample) => ({ ...sample, connectionsByDatabase: [sample.connections, 30] }));
    const { rows, runs } = scenarioChartsOf(sampleScenario({ scenario, records: [{ ...record, timeline }] }));
    const shown = rows.filter(({ id }) => id.startsWith("connections"));
    expect(
      shown.map(({ title, line, summary, series }) => [
        title,
        line?.at,
        summary(runs[0]!, 0),
        series[0]!.read(runs[0]!.timeline.at(-1)!),
      ]),
    ).toEqual([
      ["Connections of shop-db", 192, "peak 150 of 192", 150],
      ["Connections of orders", 400, "peak 30 of 400", 30],
    ]);
  });

  it("are one sum without a wall, where they do not", () => {
    const { rows, runs } = scenarioChartsOf(sampleScenario({ scenario, records: [record] }));
    const shown = rows.filter(({ id }) => id.startsWith("connections"));
    expect(shown.map(({ line, summary }) => [line, summary(runs[0]!, 0)])).toEqual([
      [null, "shop-db peak 150 of 192, orders peak 30 of 400"],
    ]);
  });
});

describe("a scenario's text", () => {
  it.each([80, 100, 120, 200])("fits %d columns", (columns) => {
    const lines = renderRunText(sampleScenario(), { columns, colour: false }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("at 100 columns is as recorded in scenario-100.txt", () => {
    const golden = readFileSync(join(__dirname, "golden/scenario-100.txt"), "utf8");
    expect(`${renderRunText(sampleScenario(), { columns: 100, colour: false })}\n`).toBe(golden);
  });

  it("gives the median, the best and the worst over the sweep, and how many collapsed", () => {
    const text = renderRunText(sampleScenario(), { columns: 100, colour: false });
    expect(text).toMatch(/^target-tracking \[I\] +3 +2 of 3 +30\.0 +20\.0–40\.0 +19\.1 +19\.1–19\.1 +11\.0$/m);
    expect(text).toMatch(/^headgate-scale +3 +0 of 3 +0\.03 +0\.02–0\.04/m);
  });

  it("leaves out causes that nobody met", () => {
    const { records } = sampleScenario();
    const text = renderRunText(sampleScenario({ records: records.slice(2) }), { columns: 160, colour: false });
    expect(text).not.toMatch(/refused|shed|borrow/);
    expect(text).toContain("timeout");
  });
});
