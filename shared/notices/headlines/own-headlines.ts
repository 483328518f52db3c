import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline } from "./headline.ts";

/** Of Headgate's own work. */
export const ownHeadlines = {
  "write-failed": ({ about }) => `${about}: a write failed`,
  "writes-halted": ({ domain, number }) =>
    `${domain}: writes are halted for 15 minutes, ${number("failedWrites")} plans in a row failed`,
  "wake-up-abandoned": ({ domain, number }) =>
    `${domain}: a wake-up failed ${number("attempts")} times and was given up`,
  "read-budget-spent": ({ domain, number }) => `${domain} has used its ${number("dailyReadBudget")} reads of the day`,
} satisfies Partial<Record<FindingCode, Headline>>;
