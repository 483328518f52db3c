import { describe, expect, it } from "@jest/globals";
import type { Notice } from "../../shared/notices/notice.ts";
import { renderNotice } from "../../shared/notices/render-notice.ts";

const noticeOf = (finding: Partial<Notice["finding"]>, changes: Partial<Notice> = {}): Notice => {
  const whole = {
    code: "tasks-unknown",
    service: "checkout",
    database: null,
    numbers: {},
    detail: "",
    unlocks: [],
    ...finding,
  } as const;
  return {
    version: 1,
    id: "shop/checkout/1",
    atMs: 0,
    stack: "shop",
    domain: "checkout",
    state: "raised",
    kind: "hold",
    code: whole.code,
    service: whole.service,
    database: whole.database,
    finding: whole,
    sinceMs: 0,
    ...changes,
  };
};

describe("a notice", () => {
  it("keeps to its 20 lines where AWS's message has many", () => {
    const detail = `AccessDeniedException: ${Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\r\n")}`;
    const { text } = renderNotice(noticeOf({ detail }));
    expect(text.split("\n").length).toBeLessThanOrEqual(20);
    expect(text).toContain("Why: AccessDeniedException: line 0 line 1");
  });

  it("cuts a message of AWS that would fill it", () => {
    const { text } = renderNotice(noticeOf({ detail: "encoded ".repeat(10_000) }));
    expect(text.length).toBeLessThan(2_000);
    expect(text).toMatch(/encoded\.\.\.$|encoded \.\.\.$/m);
  });

  it.each([
    { when: "accents lose their marks", stack: "Évènement", expected: "[Evenement] checkout: tasks-unknown" },
    { when: "other scripts are left out", stack: "店", expected: "[] checkout: tasks-unknown" },
    {
      when: "line breaks and control characters are left out",
      stack: "a\nb\u0000c",
      expected: "[abc] checkout: tasks-unknown",
    },
    { when: "emoji are left out", stack: "shop🛒", expected: "[shop] checkout: tasks-unknown" },
  ])("in a subject $when", ({ stack, expected }) => {
    expect(renderNotice(noticeOf({}, { stack })).subject).toBe(expected);
  });

  it("is a text message of GSM-7 characters that count once each", () => {
    const { sms } = renderNotice(noticeOf({}, { stack: "a`b^c{d}e\\f[g]h~i|j€k" }));
    expect(sms).toBe("abcdefghijk: checkout: tasks-unknown");
    expect(renderNotice(noticeOf({}, { stack: "x".repeat(500) })).sms).toHaveLength(140);
  });

  it("writes huge and negative numbers as they are", () => {
    const numbers = { desiredTasks: Number.MAX_SAFE_INTEGER, leftConnections: -1e21 };
    expect(renderNotice(noticeOf({ numbers })).text).toContain("desiredTasks 9007199254740991, leftConnections -1e+21");
  });
});
