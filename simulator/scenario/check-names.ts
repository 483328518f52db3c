import { suggestName } from "../../shared/config/nearest-name.ts";
import { type KeyPath, shown } from "../../shared/config/problems.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

type Part = keyof ScenarioParts["names"];

const oneOf: Readonly<Record<Part, string>> = {
  services: "service",
  databases: "database",
  proxies: "proxy",
  queues: "queue",
};

/**
 * Everything that is named must be there. The nearest name is offered.
 *
 * @throws never
 */
export function checkNames({ names, ...parts }: ScenarioParts): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  const check = (part: Part, named: string | undefined, path: KeyPath): void => {
    if (named === undefined || names[part].includes(named)) return;
    const message = `there is no ${oneOf[part]} ${shown(named)}`;
    findings.push(finding("unknown-name", path, message, suggestName(named, names[part])));
  };
  for (const [name, { calls, pool }] of parts.services) {
    const path = ["services", name];
    for (const [index, call] of (calls ?? []).entries())
      check("services", call.service, [...path, "calls", index, "service"]);
    check("databases", pool?.database, [...path, "pool", "database"]);
    check("proxies", pool?.proxy, [...path, "pool", "proxy"]);
    check("databases", pool?.reader?.database, [...path, "pool", "reader", "database"]);
  }
  for (const [name, { database }] of parts.proxies) check("databases", database, ["proxies", name, "database"]);
  for (const [name, { consumer, producer }] of parts.queues) {
    check("services", consumer, ["queues", name, "consumer"]);
    check("services", producer?.service, ["queues", name, "producer", "service"]);
  }
  for (const [index, { service, database }] of parts.faults) {
    check("services", service, ["faults", index, "service"]);
    check("databases", database, ["faults", index, "database"]);
  }
  for (const [index, { service }] of parts.deployments) check("services", service, ["deployments", index, "service"]);
  for (const name of Object.keys(parts.headgate.priorities ?? {}))
    check("services", name, ["headgate", "priorities", name]);
  for (const [index, name] of (parts.headgate.unnamed ?? []).entries())
    check("services", name, ["headgate", "unnamed", index]);
  return findings;
}
