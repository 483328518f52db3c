import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import type { Config } from "../shared/config/config.ts";
import { type FunctionName, functionNames } from "./functions.ts";
import { lambdaCredentials } from "./lambda-credentials.ts";
import { schemaKeys } from "./schema-keys.ts";

/**
 * 1 KB = 1,000 bytes. A larger bundle starts too slowly; see docs/deploy.md. People wait for `runbook`, and no event does:
 * it holds the clients of everything that a runbook may look at (ADR 23).
 */
const bundleLimitKilobytes = 700;
const runbookLimitKilobytes = 1_600;

export const bundleLimitOf = (name: string): number =>
  name === "runbook" ? runbookLimitKilobytes : bundleLimitKilobytes;

export type Bundle = { readonly name: string; readonly file: string; readonly bytes: number; readonly inputs: Inputs };
/** Bytes by package, the largest first. */
type Inputs = readonly { readonly from: string; readonly bytes: number }[];

/**
 * Bundles one entry as a Lambda function is deployed: one CommonJS file with the SDK in it.
 *
 * CommonJS because `invoke local` loads no .mjs, and `mainFields` because esbuild's default for Node takes the SDK's
 * CommonJS builds, which can't be shaken: 1119 KB against 616 KB for eight clients.
 */
export const bundle = async (
  name: string,
  entry: string,
  file: string,
  define: Readonly<Record<string, string>>,
  plugins: readonly Plugin[] = [lambdaCredentials, schemaKeys],
): Promise<Bundle> => {
  mkdirSync(dirname(file), { recursive: true });
  const result = await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true, // error classes are matched and logged by name
    legalComments: "none",
    metafile: true,
    plugins: [...plugins],
    define: { ...define },
    logLevel: "warning",
  });
  const output = Object.values(result.metafile.outputs)[0];
  return { name, file, bytes: output?.bytes ?? 0, inputs: byPackage(output?.inputs ?? {}) };
};

/** Bundles functions with the compiled configuration in them, to `<outDirectory>/<function>/index.cjs`. */
export const bundleFunctions = (
  root: string,
  outDirectory: string,
  config: Config,
  names: readonly FunctionName[] = functionNames,
): Promise<readonly Bundle[]> =>
  Promise.all(
    names.map((name) =>
      bundle(name, join(root, "functions", name, "index.ts"), join(outDirectory, name, "index.cjs"), {
        HEADGATE_CONFIG: JSON.stringify(config),
        HEADGATE_RELEASE: JSON.stringify(releaseIn(root)),
      }),
    ),
  );

const releaseIn = (root: string): string =>
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string }).version;

/** One line per bundle and its largest packages. */
export const describeBundle = ({ name, bytes, inputs }: Bundle): string => {
  const largest = inputs.slice(0, 5).map((input) => `${input.from} ${kilobytes(input.bytes)}`);
  return `${name.padEnd(8)} ${kilobytes(bytes)} KB of ${bundleLimitOf(name)} (${largest.join(", ")})`;
};

export const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000);

export const tooLarge = (bundles: readonly Bundle[]): readonly Bundle[] =>
  bundles.filter(({ name, bytes }) => kilobytes(bytes) > bundleLimitOf(name));

const byPackage = (inputs: Metafile["outputs"][string]["inputs"]): Inputs => {
  const bytesOf = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const from = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? "headgate";
    bytesOf.set(from, (bytesOf.get(from) ?? 0) + bytesInOutput);
  }
  return [...bytesOf].map(([from, bytes]) => ({ from, bytes })).sort((a, b) => b.bytes - a.bytes);
};
