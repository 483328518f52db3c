// Called by .ci/mutation in its throw-away copy. Arguments: folders or files of shared/; the plan, the limits and the
// records where there are none.
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { sampleOf } from "./sample.mjs";

const FOLDERS = ["shared/limits", "shared/plan", "shared/records"];

// Figures that a script writes, and words: no decision in them.
const NOT_MUTATED = [
  "shared/limits/class-memory-table.ts",
  "shared/plan/explain/codes.ts",
  "shared/plan/explain/records-codes.ts",
];

// A literal of a closed union doesn't compile once it is changed, and the wording of a notice decides nothing.
const EXCLUDED_MUTATIONS = ["StringLiteral"];

/**
 * In %: two points under what was measured, docs/mutation.md, so that a table that loses its rows is seen and one new
 * survivor is not. What was measured on a sample only has four points more.
 */
const LEAST = {
  "shared/limits": 92,
  "shared/plan": 64,
  "shared/plan/admit": 91,
  "shared/plan/budget": 78,
  "shared/plan/capacity": 77,
  "shared/plan/demand": 84,
  "shared/plan/explain": 43,
  "shared/plan/gate": 94,
  "shared/plan/graph": 72,
  "shared/plan/policy": 84,
  "shared/plan/withdrawal": 89,
  "shared/records": 91,
  "shared/records/cloud-map": 96,
  "shared/records/dns": 88,
  "shared/records/nginx": 93,
  "shared/records/nginx-site": 80,
  "shared/records/ports": 81,
};

/** Of a fifth of a folder's declarations the score may lie as far from that of the whole. */
const SAMPLE_SPREAD = 8;

const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const share = number("HEADGATE_MUTATION_SAMPLE", 1);
const leastOf = (folder) => number("HEADGATE_MUTATION_LEAST", (LEAST[folder] ?? 0) - (share < 1 ? SAMPLE_SPREAD : 0));

const filesIn = (path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.ts`).sort() : [path]);

const given = process.argv.slice(2);
const files = (given.length > 0 ? given : FOLDERS).flatMap(filesIn).filter((file) => !NOT_MUTATED.includes(file));
const linesOf = new Map(files.map((file) => [file, readFileSync(file, "utf8").split("\n")]));

const say = (line) => process.stdout.write(`${line}\n`);

const startedMs = Date.now();
const results = await new Stryker({
  mutate: files.flatMap((file) => sampleOf(file, share)),
  mutator: { excludedMutations: EXCLUDED_MUTATIONS },
  ignorers: ["unreachable"],
  inPlace: true,
  testRunner: "in-process",
  plugins: [join(import.meta.dirname, "test-runner.mjs")],
  coverageAnalysis: "perTest",
  // What happens while a file is loaded needs a new process for each mutant, seconds instead of milliseconds.
  ignoreStatic: process.env.HEADGATE_MUTATION_STATIC === undefined,
  concurrency: number("HEADGATE_MUTATION_PROCESSES", 1),
  timeoutMS: 5_000,
  timeoutFactor: 3,
  // Its reader of tsconfig.json fails on TypeScript 7, and there is nothing in it that a mutant needs.
  tsconfigFile: "no-such-file.json",
  disableTypeChecks: false,
  reporters: ["progress-append-only"],
  logLevel: "warn",
  allowEmpty: true,
}).runMutationTest();
const seconds = Math.round((Date.now() - startedMs) / 1000);

const textAt = (file, { start, end }) => {
  const lines = linesOf.get(file).slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join("\n");
};

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** Mutants that are none: the same text (an empty `case`), and an array of texts where no array of texts compiles. */
const isNone = ({ code, becomes }) => code === becomes || becomes === '["Stryker was here"]';

/** "shared/plan/admit" of a file in it. */
const folderOf = (file) => file.split("/").slice(0, -1).slice(0, 3).join("/");

const mutants = results
  .filter(({ statusReason }) => !/excluded mutation|unreachable/.test(statusReason ?? ""))
  .map(({ fileName, location, mutatorName, replacement, status, killedBy }) => {
    const file = relative(process.cwd(), fileName);
    const [code, becomes] = [oneLine(textAt(file, location)), oneLine(replacement ?? "")];
    return { file, folder: folderOf(file), line: location.start.line, code, becomes, mutatorName, status, killedBy };
  })
  .filter((mutant) => !isNone(mutant));

const explained = JSON.parse(readFileSync(join(import.meta.dirname, "explained.json"), "utf8"));
const isExplained = ({ file, code, becomes }) =>
  explained.some((entry) => entry.file === file && entry.code === code && entry.becomes.includes(becomes));

const isLeft = ({ status }) => status === "Survived" || status === "NoCoverage";

const scoreOf = (those) => {
  const count = (...statuses) => those.filter(({ status }) => statuses.includes(status)).length;
  const left = those.filter(isLeft);
  // One that runs for ever is noticed as surely as one that fails a test.
  const noticed = count("Killed", "Timeout");
  const percent = noticed + left.length === 0 ? 100 : (100 * noticed) / (noticed + left.length);
  const parts = [
    `${count("Killed")} killed`,
    `${count("Timeout")} timed out`,
    `${count("Survived")} survived`,
    `${count("NoCoverage")} not reached`,
    `${left.filter(isExplained).length} of these explained`,
  ];
  const broken = count("RuntimeError", "CompileError");
  return {
    percent,
    text:
      `${noticed + left.length} mutants: ${parts.join(", ")}: ${percent.toFixed(1)} %` +
      (count("Ignored") > 0 ? `; ${count("Ignored")} not tried, they act while a file is loaded` : "") +
      (broken > 0 ? `; ${broken} broken` : ""),
  };
};

for (const mutant of mutants.filter((mutant) => isLeft(mutant) && !isExplained(mutant))) {
  const { file, line, code, becomes, status } = mutant;
  const shown = (text) => (text.length > 90 ? `${text.slice(0, 90)}…` : text);
  say(`${status === "Survived" ? "survived" : "not reached"}: ${file}:${line}  ${shown(code)}  =>  ${shown(becomes)}`);
}

let isBelow = false;
const byFolder = Map.groupBy(mutants, ({ folder }) => folder);
for (const folder of [...byFolder.keys()].sort()) {
  const { percent, text } = scoreOf(byFolder.get(folder));
  const least = leastOf(folder);
  isBelow ||= percent < least;
  say(`${folder}: ${text}, at least ${least} % wanted`);
}

if (process.env.HEADGATE_MUTATION_JSON !== undefined)
  writeFileSync(process.env.HEADGATE_MUTATION_JSON, JSON.stringify(mutants));

const what = share < 1 ? `mutation, a sample of ${share}` : "mutation";
say(`${what}: ${scoreOf(mutants).text}; ${seconds} s`);
process.exitCode = isBelow ? 1 : 0;
