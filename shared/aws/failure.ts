import type { Unknown } from "../reading.ts";

/**
 * A failed call as a reading: unknown, with what failed and what AWS said. The only place where AWS's error names are read.
 *
 * @param call for people: the operation and what it was about, e.g. "ecs:DescribeServices shop/order"
 */
export const unknownBecause = (call: string, error: unknown): Unknown => {
  const { name, message } = nameAndMessage(error);
  return { kind: "unknown", because: becauseOf(name), detail: `${call}: ${name}: ${message}` };
};

export const nameAndMessage = (error: unknown): { readonly name: string; readonly message: string } =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "UnknownError", message: String(error) };

/** Whether the answer never came: what was asked for may have been done. */
export const isUnanswered = (error: unknown): boolean => nameAndMessage(error).name === "TimeoutError";

const becauseOf = (name: string): Unknown["because"] => {
  if (/AccessDenied|Unauthorized|NotAuthorized/.test(name)) return "access-denied";
  if (/NotFound|DoesNotExist|NoSuch/.test(name)) return "not-found";
  return "failed";
};
