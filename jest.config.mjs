export default {
  testMatch: ["<rootDir>/tests/**/*.test.ts", "<rootDir>/tests/**/*.property.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "commonjs" } }] },
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/.serverless"],
};
