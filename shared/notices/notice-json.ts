import type { NoticeLinks } from "./links/notice-links.ts";
import type { Notice } from "./notice.ts";
import { oneLine } from "./plain-text.ts";
import type { RenderedNotice } from "./render-notice.ts";

/**
 * A notice as queues and functions get it.
 *
 * @see docs/notice.schema.json, which is made from shared/notices/notice-schema.ts
 */
export type NoticeJson = { readonly type: "notice" } & Notice &
  Pick<RenderedNotice, "subject" | "headline" | "needed" | "text"> & { readonly links: NoticeLinks };

/** With six forms of it in one message of SNS, which takes 256 KB. */
const detailCharacters = 4_000;
const mostUnlocks = 20;
const mostNumbers = 50;

/** Bounded where AWS's words and lists are not. Never throws. */
export const noticeJson = (notice: Notice, rendered: RenderedNotice, links: NoticeLinks): NoticeJson => {
  const { finding } = notice;
  const { subject, headline, needed, text } = rendered;
  // JSON has no infinity and no NaN; a number that is neither says nothing.
  const numbers = Object.entries(finding.numbers).filter(([, value]) => Number.isFinite(value));
  return {
    type: "notice",
    ...notice,
    finding: {
      ...finding,
      detail: oneLine(finding.detail, detailCharacters),
      numbers: Object.fromEntries(numbers.slice(0, mostNumbers)),
      unlocks: finding.unlocks.slice(0, mostUnlocks),
    },
    subject,
    headline,
    needed,
    text,
    links,
  };
};
