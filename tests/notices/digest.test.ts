import { describe, expect, it } from "@jest/globals";
import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { Config } from "../../shared/config/config.ts";
import type { NoticesForm } from "../../shared/config/schema-notices.ts";
import type { DecisionRecord, DigestInput } from "../../shared/notices/digest/digest-input.ts";
import { digestSchedule } from "../../shared/notices/digest/digest-schedule.ts";
import { digestSchema } from "../../shared/notices/digest/digest-schema.ts";
import { planDigest } from "../../shared/notices/digest/plan-digest.ts";
import { digestForms, renderDigest } from "../../shared/notices/digest/render-digest.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import type { Outcome } from "../../shared/state/decision.ts";
import { config as planConfig } from "../plan/builders.ts";
import { findingOf } from "./builders.ts";

/** 08:00 UTC. */
const nowMs = Date.UTC(2026, 2, 14, 8);
const minuteMs = 60_000;

const configOf = (notices: NoticesForm = {}): Config => ({ ...planConfig([], []), notices: compileNotices(notices) });

/** A decision so many minutes before now. */
const decided = (
  minutesAgo: number,
  findings: readonly Finding[],
  done: { readonly tasks?: number; readonly outcomes?: readonly Outcome[]; readonly domain?: string } = {},
): DecisionRecord => {
  const { tasks = 3, outcomes = [], domain = "order" } = done;
  const atMs = nowMs - minutesAgo * minuteMs;
  const counts = { desired: tasks } as NonNullable<DecisionRecord["decision"]["plan"]["services"][number]["counts"]>;
  return {
    decision: {
      id: `d-${minutesAgo}`,
      domain,
      atMs,
      plan: { findings, services: [{ name: domain, counts, targetTasks: tasks }] },
    },
    outcomes,
  };
};

const digestOf = (input: Partial<DigestInput>, notices?: NoticesForm) =>
  planDigest({ decisions: [], states: [], ...input }, configOf(notices), nowMs);

const cap = (unlocks: Finding["unlocks"] = [], grantedTasks = 8): Finding =>
  findingOf({ code: "database-budget", service: "order", database: "orders", numbers: { grantedTasks }, unlocks });
const hold = findingOf({ code: "signal-stale", service: "order" });
const scaled = (from: number, to: number): Outcome => ({
  kind: "done",
  action: { kind: "set-desired-count", service: "order", from, to },
});

