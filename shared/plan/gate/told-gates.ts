import { compareText } from "../../config/by-name.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { nginxFleetId } from "../../records/destination.ts";
import type { GatePost } from "../../records/post.ts";

/** What the nginx fleets are told of rates. */
export type ToldGates = {
  /** Sorted by service. */
  readonly posts: readonly GatePost[];
  /** Ids of the fleets that render them, sorted. */
  readonly wakes: readonly string[];
};

/** @returns nothing where what was said last still holds */
export const toldGates = (
  posts: readonly GatePost[],
  services: readonly ServiceConfig[],
): { readonly gates?: ToldGates } => {
  if (posts.length === 0) return {};
  const names = new Set(posts.map(({ service }) => service));
  const fleets = services
    .filter(({ name }) => names.has(name))
    .flatMap(({ publish }) => publish.upstreams.map(({ fleet }) => nginxFleetId(fleet)));
  return {
    gates: {
      posts: [...posts].sort((a, b) => compareText(a.service, b.service)),
      wakes: [...new Set(fleets)].sort(compareText),
    },
  };
};
