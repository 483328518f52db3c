import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { noticeForms } from "../../shared/notices/notice-forms.ts";
import { noticeSchema } from "../../shared/notices/notice-schema.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";
import type { Finding, Unlock } from "../../shared/plan/explain/finding.ts";
import { linksOf, noticeOf } from "./builders.ts";

/** SNS takes 262,144 bytes, of the message and its attributes together. */
const mostBytes = 262_144;

const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** As headgate.yml allows names. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/),
  fc.constantFrom("x".repeat(128), "constructor", "__proto__"),
);

/** What AWS may say: lines, control characters, halves of characters, markup, and very much of it. */
const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom(
    "",
    "\r\n".repeat(500),
    "\u0000\u0007\u001b[31m",
    "\ud83d",
    "<!channel> & </b> *x* `rm -rf`",
    '"\\'.repeat(60_000),
    "🛒".repeat(40_000),
    "line\n".repeat(20_000),
  ),
);

const unlock = fc.oneof(
  fc.record({ kind: fc.constant("smaller-pool" as const), connectionsPerTask: whole, insteadOf: whole, tasks: whole }),
  fc.record({
    kind: fc.constant("next-class" as const),
    instanceClass: fc.constantFrom("db.r6g.large", `db.${"x".repeat(5_000)}`),
    insteadOf: fc.constant("db.t4g.medium"),
    maxConnections: whole,
    pricePercent: whole,
    moreMonthlyDollars: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    tasks: whole,
  }),
) satisfies fc.Arbitrary<Unlock>;

const numbers = fc.dictionary(
  fc.constantFrom("askTasks", "grantedTasks", "untilMs", "tasksBefore", "leftConnections", "instances", "tasks"),
  fc.oneof(whole, fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e21)),
);

const finding: fc.Arbitrary<Finding> = fc.record({
  code: fc.constantFrom(...(Object.keys(findingCodes) as FindingCode[])),
  service: fc.option(name),
  database: fc.option(name),
  numbers,
  detail: words,
  unlocks: fc.oneof(fc.array(unlock, { maxLength: 12 }), fc.constant(many())),
});

function many(): Unlock[] {
  return Array.from({ length: 60 }, (_, tasks) => ({ kind: "borrow-surge", tasks }));
}

const notice = fc
  .tuple(
    finding,
    fc.record({
      stack: fc.constantFrom("shop", "s".repeat(40)),
      domain: name,
      state: fc.constantFrom("raised" as const, "reminder" as const, "cleared" as const),
      decisionId: fc.option(fc.constant("2026-03-14T02:15:00.000Z#12")),
      correlationId: fc.option(fc.string({ minLength: 1, maxLength: 200 })),
      traceId: fc.option(fc.constant("1-5759e988-bd862e3fe1be46a994272793")),
    }),
  )
  .map(([found, changes]) => noticeOf(found, changes));

describe("a notice, whatever AWS says and however much would unlock more", () => {
  it("always keeps to 20 lines in a mail, what happened and what is needed first", () => {
    void fc.assert(
      fc.property(notice, (given) => {
        const { email } = noticeForms(given, linksOf(given)).messages;
        const lines = email.split("\n");
        expect(lines.length).toBeLessThanOrEqual(20);
        expect(lines[0]!.trim()).not.toBe("");
        expect(lines[1]).toMatch(/^(Needed: |Nothing to do)/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(email).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
        expect(email.isWellFormed()).toBe(true);
        if (given.state !== "cleared" && given.finding.unlocks.length > 6)
          expect(email).toMatch(/^ {2}- and \d+ more$/m);
      }),
    );
  });

  it("is always at most 140 characters of GSM-7 as a text message", () => {
    void fc.assert(
      fc.property(notice, (given) => {
        expect(noticeForms(given, linksOf(given)).messages.sms).toMatch(/^[\x20-\x5a\x5f\x61-\x7a]{1,140}$/);
      }),
    );
  });

  it("is always a custom notification that a chat can show, and calls nobody", () => {
    void fc.assert(
      fc.property(notice, (given) => {
        const chat = JSON.parse(noticeForms(given, linksOf(given)).messages.https);
        expect(chat).toMatchObject({ version: "1.0", source: "custom", content: { textType: "client-markdown" } });
        const { title, description, nextSteps = [], keywords } = chat.content;
        expect(title.length).toBeLessThanOrEqual(1_100);
        expect(description.length).toBeLessThanOrEqual(8_000);
        expect(nextSteps.length).toBeLessThanOrEqual(5);
        expect(keywords.length).toBeLessThanOrEqual(4);
        expect(JSON.stringify(chat.content).replace(/<https:[^<>]*>/g, "")).not.toMatch(/[<>]/);
      }),
    );
  });

  it("is always what the schema says, as JSON", () => {
    void fc.assert(
      fc.property(notice, (given) => {
        const { sqs, lambda } = noticeForms(given, linksOf(given)).messages;
        expect(lambda).toBe(sqs);
        expect(noticeSchema.safeParse(JSON.parse(sqs)).error).toBeUndefined();
      }),
    );
  });

  it("never is more than SNS takes", () => {
    void fc.assert(
      fc.property(notice, (given) => {
        const { messages, attributes, subject } = noticeForms(given, linksOf(given));
        expect(Buffer.byteLength(JSON.stringify(messages) + JSON.stringify(attributes))).toBeLessThan(mostBytes);
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        for (const value of Object.values(attributes)) expect(value).not.toBe("");
      }),
    );
  });
});
