import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumPath } from "../installed-chromium.ts";

/** Headless, without a profile of its own, and without anything that it would fetch by itself. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("Chromium is not installed");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export type OpenReport = {
  readonly page: Page;
  /** Everything that should not happen: console output, errors, requests that leave the file, failed ones. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
};

/** Opens a file as a double click would, without a network. */
export async function openReport(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1280, height: 900 },
    colorScheme: "light",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`left the file: ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints, close: () => context.close() };
}
