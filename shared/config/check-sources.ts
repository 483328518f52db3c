import type { Finding, KeyPath } from "./problems.ts";
import type { SignalsForm } from "./schema-signals.ts";

/** A signal is read from one place: a load balancer with its target group, a queue, or a metric. */
export const checkSources = (service: string, form: SignalsForm = {}): readonly Finding[] => {
  const signals: KeyPath = ["services", service, "signals"];
  const behindLoadBalancer = (["requests", "rate", "latency"] as const).flatMap((key) => {
    const signal = form[key];
    return signal === undefined || signal === false ? [] : checkLoadBalancer([...signals, key], signal);
  });
  const backlogs = Object.entries(form.backlogs ?? {}).flatMap(([name, backlog]) =>
    checkBacklog([...signals, "backlogs", name], backlog),
  );
  return [...behindLoadBalancer, ...backlogs];
};

type LoadBalancerForm = { readonly loadBalancer?: unknown; readonly targetGroup?: unknown; readonly metric?: unknown };

const checkLoadBalancer = (path: KeyPath, form: LoadBalancerForm): readonly Finding[] => {
  const { loadBalancer, targetGroup, metric } = form;
  const given = Object.entries({ loadBalancer, targetGroup, metric }).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  if (given.join() === "metric" || given.join() === "loadBalancer,targetGroup") return [];
  const fix = "give loadBalancer and targetGroup, or metric alone";
  return [{ code: "signal-source", path, message: `${String(path.at(-1))} is read from ${listed(given)}`, fix }];
};

const backlogSources = ["sqsQueue", "kafka", "activeMq", "rabbitMq", "metric"] as const;

const checkBacklog = (
  path: KeyPath,
  form: Partial<Record<(typeof backlogSources)[number], unknown>>,
): readonly Finding[] => {
  const given = backlogSources.filter((source) => form[source] !== undefined);
  if (given.length === 1) return [];
  const fix = `give one of ${backlogSources.join(", ")}`;
  return [{ code: "signal-source", path, message: `${String(path.at(-1))} is read from ${listed(given)}`, fix }];
};

const listed = (keys: readonly string[]): string => (keys.length === 0 ? "nothing" : keys.join(" and "));
