import { join } from "node:path";
import { type Bundle, bundleFunctions, describeBundle, tooLarge } from "./bundles.ts";
import { readCompiledConfig } from "./compiled-config.ts";
import { type FunctionName, functionNames } from "./functions.ts";

/**
 * Compiles headgate.yml and bundles the functions into dist/.
 *
 * @param root the service's directory, where headgate.yml is and dist/ will be
 * @param print takes the sizes, and doubts about the configuration
 * @param names one of them is enough to invoke it
 * @throws RefusedConfig, or when a bundle is above its limit
 */
export const buildStack = async (
  root: string,
  print: (line: string) => void,
  names: readonly FunctionName[] = functionNames,
): Promise<readonly Bundle[]> => {
  const { config, warnings } = readCompiledConfig(root);
  for (const warning of warnings) print(`warning: ${warning}`);
  const bundles = await bundleFunctions(root, join(root, "dist"), config, names);
  for (const bundle of bundles) print(describeBundle(bundle));
  const refused = tooLarge(bundles);
  if (refused.length > 0) {
    throw new Error(`${refused.map(({ name }) => name).join(", ")}: too large. The largest packages are listed above.`);
  }
  return bundles;
};

if (process.argv[1] === import.meta.filename) {
  try {
    await buildStack(join(import.meta.dirname, ".."), (line) => console.log(line));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
