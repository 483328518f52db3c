import { nameAndMessage } from "./failure.ts";

/**
 * Whether a failed write of `records` is worth another attempt within seconds: AWS was busy, or did not answer.
 *
 * A batch that is wrong by itself (InvalidChangeBatch) is not: the next plan starts from what is then there.
 *
 * @throws never
 * @see Amazon Route 53 API reference, ChangeResourceRecordSets (PriorRequestNotComplete); AWS Cloud Map, ResourceInUse
 */
export const retrySoon = (error: unknown): boolean =>
  soon.test(nameAndMessage(error).name) || brokenLine.has(codeOf(error)) || statusOf(error) >= 500;

/**
 * Whether Route 53 refused a change batch for something in it: none of the batch came into force, and the rest of it
 * would.
 *
 * @throws never
 * @see Amazon Route 53 API reference, ChangeResourceRecordSets, errors
 */
export const isRefused = (error: unknown): boolean =>
  /^(InvalidChangeBatch|InvalidInput|NoSuchHealthCheck)$/.test(nameAndMessage(error).name);

/** The whole name, or its beginning where services differ in the rest. */
const soon =
  /^(PriorRequestNotComplete|Thrott\w*|RequestThrottled\w*|RequestLimitExceeded|TooManyRequests\w*|SlowDown|ServiceUnavailable\w*|InternalError|InternalFailure|InternalServer\w*|ConditionalRequestConflict|ResourceInUse|(Request)?Timeout\w*)$/;

/** Of Node, when there was no answer at all. */
const brokenLine: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

const codeOf = (error: unknown): string => String((error as { readonly code?: unknown } | null)?.code ?? "");

const statusOf = (error: unknown): number =>
  (error as { readonly $metadata?: { readonly httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode ?? 0;
