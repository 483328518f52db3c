import { describe, expect, it } from "@jest/globals";
import { repeatFirstUnanswered } from "../../functions/scale/repeat-first-unanswered.ts";
import type { Action } from "../../shared/plan/policy/action.ts";

const refused = Object.assign(new Error("not you"), { name: "AccessDeniedException" });
const unanswered = Object.assign(new Error("no answer within 2000 ms"), { name: "TimeoutError" });

const grow = (service: string): Action => ({ kind: "set-desired-count", service, from: 2, to: 3 });

type Row = {
  readonly when: string;
  /** What the writes answer in turn; `null`: done. */
  readonly answers: readonly (Error | null)[];
  readonly sent: readonly string[];
  readonly failed: readonly string[];
};

describe("of a plan's writes, the first whose answer never came is made once more", () => {
  it.each<Row>([
    { when: "every write is answered", answers: [null, null], sent: ["cart", "order"], failed: [] },
    { when: "the first has no answer", answers: [unanswered], sent: ["cart", "cart", "order"], failed: [] },
    { when: "the second has no answer", answers: [null, unanswered], sent: ["cart", "order", "order"], failed: [] },
    { when: "a refusal is an answer", answers: [refused], sent: ["cart", "order"], failed: ["cart"] },
    {
      when: "the repeat has no answer either",
      answers: [unanswered, unanswered],
      sent: ["cart", "cart", "order"],
      failed: ["cart"],
    },
    {
      when: "a later one has none as well",
      answers: [unanswered, null, unanswered],
      sent: ["cart", "cart", "order"],
      failed: ["order"],
    },
  ])("$when", async ({ answers, sent, failed }) => {
    const writes: string[] = [];
    const write = repeatFirstUnanswered(async ({ service }) => {
      writes.push(service);
      const answer = answers[writes.length - 1] ?? null;
      if (answer !== null) throw answer;
    });
    const failures: string[] = [];
    for (const service of ["cart", "order"]) await write(grow(service)).catch(() => failures.push(service));
    expect({ sent: writes, failed: failures }).toEqual({ sent, failed });
  });
});
