import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { buildWakeMap } from "../../../functions/router/wake-map.ts";
import { problemCodes } from "../../../shared/config/problem-codes.ts";
import { type ConfigReading, parseConfig } from "../../../shared/config/read-config.ts";
import { readTree } from "../../../shared/config/read-tree.ts";
import { legalForms } from "../../config/legal-forms.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateYaml, type YamlSeed } from "../mutate/mutate-yaml.ts";
import { promiseLawful } from "./lawful-problems.ts";

const fileName = "headgate.yml";
const pinned = { seed: 20_260_901, numRuns: 150 };
const mostCharacters = 1_500;

/** A whole headgate.yml: what is accepted says the same after it is printed, and survives JSON. */
export const configTarget: FuzzTarget = {
  name: "config",
  share: 10,
  codes: new Set(Object.keys(problemCodes)),
  prepare: async () => {
    const sample = readFileSync(fileName, "utf8");
    const seeds: readonly YamlSeed[] = [
      seedOf(sample),
      ...fc
        .sample(legalForms, pinned)
        .map((form) => stringify(form))
        // A long file takes a hundred times as long to read as a short one, and has no more to it.
        .filter((text) => text.length < mostCharacters)
        .map(seedOf),
    ];
    return {
      generate: (dice) => mutateYaml(dice, dice.pick(seeds)),
      run: (text) => {
        const reading = parseConfig(text, fileName);
        if (reading.kind === "refused") {
          promise(reading.problems.length > 0, "refused without a problem");
          promiseLawful(reading.problems, text);
          return rejected(reading.problems.map(({ code }) => code));
        }
        promiseLawful(reading.warnings, text);
        promiseSame(reading, parseConfig(printed(text), fileName));
        const { config } = reading;
        promise(same(JSON.parse(JSON.stringify(config)), config), "the configuration does not survive JSON");
        const { domains } = buildWakeMap(config).domains;
        promise(domains.length === config.domains.length, "a domain can't be woken");
        return accepted(reading.warnings.map(({ code }) => code));
      },
    };
  },
};

const seedOf = (text: string): YamlSeed => {
  const reading = readTree(text, fileName);
  return { text, tree: reading.kind === "tree" ? reading.tree.value : null };
};

/** The same data, written by a printer of YAML. */
const printed = (text: string): string => {
  const reading = readTree(text, fileName);
  if (reading.kind !== "tree") throw new Error("an accepted file has no tree");
  return stringify(reading.tree.value);
};

const promiseSame = (reading: Extract<ConfigReading, { kind: "ok" }>, again: ConfigReading): void => {
  promise(
    again.kind === "ok",
    `refused after printing: ${again.kind === "ok" ? "" : JSON.stringify(again.problems[0])}`,
  );
  promise(same(again.config, reading.config), "another configuration after printing");
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
