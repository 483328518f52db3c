import { domainOf } from "../../aws/domain-now.ts";
import type { Config, DomainConfig } from "../../config/config.ts";
import { flag, named, optional, serviceName } from "../parameter.ts";
import { type Refusal, refuse } from "../refusal.ts";

/** What is paused or resumed: one of the three. */
export type TargetParams = {
  readonly service?: string | undefined;
  readonly domain?: string | undefined;
  readonly all?: boolean | undefined;
};

/** @param verb "paused", "resumed" */
export const targetParameters = (verb: string) => ({
  service: optional(serviceName(`The one service that is ${verb}, by its name in headgate.yml.`)),
  domain: optional(
    named("domain", `The domain whose services are ${verb} together. \`npx headgate validate\` lists the domains.`),
  ),
  all: flag(`True: everything is ${verb}. Exactly one of service, domain and all is given.`),
});

/** @returns why it is not clear what is meant; `null`: it is */
export const refuseTarget = ({ service, domain, all }: TargetParams): Refusal | null => {
  const given = [service !== undefined, domain !== undefined, all === true].filter(Boolean).length;
  return given === 1
    ? null
    : refuse("bad-input", `params name ${given} of service, domain and all: true; name exactly one`, "params");
};

/** A domain with those of its services that are meant. */
export type TargetDomain = { readonly domain: string; readonly services: readonly string[] };

/** @param params checked; sorted by domain, services sorted by name */
export const targetDomains = ({ service, domain }: TargetParams, config: Config): readonly TargetDomain[] => {
  if (service !== undefined) return [{ domain: domainOf(config, service).id, services: [service] }];
  return config.domains.filter(({ id }) => domain === undefined || id === domain).map(targetOf);
};

const targetOf = ({ id, services }: DomainConfig): TargetDomain => ({ domain: id, services });
