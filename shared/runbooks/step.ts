import type { Refusal } from "./refusal.ts";

/** What a step of a run decides. */
export type Step<S, A> =
  /** It can't be done, and why. Nothing is applied. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** It is over, with this result. */
  | { readonly kind: "done"; readonly report: Report }
  /** Nothing to do now; look again. */
  | { readonly kind: "wait"; readonly state: S; readonly inSeconds: number; readonly says: string }
  | {
      readonly kind: "act";
      readonly state: S;
      /** On the first step everything that the whole run will change: what a dry run prints. */
      readonly changes: readonly Change[];
      /** In the order of doing. */
      readonly actions: readonly A[];
      /** After the actions; `null`: the run is over, with `report`. */
      readonly next: { readonly inSeconds: number } | null;
      /** Needed where `next` is `null`. */
      readonly report: Report | null;
    };

/** One thing that will be different. */
export type Change = {
  /** Of what: a service, a database, a queue. */
  readonly about: string;
  /** "desired count", "instance class". */
  readonly what: string;
  readonly from: string | number | null;
  readonly to: string | number | null;
};

/** What a run has found or done. */
export type Report = {
  /** For a person, with line breaks. */
  readonly text: string;
  /** The same for a script: JSON. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** "order: desired count 3 -> 6"; of what wasn't there before only what it will be. */
export const describeChange = ({ about, what, from, to }: Change): string =>
  from === null ? `${about}: ${what}: ${to ?? "none"}` : `${about}: ${what} ${from} -> ${to ?? "none"}`;

/** A report in words alone. */
export const report = (text: string, data: Readonly<Record<string, unknown>> = {}): Report => ({ text, data });
