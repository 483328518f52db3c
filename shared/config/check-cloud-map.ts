import { compareText } from "./by-name.ts";
import { DEFAULTS } from "./defaults.ts";
import { type Finding, shown } from "./problems.ts";
import type { ServiceForm } from "./schema-service.ts";

/** One Cloud Map service has one policy, whoever is registered there: half of it can't be observed. */
export const checkCloudMap = (services: ReadonlyMap<string, ServiceForm>): readonly Finding[] => {
  const firsts = new Map<string, { readonly service: string; readonly policy: string }>();
  return [...services].flatMap(([service, { cloudMap = {} }]) =>
    Object.entries(cloudMap)
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([serviceId, { policy = DEFAULTS.cloudMapPolicy }]): readonly Finding[] => {
        const first = firsts.get(serviceId);
        if (first === undefined) firsts.set(serviceId, { service, policy });
        if (first === undefined || first.policy === policy) return [];
        const message = `${serviceId} has the policy ${first.policy} under ${shown(first.service)} and ${policy} under ${shown(service)}`;
        const path = ["services", service, "cloudMap", serviceId, "policy"];
        return [
          {
            code: "policy-contradiction",
            path,
            message,
            fix: `write policy: ${first.policy} here, or ${policy} there`,
          },
        ];
      }),
  );
};
