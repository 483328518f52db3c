import { callGraphOf } from "../plan/graph/call-graph.ts";
import { type Finding, shown } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

/** Calls whose figures can't all be true, and shares that can't be learned. Both leave the file valid. */
export const checkCalls = (services: readonly ServiceConfig[]): readonly Finding[] => [
  ...endless(services),
  ...unlearnable(services),
];

/** A circle in which each request causes at least one more of itself. */
const endless = (services: readonly ServiceConfig[]): readonly Finding[] => {
  const calls = services.flatMap(({ name, calls: own }) =>
    own.map(({ service, requestsPerRequest }) => ({
      caller: name,
      callee: service,
      requestsPerRequest: requestsPerRequest ?? 0,
    })),
  );
  return callGraphOf(calls)
    .groups.filter(({ names, circle }) => names.length > 1 && circle === null)
    .map(({ names }): Finding => {
      const [first] = names as [string];
      const message = `${names.map(shown).join(", ")} call each other in a circle in which a request causes at least one more of itself`;
      const fix =
        "write what is sent on average per request served; around the circle the figures must multiply to less than 1";
      return { code: "calls-without-end", path: ["services", first, "calls"], at: "key", message, fix };
    });
};

/** Two unknown shares of one callee's requests: any division explains them. */
const unlearnable = (services: readonly ServiceConfig[]): readonly Finding[] => {
  const learners = new Map<string, string[]>();
  for (const { name, calls } of services) {
    for (const { service, requestsPerRequest } of calls) {
      if (requestsPerRequest === null) learners.set(service, [...(learners.get(service) ?? []), name]);
    }
  }
  return [...learners]
    .filter(([, callers]) => callers.length > 1)
    .map(([callee, callers]): Finding => {
      const message = `the shares of ${callers.map(shown).join(" and ")} in the requests of ${shown(callee)} are all to be learned, and any division would explain them`;
      const fix = `write the figure for all of them but one: calls: { ${callee}: 1.2 }`;
      return { code: "share-not-identifiable", path: ["services", callers[0]!, "calls", callee], message, fix };
    });
};
