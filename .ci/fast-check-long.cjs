// Stands in for fast-check in the nightly run: the same properties with more cases, from a seed of that night, which
// is printed with a counterexample.
const real = require("../node_modules/fast-check/lib/cjs/fast-check.js");

const factor = Number(process.env.HEADGATE_PROPERTY_RUNS_FACTOR ?? 1);
const seed = Number(process.env.HEADGATE_PROPERTY_SEED ?? 0);

module.exports = {
  ...real,
  assert: (property, parameters = {}) =>
    real.assert(property, { ...parameters, seed, numRuns: factor * (parameters.numRuns ?? 100) }),
};
