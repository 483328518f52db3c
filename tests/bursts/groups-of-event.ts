import type { Config } from "../../shared/config/config.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import { members } from "./burst-estate.ts";

type Body = {
  readonly domain?: string;
  readonly destination?: string;
  readonly "detail-type"?: string;
  readonly detail?: { readonly group?: string; readonly clusterArn?: string; readonly alarmName?: string };
};

/**
 * The domains and destinations that a message of `events` must reach, worked out from the estate and not by the router:
 * a task's change those of its service, an alarm's its domain, a wake-up whom it names, anything else nobody.
 */
export const makeGroupsOf = (config: Config): ((body: string) => readonly string[]) => {
  const domainOf = (service: string): readonly string[] =>
    config.domains.filter(({ services }) => services.includes(service)).map(({ id }) => id);
  const destinations = destinationsOf(config);
  const clusterOf = new Map(config.services.map(({ name, cluster }) => [name, cluster]));
  return (text) => {
    const body = JSON.parse(text) as Body;
    const named = body.domain ?? body.destination;
    if (named !== undefined) return [named];
    const { group = "", clusterArn = "", alarmName } = body.detail ?? {};
    if (alarmName !== undefined)
      return members.filter(({ alarm }) => alarm === alarmName).flatMap(({ name }) => domainOf(name));
    const service = group.replace("service:", "");
    const cluster = clusterOf.get(service);
    if (body["detail-type"] !== "ECS Task State Change" || !clusterArn.endsWith(`/${cluster}`)) return [];
    const published = destinations.filter(({ services }) => services.some((entry) => entry.service.name === service));
    return [...domainOf(service), ...published.map(({ id }) => id)];
  };
};
