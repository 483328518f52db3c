import type { AwsError } from "./aws-error.ts";

/** Answers that AWS gives in place of the operation's own: throttling, a request before this one that is not complete. */
export class InjectedFailures {
  readonly #next: { readonly operation: string; readonly error: AwsError; left: number }[] = [];

  /**
   * @param operation service and operation, as in `route53 ChangeResourceRecordSets`
   * @param calls how many of the next calls it answers; the call does nothing else
   */
  answerNext(operation: string, error: AwsError, calls = 1): void {
    this.#next.push({ operation, error, left: calls });
  }

  /** Counts one call. @returns the error that answers it, in the order they were given, or `null` */
  take(operation: string): AwsError | null {
    const found = this.#next.find((one) => one.operation === operation && one.left > 0);
    if (found === undefined) return null;
    found.left -= 1;
    return found.error;
  }
}
