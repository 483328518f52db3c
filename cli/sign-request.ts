import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { proofHeader } from "../shared/runbooks/proof.ts";

/** Long enough for a slow invocation; the function takes no more than a quarter of an hour. */
const validSeconds = 300;

export type SigningSettings = {
  /** Of the stack; absent: as the AWS SDK finds it. */
  readonly region?: string;
  /** Scheme and host of STS as the stack has it; absent: AWS's own of the region, or as AWS_ENDPOINT_URL_STS says. */
  readonly endpoint?: string;
  /** Absent: as every AWS tool finds them. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
};

/**
 * Proves who asks or approves: a signed sts:GetCallerIdentity that nobody has sent yet, bound by a header to one request.
 *
 * Whoever holds it can ask AWS whose signature it is, for five minutes and together with that request, and can do nothing
 * else with it.
 *
 * @param digest of the request, as `requestDigest` makes it
 * @param signedAtMs epoch milliseconds
 * @returns the URL
 * @throws what the SDK throws where it finds no region or no credentials
 * @see AWS IAM user guide, "Create a signed AWS API request" (query parameters); STS API reference, GetCallerIdentity
 */
export const signRequest = async (
  digest: string,
  signedAtMs: number,
  { region, endpoint, credentials }: SigningSettings = {},
): Promise<string> => {
  const client = new STSClient({
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
  });
  const signingRegion = await client.config.region();
  const url = new URL(endpoint ?? stsEndpointOf(signingRegion, process.env));
  const signer = new SignatureV4({
    service: "sts",
    region: signingRegion,
    credentials: client.config.credentials,
    sha256: client.config.sha256,
  });
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: url.host, [proofHeader]: digest },
    },
    { expiresIn: validSeconds, signingDate: new Date(signedAtMs) },
  );
  for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
  return url.href;
};

/** As the function has it, in functions/runbook/run-stack.ts: the two have to be the same. */
const stsEndpointOf = (region: string, environment: Readonly<Record<string, string | undefined>>): string =>
  environment["AWS_ENDPOINT_URL_STS"] ??
  environment["AWS_ENDPOINT_URL"] ??
  `https://sts.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
