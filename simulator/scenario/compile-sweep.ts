import { isDeepStrictEqual } from "node:util";
import type { KeyPath } from "../../shared/config/problems.ts";
import { checkScenario } from "./check-scenario.ts";
import type { TraceLookup } from "./compile-traffic.ts";
import type { Scenario, SweepPoint } from "./scenario.ts";
import type { ScenarioForm } from "./scenario-form.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";
import { readPath, withValue } from "./set-value.ts";

export type SweepReading = { readonly points: readonly SweepPoint[]; readonly findings: readonly ScenarioFinding[] };

/** Combinations times seeds; at a second a run and fifteen controllers that is four hours. */
const mostPoints = 1_000;

/** Roots whose keys make the world. The rest is one thing for the whole scenario. */
const worldRoots = new Set<unknown>([
  "services",
  "databases",
  "proxies",
  "queues",
  "faults",
  "deployments",
  "defaults",
  "metrics",
  "slo",
]);

type Axis = { readonly path: KeyPath; readonly name: string; readonly values: readonly unknown[] };
type Choice = { readonly axis: Axis; readonly index: number };

/**
 * Every combination of the sweep's values, with every seed, as a world of its own.
 *
 * @param value the file's data
 * @param base the same data, compiled
 * @returns no points where there are findings; they point at the sweep's own lines
 * @throws never
 */
export function compileSweep(
  value: Readonly<Record<string, unknown>>,
  sweep: NonNullable<ScenarioForm["sweep"]>,
  base: Scenario,
  traces: TraceLookup,
): SweepReading {
  const { axes, findings } = readAxes(value, sweep);
  if (findings.length > 0) return { points: [], findings };
  const runs = axes.reduce((product, { values }) => product * values.length, base.seeds.length);
  if (runs > mostPoints) {
    const message = `the sweep has ${runs} runs for each controller; at most ${mostPoints} are made`;
    return { points: [], findings: [finding("sweep-size", ["sweep"], message, "take fewer values or seeds")] };
  }
  const points: SweepPoint[] = [];
  const refused = new Map<string, ScenarioFinding>();
  for (const choices of combinations(axes)) {
    const changed = choices.reduce<unknown>(
      (data, { axis, index }) => withValue(data, axis.path, axis.values[index]),
      value,
    ) as Readonly<Record<string, unknown>>;
    const checked = checkScenario(changed, traces);
    if (checked.kind === "refused") {
      for (const wrong of blame(choices, axes, checked.findings)) refused.set(JSON.stringify(wrong.path), wrong);
    } else if (!isDeepStrictEqual(checked.scenario.terms, base.terms)) {
      for (const wrong of changesTerms(axes)) refused.set(JSON.stringify(wrong.path), wrong);
    } else {
      const label = choices.map(({ axis, index }) => `${axis.name} ${String(axis.values[index])}`).join(", ");
      points.push(...base.seeds.map((seed) => ({ label, world: checked.scenario.world, seed })));
    }
  }
  return refused.size > 0 ? { points: [], findings: [...refused.values()] } : { points, findings: [] };
}

function readAxes(value: unknown, sweep: NonNullable<ScenarioForm["sweep"]>) {
  const findings: ScenarioFinding[] = [];
  const axes: Axis[] = [];
  const lastWords = sweep.map(({ path }) => lastWord(path));
  for (const [index, { path: text, values }] of sweep.entries()) {
    const at = ["sweep", index, "path"];
    const reading = readPath(text, value);
    if (reading.kind === "refused") {
      findings.push(finding("sweep-path", at, `${text}: ${reading.message}`, reading.fix));
    } else if (!worldRoots.has(reading.path[0])) {
      const message = `${text} is not part of the world; it is one thing for the whole scenario`;
      findings.push(
        finding("sweep-path", at, message, "take a key of services, databases, proxies, queues, faults or deployments"),
      );
    } else {
      const same = axes.findIndex(({ path }) => isDeepStrictEqual(path, reading.path));
      if (same >= 0)
        findings.push(finding("stands-twice", at, `${text} is swept twice`, "put all its values in one list"));
      const own = lastWords.filter((word) => word === lastWords[index]).length === 1;
      axes.push({ path: reading.path, name: own ? lastWords[index]! : text, values });
    }
  }
  return { axes, findings };
}

function lastWord(path: string): string {
  return path.split(".").at(-1) ?? path;
}

function combinations(axes: readonly Axis[]): readonly (readonly Choice[])[] {
  return axes.reduce<readonly (readonly Choice[])[]>(
    (rows, axis) => rows.flatMap((row) => axis.values.map((_, index) => [...row, { axis, index }])),
    [[]],
  );
}

/** A problem belongs to the value that it stands under, or else to the combination's last one. */
function blame(
  choices: readonly Choice[],
  axes: readonly Axis[],
  findings: readonly ScenarioFinding[],
): readonly ScenarioFinding[] {
  return findings.map(({ path, message, fix }) => {
    const isUnder = ({ axis }: Choice): boolean => axis.path.every((segment, depth) => path[depth] === segment);
    const { axis, index } = choices.find(isUnder) ?? choices.at(-1)!;
    const at = ["sweep", axes.indexOf(axis), "values", index];
    return finding("sweep-value", at, `with ${axis.name} ${String(axis.values[index])}: ${message}`, fix);
  });
}

function changesTerms(axes: readonly Axis[]): readonly ScenarioFinding[] {
  const message = `${axes.map(({ name }) => name).join(" or ")} changes what controllers are told: bounds, target, requestsPerTask or the hand-set cap`;
  // What is told itself can't stay the same; what it is reckoned from can.
  const isTold = axes.some(({ path }) => path.includes("tasks") || path.includes("requestsPerTask"));
  const fix = isTold
    ? "make a file of its own for each value"
    : "write tasks.cap and requestsPerTask into the file so that they stay, or make a file of its own for each value";
  return [finding("sweep-terms", ["sweep"], message, fix)];
}
