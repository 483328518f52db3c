import { Script } from "node:vm";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type BenchAssets, readBenchAssets } from "../../simulator/report/bench-report/bench-assets.ts";
import {
  formatFactor,
  formatMedian,
  formatRatio,
  formatSpread,
} from "../../simulator/report/bench-report/ratio-text.ts";
import { renderBenchHtml } from "../../simulator/report/bench-report/render-bench-html.ts";
import { renderBenchText } from "../../simulator/report/bench-report/render-bench-text.ts";
import { benchColumns } from "../../simulator/report/bench-report/table-columns.ts";
import { formatPercent } from "../../simulator/report/format-quantity.ts";
import { sampleBench, sampleBenchWorld, sampleController } from "./sample-bench.ts";

const HOSTILE = `</script><script>alert("1")</script> & 'Grüße 漢字 <!-- \u2028`;

describe("the bench's page", () => {
  let assets: BenchAssets;
  beforeAll(async () => {
    assets = await readBenchAssets();
  });

  it("has a row for every controller in both tables, with every column", () => {
    const report = sampleBench();
    const html = renderBenchHtml(report, assets);
    for (const table of report.tables)
      for (const row of table.rows)
        for (const column of benchColumns)
          expect(html).toContain(`>${column.cell(row, table).replace("<", "&lt;")}</td>`);
  });

  it("has a lane for every controller in three panels of both tables, with a dot for every world", () => {
    const report = sampleBench();
    const html = renderBenchHtml(report, assets);
    const dots = [...html.matchAll(/class="dots" d="([^"]*)"/g)].map(([, d]) => d!.match(/h0/g)!.length);
    expect(dots).toEqual(
      report.tables.flatMap(({ worlds }) => Array(3 * report.controllers.length).fill(worlds.length)),
    );
  });

  it("says in words what a lane shows", () => {
    const report = sampleBench();
    const { worlds } = report.tables[0]!;
    const failed = report.rows
      .filter((row) => row.controller === "hpa" && worlds.includes(row.world))
      .map((row) => row.failedRatio.mean)
      .sort((a, b) => a - b);
    const [best, median, worst] = [failed[0]!, failed[3]!, failed[6]!].map((ratio) => `${formatPercent(ratio)} %`);
    expect(renderBenchHtml(report, assets)).toContain(
      `aria-label="Failed requests, %: Kubernetes HPA, 7 worlds: median ${median}, best ${best}, worst ${worst}"`,
    );
  });

  it("gives the figure, the limit and the reason of every target, and lists the worlds of those that have them", () => {
    const html = renderBenchHtml(sampleBench(), assets);
    expect(html).toContain("5 targets: 3 met, 1 missed, 1 not measured");
    expect(html).toMatch(
      /<td class="figure">≤ 5\.0 min\/day<\/td><td class="missed"><span class="verdict"><b aria-hidden="true">✗<\/b> missed<\/span> <span class="figure">11\.3 min\/day<\/span>/,
    );
    expect(html).toMatch(/<th scope="col">Headgate scale<\/th><th scope="col">Headgate scale, 20 s request rate<\/th>/);
    expect(html).toContain("The incident was left out of this run.");
    expect(html).toContain("recording-5 rises by a factor of twelve within one minute");
    expect(html).toContain(`<li>${sampleBenchWorld(2).title}: ∞`);
  });

  it("shows what is for tuning apart from what is scored", () => {
    const html = renderBenchHtml(sampleBench(), assets);
    expect(html.indexOf("Tuning only, not bound (3)")).toBeGreaterThan(html.indexOf("Scored, not bound (4)"));
    expect(html).not.toContain("Tuning only, bound");
  });

  it("marks the controllers that rest on inferred rules, and lists the rules", () => {
    const html = renderBenchHtml(sampleBench(), assets);
    expect(html).toContain('href="#controller-target-tracking" title="rests on inferred rules">[I]</a>');
    expect(html).toContain("<li>[I] The step size is not published: ceil(running x metric / target).</li>");
    expect(html).not.toContain('href="#controller-hpa"');
  });

  it("says that traces are missing, where they are", () => {
    const traces = { kind: "missing", folder: "traces", message: "traces does not exist: they are left out." } as const;
    expect(renderBenchHtml(sampleBench({ traces, modes: [] }), assets)).toContain(
      "Without traces: traces does not exist: they are left out.",
    );
  });

  it("loads nothing and keeps to its policy", () => {
    const html = renderBenchHtml(sampleBench(), assets);
    expect(html).not.toMatch(/\b(src|srcset|action|data)\s*=\s*["']?\s*(https?:)?\/\//i);
    expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !/^(data:,|#)/.test(href!))).toEqual([]);
    expect(html).not.toMatch(/ on[a-z]+=|@import|url\(/);
    expect(html).toContain(`content="default-src 'none';`);
    expect(() => new Script(assets.benchScript)).not.toThrow();
  });

  it("escapes every string it is given", () => {
    const world = { ...sampleBenchWorld(0), title: HOSTILE, remarks: [HOSTILE] };
    const controller = { ...sampleController("hpa"), title: HOSTILE, purpose: HOSTILE, inferences: [HOSTILE] };
    const base = sampleBench();
    const report = sampleBench({
      worlds: [world, ...base.worlds.slice(1)],
      controllers: base.controllers.map((each) => (each.name === "hpa" ? controller : each)),
      targets: base.targets.map((target) => ({ ...target, title: HOSTILE, why: HOSTILE })),
      traces: { kind: "missing", folder: HOSTILE, message: HOSTILE },
    });
    const html = renderBenchHtml(report, assets);
    expect(html).not.toContain("<script>alert");
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it("survives a bench without worlds, targets or modes", () => {
    const report = sampleBench({ targets: [], modes: [] }, { worlds: 0, controllers: 3 });
    const html = renderBenchHtml(report, assets).replace(assets.benchScript, "");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(html).not.toContain("Not bound (0 worlds)");
  });

  it("stays below 600 KB with 130 worlds and everybody", () => {
    const html = renderBenchHtml(sampleBench({}, { worlds: 130, controllers: 17 }), assets);
    expect(Buffer.byteLength(html)).toBeLessThan(600_000);
  });
});

describe("the bench's text", () => {
  it.each([80, 100, 160])("fits %d columns", (columns) => {
    const lines = renderBenchText(sampleBench(), { columns, colour: false }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("ends with the targets", () => {
    const lines = renderBenchText(sampleBench(), { columns: 100, colour: false }).split("\n");
    expect(lines.slice(lines.indexOf("5 targets: 3 met, 1 missed, 1 not measured"))).toEqual([
      "5 targets: 3 met, 1 missed, 1 not measured",
      "✓ met: Failed requests, median over the traces: at most 1/10 of the best AWS policy's",
      "  (headgate-scale): 0.05, limit 0.10. Median of 4 worlds; the worst is recording-0 with 0.09.",
      "✓ met: Failed requests, median over the traces: at most 1/10 of the best AWS policy's",
      "  (headgate-scale-20s-rate): 0.02, limit 0.10. Median of 4 worlds; the worst is recording-2 with",
      "  0.06.",
      "✗ missed: No trace worse by more than 5 minutes a day (headgate-scale): 11.3 min/day, limit 5.0",
      "  min/day. recording-5 rises by a factor of twelve within one minute; the 60 s loop sees it 80 s",
      "  later.",
      "✓ met: No write of ours raises commitments above the budget (headgate-scale): 0 writes, limit 0",
      "  writes. Of 1,204 writes none did.",
      "– not measured: Incident A: share of runs that collapse, at most 1/5 of the best AWS policy's. The",
      "  incident was left out of this run.",
    ]);
  });
});

it.each([
  { when: "a small ratio is not none", shown: formatFactor(0.004), expected: "<0.01" },
  { when: "a ratio has two decimals", shown: formatFactor(0.084), expected: "0.08" },
  { when: "a large one is whole", shown: formatFactor(1_234.4), expected: "1,234" },
  { when: "none is none", shown: formatFactor(0), expected: "0" },
  { when: "both too small to compare", shown: formatRatio({ kind: "both-clear" }), expected: "clear" },
  { when: "only the other too small", shown: formatRatio({ kind: "base-clear" }), expected: "∞" },
  { when: "nobody of that kind played", shown: formatMedian(null), expected: "–" },
  {
    when: "an infinite median",
    shown: formatMedian({ ofSums: { kind: "base-clear" }, median: null, noWorseIn: 0, worlds: 1 }),
    expected: "∞",
  },
  {
    when: "a spread that does not show",
    shown: formatSpread({ mean: 0.1, least: 0.1, most: 0.1 }, formatPercent),
    expected: "",
  },
  {
    when: "a spread",
    shown: formatSpread({ mean: 0.1, least: 0.09, most: 0.12 }, formatPercent),
    expected: "9.0–12.0",
  },
])("$when", ({ shown, expected }) => expect(shown).toBe(expected));
