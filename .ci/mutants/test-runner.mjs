// Runs the tests inside one process, with a mutant switched on between two rounds: a round costs the tests that reach the
// mutant, not the loading of a hundred files. The plans are pure, so nothing is left over from the round before.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { determineHitLimitReached, toMutantRunResult } from "@stryker-mutator/api/test-runner";
import { nowLoading, tests } from "./test-globals.mjs";

const root = join(import.meta.dirname, "../..");

/** What the first run found out, for the processes that follow a mutant which ran for ever: ids, the fastest first. */
const orderFile = join(tmpdir(), "mutation-order.json");

const FILES = [
  "tests/limits/*.{test,property}.ts",
  "tests/plan/*.{test,property}.ts",
  "tests/preflight/*.{test,property}.ts",
  "tests/records/*.{test,property}.ts",
  "tests/records/{dns,nginx,nginx-site,ports}/*.{test,property}.ts",
];

/** They start a server or nginx, or go through the embedded cloud: something would be left over. */
const NOT_LOADED = [
  "tests/records/dns/embedded-zone.property.ts",
  "tests/records/dns/resolve-zone.test.ts",
  "tests/records/nginx/gate.test.ts",
  "tests/records/nginx/installer.test.ts",
  "tests/records/nginx/nginx-resources.test.ts",
  "tests/records/nginx/reloads.test.ts",
  "tests/records/nginx-site/real-nginx.property.ts",
];

const STAND_INS = { "@jest/globals": "test-globals.mjs", "fast-check": "fast-check.mjs" };

const useStandIns = () =>
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier in STAND_INS
        ? { url: pathToFileURL(join(import.meta.dirname, STAND_INS[specifier])).href, shortCircuit: true }
        : next(specifier, context),
    // jest runs the tests as CommonJS, where a module knows its folder under this name.
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!url.includes("/tests/") || loaded.source == null) return loaded;
      return { ...loaded, source: `const __dirname = import.meta.dirname; ${loaded.source}` };
    },
  });

const loadOnce = async () => {
  if (tests.length > 0) return;
  useStandIns();
  for (const file of globSync(FILES, { cwd: root, exclude: NOT_LOADED }).sort()) {
    nowLoading(file);
    await import(pathToFileURL(join(root, file)).href);
  }
};

const SUCCESS = 0;
const FAILED = 1;

const runOne = async ({ id, file, hooks, body }) => {
  const startedMs = performance.now();
  const result = (status, more) => ({
    id,
    name: id,
    fileName: file,
    timeSpentMs: performance.now() - startedMs,
    status,
    ...more,
  });
  try {
    for (const hook of hooks.splice(0)) await hook();
    await body();
    return result(SUCCESS);
  } catch (error) {
    return result(FAILED, { failureMessage: String(error?.message ?? error) });
  }
};

const runAll = async (chosen, bail) => {
  const results = [];
  for (const test of chosen) {
    globalThis.__stryker__.currentTestId = test.id;
    const result = await runOne(test);
    results.push(result);
    if (bail && result.status === FAILED) break;
  }
  globalThis.__stryker__.currentTestId = undefined;
  return results;
};

/** A mutant that acts while a file is loaded may make that fail, which is noticed like a failing test. */
const loading = { id: "loading", file: "", hooks: [], body: loadOnce };

const halves = (all, isFirst) => [all.filter(isFirst), all.filter((one) => !isFirst(one))];

/** The fastest first: most mutants are found by a row of a table. */
const inOrder = (testFilter) => {
  const wanted = testFilter === undefined ? null : new Set(testFilter);
  const byId = new Map(tests.map((test) => [test.id, test]));
  const order = JSON.parse(readFileSync(orderFile, "utf8"));
  return order.filter((id) => wanted?.has(id) ?? true).map((id) => byId.get(id));
};

class InProcessTestRunner {
  /**
   * True promises more than is done: nothing is loaded again. Mutants that only act while a file is loaded are not tried,
   * and of the others, those whose code a table calls while it is loaded would cost a process each.
   */
  capabilities() {
    return { reloadEnvironment: process.env.HEADGATE_MUTATION_STATIC === undefined };
  }

  async dryRun() {
    globalThis.__stryker__ = {};
    await loadOnce();
    // A property that counts how often it met a case fails with fewer cases: it is left out.
    const [left, results] = halves(
      await runAll(tests, false),
      ({ status, fileName }) => status === FAILED && fileName.includes(".property."),
    );
    const { mutantCoverage } = globalThis.__stryker__;
    for (const { id } of left) delete mutantCoverage?.perTest[id];
    const order = results.toSorted((a, b) => a.timeSpentMs - b.timeSpentMs).map(({ id }) => id);
    writeFileSync(orderFile, JSON.stringify(order));
    return { status: "complete", tests: results, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    globalThis.__stryker__ ??= {};
    const run = globalThis.__stryker__;
    if (mutantActivation === "runtime") await loadOnce();
    Object.assign(run, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const [loaded] = await runAll([loading], true);
    const results = loaded.status === FAILED ? [loaded] : await runAll(inOrder(testFilter), true);
    run.activeMutant = undefined;
    return toMutantRunResult(
      determineHitLimitReached(run.hitCount, run.hitLimit) ?? { status: "complete", tests: results },
    );
  }
}

/** `default: return assertNever(x)`: no input reaches it, and the compiler has proved so. */
const unreachable = {
  shouldIgnore: ({ node }) =>
    node.type === "SwitchCase" && node.test === null && node.consequent[0]?.argument?.callee?.name === "assertNever"
      ? "unreachable"
      : undefined,
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessTestRunner),
  declareValuePlugin(PluginKind.Ignore, "unreachable", unreachable),
];
