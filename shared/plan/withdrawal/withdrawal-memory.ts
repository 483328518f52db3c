/**
 * How far a service is on its way to fewer tasks, where it is published and so shrinks victim first. Absent: it is not.
 *
 * `looking`: fewer are wanted, and the next read looks at the tasks one by one. `withdrawing`: victims are being taken
 * out of DNS and nginx, or stop. `ending`: what was protected is given back.
 */
export type WithdrawalMemory =
  | { readonly kind: "looking"; readonly sinceMs: number }
  | Withdrawing
  | {
      readonly kind: "ending";
      readonly sinceMs: number;
      readonly asked: AskedProtections;
      readonly liftedAtMs: number;
    };

export type Withdrawing = {
  readonly kind: "withdrawing";
  /** When the victims were chosen. */
  readonly sinceMs: number;
  /** The last plan of the round; `null`: this is its first. */
  readonly lookedAtMs: number | null;
  /** Task ids, sorted. Nobody joins them while the round lasts; who is protected by somebody else leaves them. */
  readonly victims: readonly string[];
  /** When we last set out to lower the count for them. */
  readonly committedAtMs: number | null;
  readonly asked: AskedProtections;
  /** By destination: since when we see its word, where its own date is from before the round. */
  readonly seenAbsentMs: Readonly<Record<string, number>>;
};

/** By task id: whom we have asked ECS to protect. Nobody else's protection is ever lifted. */
export type AskedProtections = Readonly<Record<string, AskedProtection>>;

export type AskedProtection = {
  readonly askedAtMs: number;
  /** The end that we asked for; ECS's own is as much later as the call came later. */
  readonly untilMs: number;
  /** The end that a renewal replaces, for when it is refused. */
  readonly beforeMs: number | null;
};
