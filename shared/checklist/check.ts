import type { FailedCall } from "./account-reading.ts";
import type { CheckCode } from "./check-codes.ts";
import type { Price } from "./price.ts";

/** What a finding's fix costs. */
export type Cost =
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "monthly"; readonly dollars: number; readonly asOf: string; readonly source: string }
  /** No figure can be given; `on` says what it goes by. */
  | { readonly kind: "depends"; readonly on: string };

/** One verdict, about one thing, or about all that passed. */
export type Check = {
  readonly code: CheckCode;
  readonly status: "pass" | "finding" | "unknown";
  /** Resource names, sorted; empty: there is nothing of the kind. */
  readonly about: readonly string[];
  readonly what: string;
  readonly why: string;
  /** Shell commands; what the user has to fill in is a variable of the shell, `"$TOPIC_ARN"`. */
  readonly fix: readonly string[];
  readonly cost: Cost;
  readonly numbers: Readonly<Record<string, number>>;
};

/** What a check says of one subject, before the words that are the same for all. */
export type Verdict =
  | { readonly status: "pass"; readonly subject: string }
  | {
      readonly status: "finding";
      readonly subject: string;
      readonly what: string;
      readonly fix: readonly string[];
      readonly cost: Cost;
      readonly numbers?: Readonly<Record<string, number>>;
    }
  | {
      readonly status: "unknown";
      readonly subject: string;
      readonly what: string;
      readonly fix?: readonly string[];
      readonly numbers?: Readonly<Record<string, number>>;
    };

export const passed = (subject: string): Verdict => ({ status: "pass", subject });

/** A subject whose part of the account could not be read. */
export const unread = (subject: string, { detail }: FailedCall): Verdict => ({
  status: "unknown",
  subject,
  what: `${subject} can't be judged: ${detail}`,
});

export const costsNothing = (why: string): Cost => ({ kind: "none", why });

/** @param otherwise what it goes by, where the price is not known */
export const costOf = (price: Price, otherwise: string): Cost =>
  price.kind === "known"
    ? { kind: "monthly", dollars: price.monthlyDollars, asOf: price.asOf, source: price.source }
    : { kind: "depends", on: otherwise };