describe("a day summed up", () => {
  it("without anything has nothing to tell and nothing to do", () => {
    const digest = digestOf({});
    expect(digest).toMatchObject({
      services: [],
      others: [],
      open: [],
      failedWrites: [],
      untold: [],
      bestUnlock: null,
    });
    expect(renderDigest(digest)).toMatchObject({
      headline: "Last 24 h: 0 causes open, 0 writes failed, 0 services capped, 0 changes",
      needed: "Nothing to do.",
    });
  });

  it("counts a cap from its decision to the next that is without it, all its appearances together", () => {
    const decisions = [decided(300, [cap()]), decided(240, []), decided(100, [cap()]), decided(65, [])];
    expect(digestOf({ decisions }).services[0]?.caps).toEqual([
      expect.objectContaining({ code: "database-budget", database: "orders", minutes: 95, lasts: false }),
    ]);
  });

  it("counts what holds when the day begins from there, and what holds when it ends to there", () => {
    const decisions = [decided(5000, [hold]), decided(3000, [cap()])];
    expect(digestOf({ decisions }).services[0]).toMatchObject({ caps: [{ minutes: 1440, lasts: true }], holds: [] });
  });

  it("does not care for the order in which decisions are read", () => {
    const decisions = [decided(300, [cap()]), decided(240, []), decided(100, [hold], { tasks: 7 }), decided(65, [])];
    expect(digestOf({ decisions: [...decisions].reverse() })).toEqual(digestOf({ decisions }));
  });

  it("leaves out a hold that was over before anybody would have been told", () => {
    expect(digestOf({ decisions: [decided(60, [hold]), decided(59, [])] }).services).toEqual([]);
    expect(digestOf({ decisions: [decided(60, [hold]), decided(58, [])] }).services).toHaveLength(1);
  });

  it("counts the writes of counts that were done, and knows the highest count that was seen or written", () => {
    const withheld: Outcome = { ...scaled(6, 9), kind: "withheld" };
    const decisions = [
      decided(2000, [], { tasks: 5, outcomes: [scaled(5, 30)] }),
      decided(1500, [], { tasks: 4 }),
      decided(60, [], { tasks: 4, outcomes: [scaled(4, 6)] }),
      decided(30, [], { tasks: 6, outcomes: [withheld] }),
    ];
    expect(digestOf({ decisions }).services).toEqual([
      expect.objectContaining({ service: "order", changes: 1, highestTasks: 6 }),
    ]);
  });

  it("counts in observe mode what would have been changed", () => {
    const would = findingOf({ code: "would-scale-out", service: "order" });
    const decisions = [decided(60, [would]), decided(30, [would])];
    expect(digestOf({ decisions }).services[0]).toMatchObject({ changes: 0, wouldChange: 2 });
  });

  it("tells failed writes by service, with AWS's words about the last", () => {
    const failed = (detail: string): Outcome => ({ ...scaled(3, 4), kind: "failed", detail }) as Outcome;
    const decisions = [
      decided(10, [], { outcomes: [failed("second")] }),
      decided(20, [], { outcomes: [failed("first")] }),
    ];
    const digest = digestOf({ decisions });
    expect(digest.failedWrites).toEqual([{ service: "order", writes: 2, detail: "second" }]);
    expect(renderDigest(digest).needed).toBe("Needed: look at the writes that failed.");
  });

  it("lists what lasts and was told, the most severe first, destinations too", () => {
    const seen = (finding: Finding, toldAtMs: number | null, minutesAgo: number) => ({
      [finding.code]: { finding, firstSeenMs: nowMs - minutesAgo * minuteMs, lastSeenMs: nowMs, toldAtMs },
    });
    const states = [
      {
        domain: "order",
        notices: {
          ...seen(hold, nowMs, 500),
          ...seen(cap(), nowMs, 60),
          ...seen(findingOf({ code: "alarm-muted" }), null, 9),
        },
      },
      { domain: "zone/Z1", notices: seen(findingOf({ code: "destination-unknown", service: null }), nowMs, 90) },
    ];
    expect(digestOf({ states }).open.map(({ code, domain }) => [code, domain])).toEqual([
      ["destination-unknown", "zone/Z1"],
      ["database-budget", "order"],
      ["signal-stale", "order"],
    ]);
  });

  it("names what would have unlocked most: tasks times minutes, not the largest number alone", () => {
    const pool = { kind: "smaller-pool", connectionsPerTask: 12, insteadOf: 20, tasks: 10 } as const;
    const limit = { kind: "larger-limit", maxConnections: 900, insteadOf: 200, tasks: 20 } as const;
    const decisions = [decided(200, [cap([pool, limit])]), decided(199, [cap([pool])]), decided(60, [])];
    expect(digestOf({ decisions }).bestUnlock).toMatchObject({ unlock: pool, minutes: 140, taskMinutes: 280 });
  });

  it("has what came and went in quiet hours, and not what people were told of", () => {
    const quiet: NoticesForm = { quietHours: { from: "22:00", to: "07:00" } };
    const muted = findingOf({ code: "alarm-muted", service: "order" });
    const inTheNight = [decided(500, [muted]), decided(400, [])];
    expect(digestOf({ decisions: inTheNight }, quiet).untold).toEqual([
      expect.objectContaining({ code: "alarm-muted", minutes: 100 }),
    ]);
    expect(digestOf({ decisions: inTheNight }).untold).toEqual([]);
    expect(digestOf({ decisions: [decided(700, [muted]), decided(400, [])] }, quiet).untold).toEqual([]);
    expect(digestOf({ decisions: [decided(500, [muted]), decided(30, [])] }, quiet).untold).toEqual([]);
    expect(digestOf({ decisions: [decided(500, [cap()]), decided(400, [])] }, quiet).untold).toEqual([]);
  });
});

describe("a digest of many services", () => {
  const long = "x".repeat(120);
  const domains = Array.from({ length: 300 }, (_, number) => `${long}-${number}`);
  const decisions = domains.flatMap((domain) => [
    decided(
      500,
      (["database-budget", "max-tasks", "signal-stale", "no-signal", "tasks-unknown"] as const).map((code) =>
        findingOf({ code, service: domain, database: `${long}-db` }),
      ),
      { domain, outcomes: [{ ...scaled(3, 4), kind: "failed", detail: "é".repeat(9_000) } as Outcome] },
    ),
  ]);
  const states = domains.map((domain) => ({
    domain,
    notices: { a: { finding: cap(), firstSeenMs: 0, lastSeenMs: nowMs, toldAtMs: 0 } },
  }));
  const forms = digestForms(digestOf({ decisions, states }));

  it("keeps to 60 lines in a mail and 140 characters in a text message, and says how many more there are", () => {
    expect(forms.messages.email.split("\n").length).toBeLessThanOrEqual(60);
    expect(forms.messages.email).toMatch(/ {2}- and \d+ more/);
    expect(forms.messages.sms).toMatch(/^[\x20-\x5a\x5f\x61-\x7a]{1,140}$/);
    expect(forms.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  it("is within what SNS takes, as the schema says, and says what is left out", () => {
    expect(Buffer.byteLength(JSON.stringify(forms.messages))).toBeLessThan(262_144);
    const { leftOut, services } = digestSchema.parse(JSON.parse(forms.messages.sqs));
    expect(leftOut.services + services.length).toBe(300);
    expect(leftOut.services).toBeGreaterThan(0);
  });
});

it.each([
  { at: "08:05", timeZone: "Europe/Berlin", expected: "cron(5 8 * * ? *)" },
  { at: "00:00", timeZone: "UTC", expected: "cron(0 0 * * ? *)" },
])("a digest at $at is $expected for the scheduler, which knows the zone", ({ at, timeZone, expected }) => {
  expect(digestSchedule(compileNotices({ digest: { at, timeZone } }).digest!)).toEqual({
    ScheduleExpression: expected,
    ScheduleExpressionTimezone: timeZone,
  });
});
