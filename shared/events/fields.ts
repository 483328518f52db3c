import * as z from "zod/mini";

export const nonEmpty = z.string().check(z.minLength(1));

/**
 * An id that goes on into our own messages. UUIDs in practice; the bound keeps one forged id from making SQS refuse a
 * whole batch of wake-ups.
 */
export const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[\x21-\x7e]{1,128}$/.test(value);

export const eventId = z.string().check(z.refine(isId, "1 to 128 printable ASCII characters expected"));

/**
 * Milliseconds since the epoch from AWS's two ways to write a time: `2026-03-02T09:14:00Z` (EventBridge, Scheduler) and
 * `2026-03-02T09:14:00.123+0000` (CloudWatch, whose offset lacks ISO 8601's colon).
 */
export const instantMs = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/.exec(text);
    const atMs = match === null ? Number.NaN : Date.parse(`${match[1]}${match[2] ? `${match[2]}:${match[3]}` : "Z"}`);
    if (Number.isFinite(atMs)) return Math.floor(atMs);
    context.issues.push({ code: "custom", message: "not a time", input: text });
    return z.NEVER;
  }),
);

/** The cluster's name from its ARN. */
export const clusterArn = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const name = /^arn:[^:]+:ecs:[^:]*:[^:]*:cluster\/([^/]+)$/.exec(text)?.[1];
    if (name !== undefined) return name;
    context.issues.push({ code: "custom", message: "not the ARN of an ECS cluster", input: text });
    return z.NEVER;
  }),
);

/**
 * Cluster and service from a service's ARN; the old format has no cluster.
 *
 * @see Amazon ECS developer guide, Amazon Resource Names and IDs
 */
export const serviceArn = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const match = /^arn:[^:]+:ecs:[^:]*:[^:]*:service\/(?:([^/]+)\/)?([^/]+)$/.exec(text);
    const ecsService = match?.[2];
    if (ecsService !== undefined) return { cluster: match?.[1] ?? null, ecsService };
    context.issues.push({ code: "custom", message: "not the ARN of an ECS service", input: text });
    return z.NEVER;
  }),
);

/** Account and region from any ARN; `null` where it has none. */
export const ownerOf = (
  arn: string | undefined,
): { readonly account: string | null; readonly region: string | null } => {
  const [, , , region, account] = (arn ?? "").split(":");
  return { account: account || null, region: region || null };
};
