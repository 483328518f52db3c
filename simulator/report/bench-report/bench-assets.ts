import { readFile } from "node:fs/promises";

/** What is inlined into the bench's page, as text. */
export type BenchAssets = {
  readonly reportCss: string;
  readonly benchCss: string;
  readonly benchScript: string;
};

export async function readBenchAssets(): Promise<BenchAssets> {
  const own = (name: string) => readFile(new URL(name, import.meta.url), "utf8");
  const [reportCss, benchCss, benchScript] = await Promise.all([
    own("../report.css"),
    own("bench.css"),
    own("bench.browser.js"),
  ]);
  return { reportCss, benchCss, benchScript };
}
