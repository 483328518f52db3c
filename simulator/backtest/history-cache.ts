import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetricPoints } from "./ask-cloudwatch.ts";

/** One part of a day's series, by key. */
export type CachedSeries = ReadonlyMap<string, MetricPoints>;

/**
 * Downloaded days on disk: a file of JSON lines for each part of a day, a series a line, the number of lines last. A file
 * is written beside its place and moved there, so that it is whole or not there.
 */
export class HistoryCache {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns `null` where it is not there, or not whole */
  async read(day: string, part: number): Promise<CachedSeries | null> {
    const text = await readFile(this.#path(day, part), "utf8").catch(() => null);
    if (text === null) return null;
    try {
      const lines = text.trimEnd().split("\n");
      const end = JSON.parse(lines.pop() ?? "") as { readonly series?: number };
      if (end.series !== lines.length) return null;
      return new Map(
        lines.map((line) => {
          const { key, points } = JSON.parse(line) as { readonly key: string; readonly points: MetricPoints };
          return [key, points];
        }),
      );
    } catch {
      return null;
    }
  }

  /** @throws what the file system says */
  async write(day: string, part: number, series: CachedSeries): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const path = this.#path(day, part);
    const unfinished = `${path}.${process.pid}.part`;
    const lines = [...series].map(([key, points]) => JSON.stringify({ key, points }));
    try {
      await writeFile(unfinished, `${[...lines, JSON.stringify({ series: series.size })].join("\n")}\n`);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  #path(day: string, part: number): string {
    return join(this.folder, `${day}.${part}.jsonl`);
  }
}
