import { describe, expect, it } from "@jest/globals";
import { noLinks } from "../../shared/notices/links/notice-links.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { type RenderedNotice, renderNotice } from "../../shared/notices/render-notice.ts";
import { type FindingCode, findingCodes } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { noticeOf } from "./builders.ts";

const render = (finding: Finding, state: Notice["state"] = "raised"): RenderedNotice => {
  const notice = noticeOf(finding, { state });
  return renderNotice(notice, noLinks(notice));
};

const capped: Finding = {
  code: "database-budget",
  service: "checkout",
  database: "orders",
  detail: "",
  numbers: {
    askTasks: 13,
    grantedTasks: 8,
    priceConnections: 20,
    limitConnections: 200,
    reservedConnections: 8,
    marginConnections: 10,
    replacementConnections: 10,
    connectorConnections: 0,
    unmanagedConnections: 10,
    budgetConnections: 162,
    committedConnections: 160,
    leftConnections: 2,
  },
  unlocks: [
    { kind: "smaller-pool", connectionsPerTask: 12, insteadOf: 20, tasks: 13 },
    { kind: "larger-limit", maxConnections: 305, insteadOf: 200, tasks: 13 },
  ],
};

describe("a notice as people read it", () => {
  it("says first what happened, then why, with the arithmetic, then what would unlock more", () => {
    expect(render(capped).text).toBe(
      [
        "checkout stays at 8 of 13 tasks: orders has no connections left",
        "Needed: one of the options below.",
        "",
        "The service wants more tasks than the connections left on a database can carry.",
        "orders: 200 max_connections - 8 reserved - 10 margin - 10 replacement - 0 connectors - 10 unmanaged = 162 for tasks",
        "Before this plan 160 were committed; 2 are left, the next task needs 20.",
        "What would unlock more:",
        "  - 12 instead of 20 connections per task: 13 tasks fit",
        "  - max_connections 305 instead of 200: 13 tasks fit",
        "",
        "Code: database-budget · severity high · domain checkout · since 2026-03-14T02:15:00.000Z",
      ].join("\n"),
    );
  });

  it("says in the arithmetic what is lent of the replacement, and why", () => {
    const numbers = {
      ...capped.numbers,
      replacementConnections: 0,
      replacementLentConnections: 10,
      budgetConnections: 172,
    };
    const detail = "10 connections kept for one replaced task are lent";
    const { text } = render({ ...capped, numbers, detail });
    expect(text).toContain("- 10 margin - 0 replacement (10 lent) - 0 connectors - 10 unmanaged = 172 for tasks\n");
    expect(text).toContain(`Why: ${detail}\n`);
  });

  it("begins a reminder with Still, and an end with Cleared and without advice", () => {
    expect(render(capped, "reminder").subject).toMatch(/^\[shop\] Still: checkout stays at 8/);
    const cleared = render(capped, "cleared");
    expect(cleared.subject).toMatch(/^\[shop\] Cleared: /);
    expect(cleared.text).not.toContain("unlock");
  });

  it("does not say in observe mode that something was done", () => {
    const numbers = { desiredTasks: 3, targetTasks: 4, askTasks: 4 };
    const would: Finding = { ...capped, code: "would-scale-out", numbers, unlocks: [] };
    expect(render(would).subject).toBe("[shop] checkout would be scaled from 3 to 4 tasks (observe mode)");
  });

  it.each(Object.keys(findingCodes) as FindingCode[])(
    "%s keeps to the bounds of mail, text message and SNS",
    (code) => {
      const long = "inventaire-à-très-long-nom-".repeat(8);
      const numbers = {
        ...capped.numbers,
        desiredTasks: 3,
        targetTasks: 4,
        maxTasks: 9,
        maximumPercent: 125,
        insteadOf: 200,
        pinnedTasks: 6,
        untilMs: 1e12,
      };
      const detail = "ecs:DescribeServices: AccessDenied";
      const finding: Finding = { ...capped, code, service: long, database: `${long}db`, numbers, detail };
      for (const state of ["raised", "reminder", "cleared"] as const) {
        const { subject, text, sms } = render(finding, state);
        expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
        expect(sms).toMatch(/^[\x20-\x7e]{1,140}$/);
        expect(text.split("\n").length).toBeLessThanOrEqual(20);
        expect(text).toContain(code);
        expect(text).not.toMatch(/undefined|NaN|null/);
      }
    },
  );
});
