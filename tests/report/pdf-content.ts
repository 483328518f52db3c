import { inflateSync } from "node:zlib";

export type PdfContent = {
  readonly pages: number;
  /** Strokes and edges drawn, on all pages: text has none. */
  readonly lines: number;
};

/** Counts what Chromium drew. Reads as much of a PDF as that takes: its streams are compressed one by one. */
export function readPdf(pdf: Buffer): PdfContent {
  const text = pdf.toString("latin1");
  let lines = 0;
  for (const { index, 0: opening } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const dictionary = text.slice(text.lastIndexOf(" obj", index), index);
    const length = /\/Length (\d+)>>\s*$/.exec(dictionary)?.[1];
    if (length === undefined || !dictionary.includes("/FlateDecode")) continue;
    const start = index + opening.length;
    const content = inflateSync(pdf.subarray(start, start + Number(length))).toString("latin1");
    lines += content.match(/^[-\d. ]+ l$/gm)?.length ?? 0;
  }
  return { pages: text.match(/\/Type \/Page\b/g)?.length ?? 0, lines };
}
