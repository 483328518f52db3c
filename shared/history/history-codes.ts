/** Why something of the history can't be used. Closed and stable, like the codes of findings. */
export const historyCodes = {
  "decision-incomplete": {
    means: "A part of the decision has expired or was removed.",
    remedy: "Nothing brings it back. Export decisions that are to be kept for longer: headgate history --export.",
  },
  "decision-form": {
    means: "The decision is not in a form that this release reads.",
    remedy: "Read it with the release that stored it, or a newer one.",
  },
  "snapshot-not-kept": {
    means: "An earlier release left the snapshot out of a large decision.",
    remedy: "Nothing: later decisions are kept whole.",
  },
  "config-not-kept": {
    means: "The configuration that it was planned with is not stored.",
    remedy: "Check out the headgate.yml of that time and name it with --config.",
  },
  "domain-not-configured": {
    means: "The configuration has no such domain: its services have moved or gone.",
    remedy: "Use the headgate.yml of that time.",
  },
  "plan-failed": {
    means: "This release can't plan from what was stored.",
    remedy: "Plan it with the release that stored it.",
  },
} as const;

export type HistoryCode = keyof typeof historyCodes;

/** Refused, with what was found. */
export type HistoryRefusal = { readonly kind: "refused"; readonly code: HistoryCode; readonly detail: string };

export const refuse = (code: HistoryCode, detail: string): HistoryRefusal => ({ kind: "refused", code, detail });

/** "decision-form: The decision is ... (no plan). Read it with ..." */
export const describeRefusal = ({ code, detail }: Pick<HistoryRefusal, "code" | "detail">): string => {
  const { means, remedy } = historyCodes[code];
  return `${code}: ${means}${detail === "" ? "" : ` (${detail})`} ${remedy}`;
};
