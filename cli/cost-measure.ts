import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measuredStackNames, measureStack } from "../simulator/own-use/measured-stacks.ts";

// Plays the days behind Headgate's own cost and writes shared/cost/own/measured-use.ts. Takes minutes.

const path = "shared/cost/own/measured-use.ts";
const entries: string[] = [];
for (const name of measuredStackNames) {
  const startMs = performance.now();
  entries.push(`  ${JSON.stringify(name)}: ${JSON.stringify(await measureStack(name))},`);
  console.error(`${name}: ${Math.round((performance.now() - startMs) / 1000)} s`);
}
const text = `import type { MeasuredUse } from "./own-use.ts";

/** Written by \`node cli/cost-measure.ts\`, which plays a day of each stack; a test plays the sample's again. */
export const measuredUse = {
${entries.join("\n")}
} as const satisfies Readonly<Record<string, MeasuredUse>>;
`;
writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), text);
console.log(`wrote ${path}; run npx biome check --write ${path}`);
