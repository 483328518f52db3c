import { type Refusal, refuse } from "./refusal.ts";

/** The header that binds a signed request to what it is a proof for. */
export const proofHeader = "x-headgate-request";

const apiVersion = "2011-06-15";
/** A signature is good for so long at most, whatever it says itself. */
const mostSeconds = 900;
/** Clocks differ. */
const skewSeconds = 300;

const signingParameters = new Set([
  "Action",
  "Version",
  "X-Amz-Algorithm",
  "X-Amz-Content-Sha256",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-Security-Token",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
]);

export type CheckedProof =
  | { readonly kind: "sound"; readonly url: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Is this a pre-signed sts:GetCallerIdentity, fresh, of our endpoint, and signed together with the header of this
 * request? Whose it is only AWS can say; but a URL that was not looked at is not asked.
 *
 * @param endpoint of STS in the stack's region, scheme and host
 * @throws never
 */
export const checkProof = (proof: string, endpoint: string, nowMs: number): CheckedProof => {
  const refused = (because: string): CheckedProof => ({
    kind: "refused",
    refusal: refuse("proof-refused", because, "proof"),
  });
  if (!URL.canParse(proof)) return refused("it is no URL");
  const url = new URL(proof);
  const expected = new URL(endpoint);
  if (url.origin !== expected.origin || url.pathname !== "/" || url.username !== "" || url.hash !== "")
    return refused(`it asks ${url.origin}${url.pathname}, not ${expected.origin}/`);
  const names = [...url.searchParams.keys()];
  const foreign = names.find((name) => !signingParameters.has(name));
  if (foreign !== undefined) return refused(`it holds the parameter ${foreign.slice(0, 40)}`);
  if (new Set(names).size !== names.length) return refused("a parameter is in it twice");
  const given = (name: string): string => url.searchParams.get(name) ?? "";
  if (given("Action") !== "GetCallerIdentity" || given("Version") !== apiVersion)
    return refused("it is no GetCallerIdentity");
  if (!given("X-Amz-SignedHeaders").split(";").includes(proofHeader))
    return refused(`the header ${proofHeader} is not signed with it`);
  const signedAtMs = instantOf(given("X-Amz-Date"));
  const expiresSeconds = Number(given("X-Amz-Expires"));
  if (signedAtMs === null || !Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > mostSeconds)
    return refused(`it has no date, or is good for more than ${mostSeconds} s`);
  const ageSeconds = Math.round((nowMs - signedAtMs) / 1000);
  if (ageSeconds > expiresSeconds)
    return refused(`it was signed ${ageSeconds} s ago, and was good for ${expiresSeconds}`);
  if (ageSeconds < -skewSeconds) return refused(`it was signed ${-ageSeconds} s in the future`);
  return { kind: "sound", url: url.href };
};

/** "20260314T090000Z" */
const instantOf = (basic: string): number | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basic);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
};
