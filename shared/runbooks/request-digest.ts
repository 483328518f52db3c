import { createHash } from "node:crypto";

/**
 * What a proof of identity is bound to: this request with these parameters, asked for or approved. A signature for one
 * says nothing about another.
 *
 * @returns 64 hexadecimal digits
 */
export const requestDigest = (
  act: "ask" | "approve" | "abort",
  id: string,
  runbook: string,
  params: Readonly<Record<string, unknown>>,
): string =>
  createHash("sha256")
    .update(JSON.stringify(["headgate-run", 1, act, id, runbook, sorted(params)]))
    .digest("hex");

/** Key order is no difference. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, content]) => content !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, content]) => [key, sorted(content)]),
  );
};

/** Are these the same parameters? */
export const sameParams = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
