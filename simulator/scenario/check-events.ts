import type { KeyPath } from "../../shared/config/problems.ts";
import type { DeploymentForm, FaultForm } from "./form-events.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

type FaultKey = "api" | "percent" | "service" | "database" | "factor";

/** What a kind of fault needs; what it may have beside that. */
const faultKeys: Readonly<
  Record<FaultForm["kind"], { readonly needs: readonly FaultKey[]; readonly takes: readonly FaultKey[] }>
> = {
  "api-throttling": { needs: ["api", "percent"], takes: [] },
  "stale-metrics": { needs: [], takes: ["service"] },
  "lost-events": { needs: ["percent"], takes: [] },
  "duplicate-events": { needs: ["percent"], takes: [] },
  "zone-loss": { needs: ["percent"], takes: [] },
  "slow-database": { needs: ["database", "factor"], takes: [] },
};

const faultKeyNames: readonly FaultKey[] = ["api", "percent", "service", "database", "factor"];

const keysOfStrategy = {
  canaryPercent: "canary",
  canarySeconds: "canary",
  bakeSeconds: "blue-green",
} as const;

/**
 * Faults and deployments: the keys of their kind, and times inside of the run.
 *
 * @param durationSeconds of the run; `null` where it is not known
 * @throws never
 */
export function checkEvents(parts: ScenarioParts, durationSeconds: number | null): readonly ScenarioFinding[] {
  const end = durationSeconds ?? Number.POSITIVE_INFINITY;
  return [
    ...[...parts.faults].flatMap(([index, fault]) => checkFault(fault, ["faults", index], end)),
    ...[...parts.deployments].flatMap(([index, form]) => checkDeployment(form, ["deployments", index], end)),
  ];
}

function checkFault(fault: FaultForm, path: KeyPath, end: number): readonly ScenarioFinding[] {
  const { needs, takes } = faultKeys[fault.kind];
  const findings: ScenarioFinding[] = [];
  for (const key of needs)
    if (fault[key] === undefined)
      findings.push(finding("key-of-kind", [...path, key], `${fault.kind} needs ${key}`, `add ${key}`));
  for (const key of faultKeyNames) {
    if (fault[key] === undefined || needs.includes(key) || takes.includes(key)) continue;
    const legal = [...needs, ...takes];
    const fix = legal.length === 0 ? "remove it" : `remove it; it takes ${legal.join(" and ")}`;
    findings.push(finding("key-of-kind", [...path, key], `${fault.kind} has no use for ${key}`, fix));
  }
  if (fault.untilSecond <= fault.fromSecond) {
    const message = `the fault is over at second ${fault.untilSecond}, and begins at second ${fault.fromSecond}`;
    const fix = `write untilSecond: ${fault.fromSecond + 1} or more`;
    findings.push(finding("ends-before-it-begins", [...path, "untilSecond"], message, fix));
  } else if (fault.fromSecond >= end) {
    findings.push(late([...path, "fromSecond"], "the fault begins", fault.fromSecond, end));
  }
  return findings;
}

function checkDeployment(form: DeploymentForm, path: KeyPath, end: number): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  if (form.atSecond >= end) findings.push(late([...path, "atSecond"], "the deployment starts", form.atSecond, end));
  for (const [key, strategy] of Object.entries(keysOfStrategy)) {
    const given = form[key as keyof typeof keysOfStrategy];
    if (given === undefined || form.strategy === strategy) continue;
    const message = `${key} is for strategy ${strategy}, and this one is ${form.strategy ?? "rolling"}`;
    findings.push(finding("key-of-kind", [...path, key], message, `remove it, or write strategy: ${strategy}`));
  }
  return findings;
}

function late(path: KeyPath, what: string, second: number, end: number): ScenarioFinding {
  const message = `${what} at second ${second}, and the run ends at second ${end}`;
  return finding("after-the-end", path, message, `write a second below ${end}, or a longer durationSeconds`);
}
