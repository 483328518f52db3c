import { escapeHtml, escapeScriptJson } from "./escape-html.ts";
import type { ReportAssets } from "./report-assets.ts";

export type HtmlPage = {
  readonly title: string;
  /** Above the title. */
  readonly kicker: string;
  /** HTML, under the title; may be empty. */
  readonly lead: string;
  /** HTML. */
  readonly main: string;
  /** The command that writes such a page. */
  readonly writtenBy: string;
  /** What a reader without JavaScript misses, a sentence. */
  readonly withoutScript: string;
  readonly styles: readonly string[];
  /** HTML: the scripts with their data, last in the body. */
  readonly scripts: string;
};

/**
 * One HTML file that needs no network: styles, scripts and data are inside it, and its policy lets nothing else in.
 *
 * @throws never
 */
export function renderPage(page: HtmlPage): string {
  const title = escapeHtml(page.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title} · ${escapeHtml(page.kicker)}</title>
<style>${page.styles.join("\n")}</style>
<noscript><style>.chart,.hint,.filters{display:none}</style></noscript>
</head>
<body>
<header>
<p class="kicker">${escapeHtml(page.kicker)}</p>
<h1>${title}</h1>
${page.lead}
</header>
<main>
${page.main}
</main>
<footer><p>Simulated, not measured on AWS. Written by <code>${escapeHtml(page.writtenBy)}</code>.</p></footer>
<noscript><p class="note">${escapeHtml(page.withoutScript)}</p></noscript>
${page.scripts}
</body>
</html>
`;
}

/** The chart library with its licence, the data it draws, and the script that draws. */
export function renderChartScripts(data: unknown, assets: ReportAssets): string {
  return `<script type="application/json" id="replay-data">${escapeScriptJson(data)}</script>
<script>/*
${assets.chartLicence}
*/
${assets.chartScript}</script>
<script>${assets.reportScript}</script>`;
}

/** A sentence each, under one heading; nothing where there is none. */
export function renderRemarks(remarks: readonly string[]): string {
  if (remarks.length === 0) return "";
  return `<section aria-labelledby="remarks"><h2 id="remarks">What this rests on</h2>
<ul>${remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`).join("\n")}</ul></section>`;
}
