import { describe, expect, it } from "@jest/globals";
import type { Notice } from "../../shared/notices/notice.ts";
import { renderNotice } from "../../shared/notices/render-notice.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import { recordsCodes } from "../../shared/plan/explain/records-codes.ts";
import { linksOf, noticeOf } from "./builders.ts";

const headlineOf = (code: FindingCode, changes: Partial<Notice> = {}, numbers: Record<string, number> = {}): string => {
  const { service = "order", database = null } = changes;
  const notice = noticeOf({ code, service, database, numbers }, { domain: "zone/Z0SHOP", ...changes });
  return renderNotice(notice, linksOf(notice)).text.split("\n")[0]!;
};

describe("the first line of a notice about what is published", () => {
  it.each(Object.keys(recordsCodes) as readonly FindingCode[])("%s says what happened, not its code", (code) => {
    const headline = headlineOf(code);
    expect(headline).not.toContain(code);
    expect(headline).toMatch(/order|zone\/Z0SHOP/);
  });

  it.each<{ when: string; gives: string; expected: string }>([
    {
      when: "a closed gate has both rates and the wall",
      gives: headlineOf(
        "gate-closed",
        { database: "orders" },
        { admittedRequestsPerSecond: 240, arrivingRequestsPerSecond: 410 },
      ),
      expected: "order is sent 240 of 410 requests/s: orders has no room for more tasks",
    },
    {
      when: "a scale-in that waits says for how many, and how long",
      gives: headlineOf("withdrawing", {}, { tasks: 2, secondsLeft: 90 }),
      expected: "order: 2 tasks leave DNS and nginx, and stop in 90 s at the earliest",
    },
    {
      when: "a zone without a service is named itself",
      gives: headlineOf("records-write-failed", { service: null }),
      expected: "zone/Z0SHOP refused a write",
    },
    {
      when: "what is over says so first",
      gives: headlineOf("nginx-nobody-listens", { service: null, domain: "nginx/edge", state: "cleared" }),
      expected: "Cleared: nginx/edge: no instance has the fleet's tag",
    },
  ])("$when", ({ gives, expected }) => expect(gives).toBe(expected));
});
