import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { proofHeader } from "../shared/runbooks/proof.ts";

const goodForSeconds = 300;

/**
 * Proves who the caller is to somebody who can't see it: a pre-signed sts:GetCallerIdentity, which only AWS can tell the
 * owner of, bound to one request by a header that is signed with it.
 *
 * @param digest of the request
 * @returns a URL; good for five minutes
 * @throws where the SDK finds no credentials
 */
export const signRequest = async (digest: string, region: string | undefined): Promise<string> => {
  const client = new STSClient(region === undefined ? {} : { region });
  const { credentials, sha256 } = client.config;
  const signingRegion = await client.config.region();
  const endpoint = await endpointOf(client, signingRegion);
  const signer = new SignatureV4({ credentials, region: signingRegion, service: "sts", sha256 });
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port === "" ? {} : { port: Number(endpoint.port) }),
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: endpoint.host, [proofHeader]: digest },
    },
    { expiresIn: goodForSeconds, unhoistableHeaders: new Set([proofHeader]) },
  );
  const url = new URL(endpoint.origin);
  for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
  return url.href;
};

/** The region's own, where the settings of the SDK name no other. @see AWS SDKs and tools reference guide, service-specific endpoints */
const endpointOf = async (client: STSClient, region: string): Promise<URL> => {
  const configured = process.env["AWS_ENDPOINT_URL_STS"] ?? process.env["AWS_ENDPOINT_URL"];
  if (configured !== undefined) return new URL(configured);
  const given = await client.config.endpoint?.();
  if (given !== undefined) return new URL(`${given.protocol}//${given.hostname}`);
  return new URL(`https://sts.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`);
};
