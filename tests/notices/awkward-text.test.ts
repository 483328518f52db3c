import { describe, expect, it } from "@jest/globals";
import { type RenderedNotice, renderNotice } from "../../shared/notices/render-notice.ts";
import { linksOf, noticeOf } from "./builders.ts";

const render = (...given: Parameters<typeof noticeOf>): RenderedNotice => {
  const notice = noticeOf(...given);
  return renderNotice(notice, linksOf(notice));
};

describe("a notice", () => {
  it("keeps to its 20 lines where AWS's message has many", () => {
    const detail = `AccessDeniedException: ${Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\r\n")}`;
    const { text } = render({ detail });
    expect(text.split("\n").length).toBeLessThanOrEqual(20);
    expect(text).toContain("Why: AccessDeniedException: line 0 line 1");
  });

  it("cuts a message of AWS that would fill it", () => {
    const { text } = render({ detail: "encoded ".repeat(10_000) });
    expect(text.length).toBeLessThan(2_100);
    expect(text).toMatch(/encoded\.\.\.$|encoded \.\.\.$/m);
  });

  it.each([
    {
      when: "accents lose their marks",
      stack: "Évènement",
      expected: "[Evenement] checkout is left as it is: its tasks can't be read",
    },
    {
      when: "other scripts are left out",
      stack: "店",
      expected: "[] checkout is left as it is: its tasks can't be read",
    },
    {
      when: "line breaks and control characters are left out",
      stack: "a\nb\u0000c",
      expected: "[abc] checkout is left as it is: its tasks can't be read",
    },
    {
      when: "emoji are left out",
      stack: "shop🛒",
      expected: "[shop] checkout is left as it is: its tasks can't be read",
    },
  ])("in a subject $when", ({ stack, expected }) => {
    expect(render({}, { stack }).subject).toBe(expected);
  });

  it("is a text message of GSM-7 characters that count once each", () => {
    const { sms } = render({}, { stack: "a`b^c{d}e\\f[g]h~i|j€k" });
    expect(sms).toBe("abcdefghijk: checkout is left as it is: its tasks can't be read");
    expect(render({}, { stack: "x".repeat(500) }).sms).toHaveLength(140);
  });

  it("writes huge and negative numbers as they are", () => {
    const numbers = { desiredTasks: Number.MAX_SAFE_INTEGER, leftConnections: -1e21 };
    expect(render({ numbers }).text).toContain("desiredTasks 9007199254740991, leftConnections -1e+21");
  });
});
