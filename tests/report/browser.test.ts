import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { incidentRehearsal } from "../../simulator/rehearsal/incident-rehearsal.ts";
import { rehearse } from "../../simulator/rehearsal/rehearse.ts";
import { renderHtml } from "../../simulator/report/render-html.ts";
import { readReportAssets } from "../../simulator/report/report-assets.ts";
import { renderRunHtml } from "../../simulator/report/run-report/render-run-html.ts";
import { describeWithChromium } from "../installed-chromium.ts";
import { launchChromium, type OpenReport, openReport } from "./open-report.ts";
import { dragAcross, inkOf, pageWidthOf, paperOf, picturesOf, readoutsOf, showAsPrinted } from "./page-probes.ts";
import { readPdf } from "./pdf-content.ts";
import { sampleReplay } from "./sample-replay.ts";
import { sampleScenario } from "./sample-scenario.ts";

/** Kept by CI, for people to look at. */
const artefacts = join(__dirname, "../../.headgate/artefacts");

describeWithChromium("tests/report/browser.test.ts", "a report in a real browser", () => {
  const report = sampleScenario();
  let folder = "";
  let scenarioPath = "";
  let salePath = "";
  let browser: Browser;
  let opened: OpenReport[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "browser-"));
    mkdirSync(artefacts, { recursive: true });
    scenarioPath = join(folder, "scenario.html");
    salePath = join(folder, "sale.html");
    const assets = await readReportAssets();
    writeFileSync(scenarioPath, renderRunHtml(report, assets, "npm start"));
    writeFileSync(salePath, renderHtml(sampleReplay(), assets));
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const each of opened) await each.close();
    opened = [];
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (path: string, options?: BrowserContextOptions) => {
    const one = await openReport(browser, path, options);
    opened.push(one);
    return one;
  };
  const chart = (page: Page, row: string, run: number) =>
    page.locator(`.chart[data-case="0"][data-row="${row}"][data-run="${run}"]`);

  it.each([
    { when: "a scenario's", path: () => scenarioPath, charts: 5 * 4 },
    { when: "the flash sale's", path: () => salePath, charts: 2 * 4 * 3 },
  ])("$when draws every chart, asks for nothing and complains of nothing", async ({ path, charts }) => {
    const { page, complaints } = await open(path());
    const inks = await inkOf(page);
    expect(inks).toHaveLength(charts);
    expect(Math.min(...inks)).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  });

  it("draws a real run as well: the flash sale's first pool and limit", async () => {
    const { title, remarks, cases } = incidentRehearsal(1);
    const replay = await rehearse(
      { title, remarks, cases: [{ ...cases[0]!, sweep: [], control: null }] },
      { workers: 1, onStart: () => {}, onAdvance: () => {}, onRunDone: () => {} },
    );
    const path = join(folder, "real.html");
    writeFileSync(path, renderHtml(replay, await readReportAssets()));
    const { page, complaints } = await open(path);
    const inks = await inkOf(page);
    expect(inks).toHaveLength(4 * 4);
    expect(Math.min(...inks)).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
    await page.screenshot({ path: join(artefacts, "flash-sale.png"), fullPage: true });
  });

  it("reads the figures of the moment under the pointer, in all charts of the case", async () => {
    const { page } = await open(scenarioPath);
    await chart(page, "connections-0", 2)
      .locator(".u-over")
      .hover({ position: { x: 100, y: 40 } });
    const readouts = await readoutsOf(page);
    const atSeconds = clockSeconds(readouts[0]!);
    expect(atSeconds).toBeGreaterThan(600);
    const expected = ["traffic", "tasks", "connections-0", "failures", "p99"].flatMap((row) =>
      report.records.map(({ timeline }) => {
        const sample = timeline.find((each) => each.atSeconds === atSeconds)!;
        const figures = {
          traffic: [sample.attemptsPerSecond, sample.requestsPerSecond],
          tasks: [sample.runningTasks, sample.desiredTasks],
          "connections-0": [sample.connections],
          failures: [sample.failedRatio * 100],
          p99: [sample.p99Seconds],
        };
        return figures[row as keyof typeof figures];
      }),
    );
    for (const [i, readout] of readouts.entries()) {
      const shown = readout
        .slice(readout.indexOf("  "))
        .replace(/p99/, "")
        .match(/\d[\d,.]*/g)!;
      const figures = shown.map((text) => Number(text.replace(/,$/, "").replaceAll(",", "")));
      expect(clockSeconds(readout)).toBe(atSeconds);
      expect(figures).toHaveLength(expected[i]!.length);
      for (const [f, figure] of figures.entries()) expect(closeTo(figure, expected[i]![f]!)).toBe(true);
    }
  });

  it("says the summary again once the pointer has left", async () => {
    const { page } = await open(scenarioPath);
    const atRest = await readoutsOf(page);
    await chart(page, "tasks", 0).locator(".u-over").hover();
    expect(await readoutsOf(page)).not.toEqual(atRest);
    await page.mouse.move(2, 2);
    expect(await readoutsOf(page)).toEqual(atRest);
  });

  it("zooms all charts of the case by a drag, and goes back by a double click", async () => {
    const { page } = await open(scenarioPath);
    const before = await picturesOf(page);
    const over = chart(page, "tasks", 1).locator(".u-over");
    await dragAcross(page, over, 0.1, 0.5);
    const zoomed = await picturesOf(page);
    expect(zoomed.filter((picture, i) => picture === before[i])).toEqual([]);
    await over.hover({ position: { x: 1, y: 40 } });
    // A tenth of the hour.
    expect(Math.abs(clockSeconds((await readoutsOf(page))[0]!) - 360)).toBeLessThan(60);
    await over.dblclick();
    expect(await picturesOf(page)).toEqual(before);
  });

  it("leaves the charts of another case as they are", async () => {
    const { page } = await open(salePath);
    const before = await picturesOf(page);
    await dragAcross(page, chart(page, "tasks", 0).locator(".u-over"), 0.2, 0.6);
    const after = await picturesOf(page);
    const changed = after.map((picture, i) => picture !== before[i]);
    expect(changed).toEqual([...Array(12).fill(true), ...Array(12).fill(false)]);
  });

  it("can be read and zoomed from the keyboard", async () => {
    const { page } = await open(scenarioPath);
    const before = await picturesOf(page);
    await chart(page, "traffic", 0).focus();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowRight"]) await page.keyboard.press(key);
    expect((await readoutsOf(page)).map(clockSeconds)).toEqual(Array(20).fill(120));
    await page.keyboard.press("+");
    expect(await picturesOf(page)).not.toEqual(before);
    await page.keyboard.press("0");
    expect(await picturesOf(page)).toEqual(before);
  });

  it("is dark where the reader's system is", async () => {
    const [light, dark] = [await open(scenarioPath), await open(scenarioPath, { colorScheme: "dark" })];
    expect(await paperOf(light.page)).toBe("rgb(255, 255, 255)");
    expect(await paperOf(dark.page)).toBe("rgb(20, 24, 28)");
    const [lightCharts, darkCharts] = [await picturesOf(light.page), await picturesOf(dark.page)];
    expect(darkCharts.filter((picture, i) => picture === lightCharts[i])).toEqual([]);
    await light.page.screenshot({ path: join(artefacts, "report-light.png"), fullPage: true });
    await dark.page.screenshot({ path: join(artefacts, "report-dark.png"), fullPage: true });
    expect(dark.complaints).toEqual([]);
  });

  it("follows the system's colours while it is open", async () => {
    const { page } = await open(scenarioPath);
    const before = await picturesOf(page);
    await page.emulateMedia({ colorScheme: "dark" });
    expect((await picturesOf(page)).filter((picture, i) => picture === before[i])).toEqual([]);
  });

  it("prints every chart, in light colours, on more than one page", async () => {
    const { page, complaints } = await open(scenarioPath, { colorScheme: "dark" });
    const printed = readPdf(await page.pdf({ preferCSSPageSize: true }));
    const withoutCharts = readPdf(
      await (await open(scenarioPath, { javaScriptEnabled: false })).page.pdf({ preferCSSPageSize: true }),
    );
    expect(printed.pages).toBeGreaterThan(1);
    expect(printed.lines - withoutCharts.lines).toBeGreaterThan(5 * 4 * 100);
    expect(complaints).toEqual([]);
    // What is on paper, on a screen as wide as the paper: no chart is blank or wider than its page.
    await page.setViewportSize({ width: 1060, height: 733 });
    await showAsPrinted(page);
    expect(await paperOf(page)).toBe("rgb(255, 255, 255)");
    expect(Math.min(...(await inkOf(page)))).toBeGreaterThan(500);
    const boxes = await Promise.all((await page.locator(".chart canvas").all()).map((canvas) => canvas.boundingBox()));
    const edges = boxes.map((box) => box!.x + box!.width);
    expect(Math.max(...edges)).toBeLessThanOrEqual(1060);
    await page.screenshot({ path: join(artefacts, "report-print.png"), fullPage: true });
  });

  it("is as before once it is printed", async () => {
    const { page } = await open(scenarioPath);
    const before = await picturesOf(page);
    await page.pdf();
    expect(await picturesOf(page)).toEqual(before);
  });

  it("fits a phone: the page does not scroll sideways, the tables do", async () => {
    const { page } = await open(scenarioPath, { viewport: { width: 360, height: 740 } });
    expect(await pageWidthOf(page)).toBe(360);
    expect((await page.locator("table.result").first().boundingBox())!.width).toBeGreaterThan(360);
    expect(Math.min(...(await inkOf(page)))).toBeGreaterThan(500);
    await page.screenshot({ path: join(artefacts, "report-phone.png"), fullPage: true });
  });

  it("without JavaScript has its tables and no empty places for charts", async () => {
    const { page, complaints } = await open(scenarioPath, { javaScriptEnabled: false });
    const [withScript] = [await open(scenarioPath)];
    const cells = (of: Page) => of.locator("td").allTextContents();
    expect(await cells(page)).toEqual(await cells(withScript.page));
    expect((await cells(page)).length).toBeGreaterThan(4 * 10);
    expect(await page.locator(".chart").first().isVisible()).toBe(false);
    expect(await page.locator("body > noscript").textContent()).toContain("The charts need JavaScript");
    expect(complaints).toEqual([]);
  });
});

/** A readout begins with m:ss, or with h:mm:ss. */
function clockSeconds(readout: string): number {
  const [clock] = readout.split("  ");
  return clock!.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** A readout has three digits. */
function closeTo(shown: number, figure: number): boolean {
  return Math.abs(shown - figure) <= Math.max(0.5, Math.abs(figure)) * 0.006 || Math.round(figure) === shown;
}
