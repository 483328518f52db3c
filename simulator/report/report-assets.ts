import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What is inlined into a report, as text. */
export type ReportAssets = {
  readonly chartCss: string;
  readonly chartScript: string;
  readonly chartLicence: string;
  readonly reportCss: string;
  readonly reportScript: string;
};

export async function readReportAssets(): Promise<ReportAssets> {
  const require = createRequire(import.meta.url);
  const uplot = dirname(require.resolve("uplot/package.json"));
  const own = (name: string) => readFile(new URL(name, import.meta.url), "utf8");
  const [chartCss, chartScript, chartLicence, reportCss, reportScript] = await Promise.all([
    readFile(join(uplot, "dist/uPlot.min.css"), "utf8"),
    readFile(join(uplot, "dist/uPlot.iife.min.js"), "utf8"),
    readFile(join(uplot, "LICENSE"), "utf8"),
    own("report.css"),
    own("report.browser.js"),
  ]);
  return { chartCss, chartScript, chartLicence, reportCss, reportScript };
}
