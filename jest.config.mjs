import { availableParallelism } from "node:os";

/** The nightly run gives every property more cases and a seed of its own; a change's run keeps the pinned ones. */
const nightly = process.env.HEADGATE_PROPERTY_SEED !== undefined;

export default {
  testMatch: ["<rootDir>/tests/**/*.test.ts", "<rootDir>/tests/**/*.property.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "commonjs" } },
    ],
  },
  testEnvironment: "node",
  // What the functions ask of AWS, for `npm run iam`.
  globalSetup: "<rootDir>/tests/iam/begin-recording.ts",
  globalTeardown: "<rootDir>/tests/iam/end-recording.ts",
  setupFilesAfterEnv: ["<rootDir>/tests/iam/record-calls.ts"],
  // More than cores: many suites wait for a process that they have started.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // What hangs ends as well; how fast something is, the benches measure.
  testTimeout: nightly ? 3_600_000 : 180_000,
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/.serverless"],
  moduleNameMapper: nightly ? { "^fast-check$": "<rootDir>/.ci/fast-check-long.cjs" } : {},
};
