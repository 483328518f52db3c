import type { PlacedUpstream } from "./compile-upstreams.ts";
import { matchProblem, normalMatch } from "./gate-match.ts";
import { type Finding, shown } from "./problems.ts";

/** What gates let through is told apart by host and path; the same requests under two rates would get the lower one. */
export const checkGates = (upstreams: readonly PlacedUpstream[]): readonly Finding[] => {
  const firsts = new Map<string, string>();
  return upstreams.flatMap(({ path, service, fleet, form }) =>
    (form.gate?.match ?? []).flatMap((written, index): readonly Finding[] => {
      const at = [...path, "gate", "match", index];
      const problem = matchProblem(written);
      if (problem !== null) {
        const message = `${shown(written)} matches no request: ${problem.rule}`;
        return [{ code: "match-unreadable", path: at, message, fix: problem.fix }];
      }
      const id = `${fleet} ${normalMatch(written)}`;
      const first = firsts.get(id);
      firsts.set(id, first ?? service);
      if (first === undefined) return [];
      const whose = first === service ? `${shown(service)} twice` : `${shown(first)} and ${shown(service)}`;
      const message = `${shown(normalMatch(written))} is in the gates of ${whose}, in the fleet ${shown(fleet)}`;
      return [{ code: "same-match", path: at, message, fix: "keep it in one of them" }];
    }),
  );
};
