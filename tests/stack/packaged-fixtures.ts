import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { type PackagedStack, packageStack, root } from "./packaged-stack.ts";

/**
 * The configurations that the stack is looked at in: the sample, one per mode, and between them every right and every
 * kind of resource that headgate.yml can bring.
 */
export const fixtureFiles = {
  sample: "headgate.yml",
  observe: "tests/stack/fixtures/observe.yml",
  govern: "tests/stack/fixtures/govern.yml",
  "every mode": "tests/stack/fixtures/every-mode.yml",
  widest: "tests/stack/fixtures/widest.yml",
} as const;

export type FixtureName = keyof typeof fixtureFiles;

export type PackagedFixture = {
  readonly name: FixtureName;
  readonly config: Config;
  readonly template: PackagedStack["template"];
};

export const readFixture = (name: FixtureName): Config => {
  const file = fixtureFiles[name];
  const reading = parseConfig(readFileSync(join(root, file), "utf8"), file);
  if (reading.kind === "refused") throw new Error(`${file}: ${JSON.stringify(reading.problems)}`);
  return reading.config;
};

/** All of them as `serverless package` makes them, two at a time. */
export const packageFixtures = async (
  names: readonly FixtureName[] = Object.keys(fixtureFiles) as FixtureName[],
): Promise<readonly PackagedFixture[]> => {
  const packaged: PackagedFixture[] = [];
  for (let first = 0; first < names.length; first += 2)
    packaged.push(...(await Promise.all(names.slice(first, first + 2).map(packageFixture))));
  return packaged;
};

const packageFixture = async (name: FixtureName): Promise<PackagedFixture> => {
  const { template } = await packageStack(join(root, fixtureFiles[name]));
  return { name, config: readFixture(name), template };
};
