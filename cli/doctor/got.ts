import { nameAndMessage } from "../../shared/aws/failure.ts";
import { isDenied } from "../init/gaps.ts";

/** One reading: what it says, or why it says nothing. Unknown is not fine, and not broken either. */
export type Got<T> =
  | { readonly kind: "got"; readonly value: T }
  /** It is not there. */
  | { readonly kind: "missing"; readonly detail: string }
  /** The caller may not look. */
  | { readonly kind: "denied"; readonly action: string }
  | { readonly kind: "failed"; readonly action: string; readonly detail: string };

/**
 * @param action as IAM writes it
 * @throws never
 */
export const got = async <T>(action: string, run: () => Promise<T>): Promise<Got<T>> => {
  try {
    return { kind: "got", value: await run() };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    if (isDenied(name)) return { kind: "denied", action };
    // CloudFormation has no error of its own for a stack that isn't there.
    if (
      /NotFound|NoSuchEntity|NonExistent|DoesNotExist/.test(name) ||
      (name === "ValidationError" && /does not exist/.test(message))
    )
      return { kind: "missing", detail: message };
    return { kind: "failed", action, detail: `${name}: ${message}` };
  }
};
