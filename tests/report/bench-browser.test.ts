import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { controllerNames } from "../../simulator/controllers/controller-names.ts";
import { readBenchAssets } from "../../simulator/report/bench-report/bench-assets.ts";
import { renderBenchHtml } from "../../simulator/report/bench-report/render-bench-html.ts";
import { describeWithChromium } from "../installed-chromium.ts";
import { launchChromium, type OpenReport, openReport } from "./open-report.ts";
import { pageWidthOf, paperOf, showAsPrinted } from "./page-probes.ts";
import { readPdf } from "./pdf-content.ts";
import { sampleBench } from "./sample-bench.ts";

const everybody = controllerNames.length;

/** Kept by CI, for people to look at. */
const artefacts = join(__dirname, "../../.headgate/artefacts");

describeWithChromium("tests/report/bench-browser.test.ts", "the bench's page in a real browser", () => {
  const report = sampleBench();
  let folder = "";
  let path = "";
  let browser: Browser;
  let opened: OpenReport[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "bench-browser-"));
    mkdirSync(artefacts, { recursive: true });
    path = join(folder, "bench.html");
    writeFileSync(path, renderBenchHtml(report, await readBenchAssets()));
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

  const open = async (options?: BrowserContextOptions) => {
    const one = await openReport(browser, path, options);
    opened.push(one);
    return one;
  };
  const lane = (page: Page, panel: string, controller: number) =>
    page.locator(`.panel[data-panel="${panel}"] .lane[data-row="c${controller}"]`).first();

  it("asks for nothing and complains of nothing, light and dark", async () => {
    const [light, dark] = [await open(), await open({ colorScheme: "dark" })];
    await light.page.screenshot({ path: join(artefacts, "bench-light.png"), fullPage: true });
    await dark.page.screenshot({ path: join(artefacts, "bench-dark.png"), fullPage: true });
    expect([await paperOf(light.page), await paperOf(dark.page)]).toEqual(["rgb(255, 255, 255)", "rgb(20, 24, 28)"]);
    expect([...light.complaints, ...dark.complaints]).toEqual([]);
  });

  it("hides a family everywhere and shows it again", async () => {
    const { page } = await open();
    const box = page.locator('input[value="kubernetes"]');
    const visible = () => page.locator('[data-family="kubernetes"]:visible').count();
    const before = await visible();
    // Two tables with three panels each, and the table of modes, with four of the family.
    expect(before).toBe(4 * (2 * (3 + 1) + 1));
    await page.locator("details.world summary").first().click();
    const figures = page.locator("details.world").first().locator("tbody tr:visible");
    expect(await figures.count()).toBe(everybody);
    await box.uncheck();
    expect(await visible()).toBe(0);
    expect(await figures.count()).toBe(everybody - 4);
    await box.check();
    expect(await visible()).toBe(before);
  });

  it("says world, controller and figure of the dot under the pointer, and marks the world in every lane", async () => {
    const { page } = await open();
    const controller = 1;
    const svg = lane(page, "slo", controller).locator("svg");
    await svg.scrollIntoViewIfNeeded();
    const [x, y] = /M(\d+) (\d+)h0/
      .exec((await svg.locator(".dots").getAttribute("d"))!)!
      .slice(1)
      .map(Number);
    const box = (await svg.boundingBox())!;
    await page.mouse.move(box.x + (x! / 1000) * box.width, box.y + (y! / 34) * box.height);
    const world = report.tables[0]!.worlds[0]!;
    const row = report.rows.find((each) => each.world === world && each.controller === "target-tracking")!;
    const { mean, least, most } = row.sloViolationMinutes;
    const tip = page.locator(".tip");
    expect(await tip.textContent()).toBe(
      `${world}AWS target tracking [I]: ${mean.toFixed(1)} min (${least.toFixed(1)}–${most.toFixed(1)} over its runs)`,
    );
    // One mark in each lane of the table that has the world.
    expect(await page.locator(".hot").count()).toBe(3 * everybody);
    await page.mouse.move(4, 4);
    expect([await tip.isVisible(), await page.locator(".hot").count()]).toEqual([false, 0]);
  });

  it("follows a chosen world, which needs no pointer", async () => {
    const { page } = await open();
    await page.locator(".filters select").selectOption({ index: 2 });
    expect(await page.locator(".hot").count()).toBe(3 * everybody);
    await page.locator(".filters select").selectOption("");
    expect(await page.locator(".hot").count()).toBe(0);
  });

  it("prints in light colours, without switches, on more than one page", async () => {
    const { page } = await open({ colorScheme: "dark" });
    const printed = readPdf(await page.pdf({ preferCSSPageSize: true }));
    expect(printed.pages).toBeGreaterThan(1);
    // The rules of 2 x 3 lanes of everybody, and more.
    expect(printed.lines).toBeGreaterThan(2 * 3 * everybody);
    await page.setViewportSize({ width: 1060, height: 733 });
    await showAsPrinted(page);
    expect(await paperOf(page)).toBe("rgb(255, 255, 255)");
    expect(await page.locator(".filters").isVisible()).toBe(false);
    expect(await pageWidthOf(page)).toBe(1060);
    await page.screenshot({ path: join(artefacts, "bench-print.png"), fullPage: true });
  });

  it("fits a phone: the page does not scroll sideways", async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    expect(await pageWidthOf(page)).toBe(360);
    expect(await lane(page, "cost", 3).locator(".who").isVisible()).toBe(true);
    await page.screenshot({ path: join(artefacts, "bench-phone.png"), fullPage: true });
  });

  it("without JavaScript has every table and every lane", async () => {
    const [without, withScript] = [await open({ javaScriptEnabled: false }), await open()];
    const cells = ({ page }: OpenReport) => page.locator("td").allTextContents();
    expect(await cells(without)).toEqual(await cells(withScript));
    expect(await without.page.locator(".lane svg:visible").count()).toBe(2 * 3 * everybody);
    expect(await without.page.locator(".filters").isVisible()).toBe(false);
    expect(without.complaints).toEqual([]);
  });
});
