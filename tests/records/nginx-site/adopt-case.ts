import { type AdoptOptions, adoptSites, type SiteAdoption } from "../../../shared/records/nginx-site/adopt-sites.ts";
import type { AdoptableUpstream } from "../../../shared/records/nginx-site/port-owner.ts";

export const upstreamOf = (given: Partial<AdoptableUpstream> = {}): AdoptableUpstream => {
  const service = given.service ?? "order";
  return { service, upstream: service, containerPort: 8080, keepalive: 32, ...given };
};

export const order = upstreamOf();
export const user = upstreamOf({ service: "user", containerPort: 8081 });

export const optionsOf = (given: Partial<AdoptOptions> = {}): AdoptOptions => ({
  upstreams: [order, user],
  said: new Map(),
  included: () => null,
  ...given,
});

/** One site, which is legal. */
export const adopted = (text: string, given: Partial<AdoptOptions> = {}): SiteAdoption => {
  const adoption = adoptSites([{ name: "site", text }], optionsOf(given));
  if (adoption.kind === "refused") throw new Error(adoption.problem.message);
  return adoption.sites[0]!;
};
