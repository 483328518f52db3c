import { kindOf } from "./compile-records.ts";
import type { PlacedRecord } from "./placed-records.ts";
import { type Finding, shown } from "./problems.ts";

/** Keys that belong to another kind of record, and those that a kind can't be without. */
export const checkRecordKeys = (record: PlacedRecord): readonly Finding[] => [
  ...checkWeighted(record),
  ...checkPort(record),
  ...checkHealthCheck(record),
];

const checkWeighted = ({ path, written, form }: PlacedRecord): readonly Finding[] =>
  (["weight", "setIdentifier"] as const).flatMap((key): readonly Finding[] => {
    const isGiven = form[key] !== undefined;
    const isWeighted = kindOf(form) === "weighted";
    if (isGiven === isWeighted) return [];
    if (isWeighted) {
      const message = `${shown(written)} is weighted and has no ${key}`;
      const fix =
        key === "weight" ? "add weight: 10, the share of the answers" : "add setIdentifier: canary, or another word";
      return [{ code: "missing-key", path: [...path, key], message, fix }];
    }
    const message = `${shown(written)} has a ${key}, which a ${kindOf(form)} record has not`;
    const fix = `add kind: weighted, or remove ${key}`;
    return [{ code: "record-contradiction", path: [...path, key], message, fix }];
  });

const checkPort = ({ path, written, form }: PlacedRecord): readonly Finding[] => {
  if (form.containerPort === undefined || kindOf(form) === "srv" || form.healthCheck !== undefined) return [];
  const message = `${shown(written)} has a containerPort, and addresses say nothing of ports`;
  const fix = "remove containerPort, or publish ports with kind: srv";
  return [{ code: "record-contradiction", path: [...path, "containerPort"], message, fix }];
};

const checkHealthCheck = ({ path, written, form }: PlacedRecord): readonly Finding[] => {
  const { healthCheck } = form;
  if (healthCheck === undefined) return [];
  const at = [...path, "healthCheck"];
  const impossible = (message: string, fix: string): Finding => ({
    code: "health-check-impossible",
    path: at,
    message: `${shown(written)} ${message}`,
    fix,
  });
  if (kindOf(form) !== "multivalue") {
    const fix = "remove healthCheck, or write kind: multivalue, which has a record for each task";
    return [impossible(`is ${kindOf(form)}, and only multivalue records have a health check`, fix)];
  }
  if ((form.address ?? "private") === "private") {
    const fix = "remove healthCheck, or write address: public";
    return [impossible("has private addresses, which Route 53's health checkers can't reach", fix)];
  }
  const { type, path: asked, port } = healthCheck;
  const findings: Finding[] = [];
  if (type === "TCP" && asked !== undefined) {
    const message = `the health check of ${shown(written)} is TCP, which asks for no path`;
    const fix = "write type: HTTP, or remove path";
    findings.push({ code: "health-check-impossible", path: [...at, "path"], message, fix });
  }
  if (type !== "TCP" && asked === undefined) {
    const message = `the health check of ${shown(written)} is ${type} and has no path`;
    findings.push({
      code: "missing-key",
      path: [...at, "path"],
      message,
      fix: "add path: /health, or write type: TCP",
    });
  }
  if (port === undefined && form.containerPort === undefined) {
    const message = `the health check of ${shown(written)} has no port`;
    findings.push({
      code: "missing-key",
      path: [...at, "port"],
      message,
      fix: "add port: 8080, or containerPort to the record",
    });
  }
  return findings;
};
