import { Script } from "node:vm";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { renderHtml } from "../../simulator/report/render-html.ts";
import { type ReportAssets, readReportAssets } from "../../simulator/report/report-assets.ts";
import { resultColumns } from "../../simulator/report/result-table.ts";
import { sampleCase, sampleReplay, sampleRun } from "./sample-replay.ts";

const HOSTILE = `</script><script>alert("1")</script> & 'Grüße 漢字 <!-- \u2028`;

describe("the HTML report", () => {
  let assets: ReportAssets;
  beforeAll(async () => {
    assets = await readReportAssets();
  });
  const dataOf = (html: string) => /<script type="application\/json" id="replay-data">(.*?)<\/script>/s.exec(html)![1]!;

  it("holds every cell of the terminal's table", () => {
    const replay = sampleReplay();
    const html = renderHtml(replay, assets);
    const cells = [...html.matchAll(/<td(?: class="bad")?>(.*?)<\/td>/g)].map((match) => match[1]);
    for (const of of replay.cases)
      for (const run of of.runs)
        for (const column of resultColumns) expect(cells).toContain(column.cell(run, of).replace("<", "&lt;"));
  });

  it("holds every notice in full", () => {
    const replay = sampleReplay();
    const html = renderHtml(replay, assets);
    for (const { subject, text, code } of replay.cases[0]!.runs[2]!.notices) {
      expect(html).toContain(subject);
      expect(html).toContain(text);
      expect(html).toContain(code);
    }
  });

  it("loads nothing", () => {
    const html = renderHtml(sampleReplay(), assets);
    expect(html).not.toMatch(/\b(src|srcset|action|data)\s*=\s*["']?\s*(https?:)?\/\//i);
    expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["data:,", "#case-0", "#case-1"]);
    expect(html).not.toMatch(/@import|url\(\s*["']?https?:/);
    expect(html).toContain(`content="default-src 'none';`);
  });

  it("escapes every string it is given", () => {
    const notices = [{ atSeconds: 700, code: HOSTILE, subject: HOSTILE, text: HOSTILE }];
    const runs = [sampleRun({ controller: HOSTILE, notices })];
    const of = sampleCase({ name: HOSTILE, runs, clock: { zeroAtSeconds: 0, zeroMeans: HOSTILE } });
    const html = renderHtml(sampleReplay({ title: HOSTILE, remarks: [HOSTILE], cases: [of] }), assets);
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)");
    expect(html).toContain("Grüße 漢字");
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(JSON.parse(dataOf(html))).toHaveLength(1);
  });

  it("draws one row on one scale for all controllers", () => {
    const [first] = JSON.parse(dataOf(renderHtml(sampleReplay(), assets)));
    expect(first.runs).toHaveLength(3);
    expect(first.tops.tasks).toBeCloseTo(38 * 1.06, 1);
    expect(first.tops.connections).toBeCloseTo(200 * 1.06, 1);
    expect(first.tops.failures).toBeCloseTo(94 * 1.06, 0);
    for (const run of first.runs) expect(run.columns.traffic[0]).toHaveLength(run.times.length);
    expect(first.runs[2].notices).toEqual([40, 1300]);
  });

  it("has a label on every chart and one chart per controller and row", () => {
    const html = renderHtml(sampleReplay(), assets);
    const charts = html.match(/<div class="chart"[^>]*>/g) ?? [];
    expect(charts).toHaveLength(2 * 3 * 4);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]{20,}"/);
    expect(html).toContain(
      'aria-label="Database connections over time under headgate: peak 184 of 200. Numbered marks are the notices listed below."',
    );
  });

  it("holds scripts that parse, without an end tag inside", () => {
    for (const code of [assets.chartScript, assets.reportScript]) {
      expect(() => new Script(code)).not.toThrow();
      expect(code).not.toMatch(/<\/script|<!--/i);
    }
    expect(assets.chartLicence).not.toContain("*/");
  });

  it("survives a replay without samples, sweep or notices", () => {
    const runs = [sampleRun({ timeline: [], collapse: null, requests: 0 })];
    const html = renderHtml(sampleReplay({ remarks: [], cases: [sampleCase({ runs })] }), assets);
    const own = html.replace(assets.chartScript, "").replace(assets.reportScript, "");
    expect(own).not.toMatch(/NaN|undefined|Infinity/);
  });
});
