import { checkProof, proofHeader } from "../runbooks/proof.ts";
import { type Refusal, refuse } from "../runbooks/refusal.ts";

export type Identified =
  | { readonly kind: "known"; readonly identity: { readonly arn: string; readonly account: string } }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const timeoutMs = 5_000;

/**
 * Asks STS whose signature a proof carries: the one question that a signed request of somebody else's can answer.
 *
 * @param endpoint of STS in this region, scheme and host
 * @returns a function that throws what the network does; it comes again
 * @see AWS STS API reference, GetCallerIdentity
 */
export const makeIdentifyCaller =
  (endpoint: string) =>
  async (proof: string, digest: string, nowMs: number): Promise<Identified> => {
    const checked = checkProof(proof, endpoint, nowMs);
    if (checked.kind === "refused") return checked;
    const answer = await fetch(checked.url, {
      headers: { accept: "application/json", [proofHeader]: digest },
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status >= 500) throw new Error(`STS answers ${answer.status}`);
    const refused: Identified = {
      kind: "refused",
      refusal: refuse(
        "proof-refused",
        `STS answers ${answer.status}: it is signed for something else, or not valid`,
        "proof",
      ),
    };
    if (!answer.ok) return refused;
    const identity = identityIn(await answer.json());
    return identity === null ? refused : { kind: "known", identity };
  };

const identityIn = (body: unknown): { readonly arn: string; readonly account: string } | null => {
  const result = fieldOf(fieldOf(body, "GetCallerIdentityResponse"), "GetCallerIdentityResult");
  const [arn, account] = [fieldOf(result, "Arn"), fieldOf(result, "Account")];
  return typeof arn === "string" && typeof account === "string" ? { arn, account } : null;
};

const fieldOf = (value: unknown, name: string): unknown =>
  value !== null && typeof value === "object" ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
