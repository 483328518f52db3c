import type { SdkCall } from "../scale/small-stack.ts";
import type { Proof } from "./prove.ts";

/** One action that a function calls, and what becomes of the domain while AWS refuses it. */
export type RefusalRow = {
  /** As the embedded cloud calls it. */
  readonly operation: `${string} ${string}`;
  /** As IAM writes it, so that it can be copied into a policy. */
  readonly action: string;
  /** The errors' names, as this service of AWS calls them. */
  readonly denied: string;
  readonly throttled: string;
  readonly when: string;
  readonly only?: (call: SdkCall) => boolean;
  readonly proof: (action: string) => Omit<Proof, "fault">;
};
