import type { PlacedUpstream } from "./compile-upstreams.ts";
import { suggestName } from "./nearest-name.ts";
import { type Finding, shown } from "./problems.ts";

/** An upstream is in a fleet that there is, under a name that no other block of the fleet has. */
export const checkUpstreams = (
  upstreams: readonly PlacedUpstream[],
  fleetNames: readonly string[],
): readonly Finding[] => [...unknownFleets(upstreams, fleetNames), ...sameNames(upstreams)];

const unknownFleets = (upstreams: readonly PlacedUpstream[], fleetNames: readonly string[]): readonly Finding[] =>
  upstreams.flatMap(({ path, service, fleet }): readonly Finding[] => {
    if (fleetNames.includes(fleet)) return [];
    const message = `${shown(service)} has an upstream in ${shown(fleet)}, which is not under the top-level key nginx`;
    const fix =
      fleetNames.length === 0
        ? `add ${shown(fleet)} under nginx at the top of the file`
        : suggestName(fleet, fleetNames);
    return [{ code: "unknown-fleet", path, at: "key", message, fix }];
  });

/** nginx refuses a second block of the name, and doesn't tell capitals apart. */
const sameNames = (upstreams: readonly PlacedUpstream[]): readonly Finding[] => {
  const firsts = new Map<string, PlacedUpstream>();
  return upstreams.flatMap((entry): readonly Finding[] => {
    const { path, form, service, fleet, upstream } = entry;
    const id = `${fleet}/${upstream.toLowerCase()}`;
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, entry);
      return [];
    }
    const whose =
      first.service === service
        ? `${shown(service)} has twice`
        : `${shown(first.service)} and ${shown(service)} both have`;
    const message = `${whose} the upstream ${shown(upstream)} in ${shown(fleet)}`;
    const at = form.upstream === undefined ? path : [...path, "upstream"];
    return [{ code: "same-upstream", path: at, message, fix: "give one of them another name with upstream" }];
  });
};
