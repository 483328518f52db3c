import type { Plugin } from "esbuild";

/**
 * Leaves out of a bundle every way to credentials but the environment's, which is where Lambda puts a role's: profiles,
 * SSO, web identity and instance metadata are 131 KB of 731 in `scale`. `serverless invoke local` puts them there too.
 *
 * @see AWS Lambda developer guide, defined runtime environment variables
 * @see docs/adr/0011-smaller-bundles.md
 */
export const lambdaCredentials: Plugin = {
  name: "lambda-credentials",
  setup: (build) => {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: "environment",
      namespace: "lambda-credentials",
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /^environment$/, namespace: "lambda-credentials" }, ({ pluginData }) => ({
      contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
      resolveDir: pluginData,
    }));
  },
};
