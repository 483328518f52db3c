import type { Locator, Page } from "playwright-core";

// Expressions are text: they run in the page, whose types this project does not load.

/** Pixels drawn, by chart. */
export function inkOf(page: Page): Promise<number[]> {
  return page.evaluate(`[...document.querySelectorAll(".chart canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn++;
    return drawn;
  })`);
}

/** Every chart's pixels, once what is pending is drawn. */
export function picturesOf(page: Page): Promise<string[]> {
  return page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
    [...document.querySelectorAll(".chart canvas")].map((canvas) => canvas.toDataURL()))`);
}

/** What is written above every chart. */
export function readoutsOf(page: Page): Promise<string[]> {
  return page.locator(".readout").allTextContents();
}

export function paperOf(page: Page): Promise<string> {
  return page.evaluate("getComputedStyle(document.body).backgroundColor");
}

export function pageWidthOf(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth");
}

/** What the browser tells the page before it prints; on a screen, so that it can be looked at. */
export async function showAsPrinted(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
}

/** From one share of an element's width to another, held. */
export async function dragAcross(page: Page, element: Locator, from: number, to: number): Promise<void> {
  await element.scrollIntoViewIfNeeded();
  const box = (await element.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
  await page.mouse.up();
}
