import { pathToFileURL } from "node:url";
import type { FuzzTarget } from "./fuzz-target.ts";

/**
 * Loads the targets of a run. It takes its time, because the whole product comes along: only workers do it.
 *
 * @param module a file with targets of its own, exported as `fuzzTargets`; `null`: the product's
 */
export const loadTargets = async (module: string | null): Promise<readonly FuzzTarget[]> => {
  if (module === null) return (await import("./targets.ts")).fuzzTargets;
  const loaded = (await import(pathToFileURL(module).href)) as { readonly fuzzTargets: readonly FuzzTarget[] };
  return loaded.fuzzTargets;
};
