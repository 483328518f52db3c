import type { KeyPath } from "../../shared/config/problems.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

type Edge = { readonly to: string; readonly path: KeyPath };

/**
 * Work flows one way: from users and queues through calls, never in a circle, and each service has one source of it.
 *
 * @throws never
 */
export function checkSources(parts: ScenarioParts): readonly ScenarioFinding[] {
  return [...checkSingleSource(parts), ...checkCircles(parts)];
}

function checkSingleSource({ services, queues }: ScenarioParts): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  const callers = new Map<string, string[]>();
  for (const [name, { calls }] of services)
    for (const { service } of calls ?? []) callers.set(service, [...(callers.get(service) ?? []), name]);
  const consumed = new Map<string, string>();
  for (const [name, { consumer, producer, traffic }] of queues) {
    const path = ["queues", name];
    const earlier = consumed.get(consumer);
    if (earlier === undefined) consumed.set(consumer, name);
    else {
      const message = `${consumer} consumes ${earlier} already`;
      findings.push(finding("two-sources", [...path, "consumer"], message, "give each queue a consumer of its own"));
    }
    if ((producer === undefined) === (traffic === undefined)) {
      const message = `${name} needs a producer or traffic, ${producer === undefined ? "and has neither" : "not both"}`;
      findings.push(finding("one-of", path, message, "write `producer: { service: … }`, or traffic from outside"));
    }
    if (traffic?.users !== undefined) {
      const message = "users wait for an answer, and messages have none";
      const fix = "write traffic with a rate, or give the users to a service";
      findings.push(finding("key-of-kind", [...path, "traffic", "users"], message, fix));
    }
  }
  for (const [name, { traffic }] of services) {
    const called = callers.get(name);
    const queue = consumed.get(name);
    const sources = [
      ...(traffic === undefined ? [] : ["users (traffic)"]),
      ...(called === undefined ? [] : [`callers (${[...new Set(called)].join(", ")})`]),
      ...(queue === undefined ? [] : [`a queue (${queue})`]),
    ];
    if (sources.length < 2) continue;
    const path = traffic === undefined ? ["services", name] : ["services", name, "traffic"];
    const message = `${name} has ${sources.join(" and ")}; it may have one of them`;
    findings.push(finding("two-sources", path, message, "keep one, or split the service in two"));
  }
  return findings;
}

function checkCircles({ services, queues }: ScenarioParts): readonly ScenarioFinding[] {
  const edges = new Map<string, Edge[]>();
  const add = (from: string, edge: Edge): void => void edges.set(from, [...(edges.get(from) ?? []), edge]);
  for (const [name, { calls }] of services)
    for (const [index, { service }] of (calls ?? []).entries())
      add(name, { to: service, path: ["services", name, "calls", index, "service"] });
  for (const [name, { consumer, producer }] of queues)
    if (producer !== undefined) add(producer.service, { to: consumer, path: ["queues", name, "consumer"] });

  const findings: ScenarioFinding[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    // Depth first with a stack of its own: a chain of thousands of services must not end the process.
    const trail: { readonly name: string; next: number }[] = [{ name: start, next: 0 }];
    const open = new Set([start]);
    while (trail.length > 0) {
      const here = trail.at(-1)!;
      const edge = edges.get(here.name)?.[here.next];
      here.next += 1;
      if (edge === undefined) {
        trail.pop();
        open.delete(here.name);
        done.add(here.name);
      } else if (open.has(edge.to)) {
        const names = trail.map(({ name }) => name);
        const circle = [...names.slice(names.indexOf(edge.to)), edge.to].join(" → ");
        const fix = "remove one of these calls; what a service sends to itself is part of its own load";
        findings.push(finding("call-circle", edge.path, `the calls go in a circle: ${circle}`, fix));
      } else if (!done.has(edge.to)) {
        trail.push({ name: edge.to, next: 0 });
        open.add(edge.to);
      }
    }
  }
  return findings;
}
