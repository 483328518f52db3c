// Stands in for fast-check in the mutation run: the first cases of every property, and no search for the smallest
// counterexample, which only a reader needs.
import * as real from "../../node_modules/fast-check/lib/fast-check.js";

// biome-ignore lint/performance/noBarrelFile: it stands in for the whole module
export * from "../../node_modules/fast-check/lib/fast-check.js";

const mostCases = Number(process.env.HEADGATE_MUTATION_CASES ?? 25);

export const assert = (property, parameters = {}) =>
  real.assert(property, {
    ...parameters,
    numRuns: Math.min(mostCases, parameters.numRuns ?? mostCases),
    endOnFailure: true,
  });
