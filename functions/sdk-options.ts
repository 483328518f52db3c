/** Three attempts of at most 2 s end well before a function's 20 s. */
export const sdkOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;
