import { chatMessage } from "./chat-message.ts";
import type { NoticeLinks } from "./links/notice-links.ts";
import type { Notice } from "./notice.ts";
import { noticeJson } from "./notice-json.ts";
import { renderNotice } from "./render-notice.ts";

/** A message for an SNS topic, by the protocol of who has subscribed. */
export type MessageForms = {
  readonly subject: string;
  readonly messages: Readonly<Record<"default" | "email" | "sms" | "https" | "sqs" | "lambda", string>>;
  /** For filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
};

/** A notice in every form. @returns less than 100 KB together. Never throws. */
export const noticeForms = (notice: Notice, links: NoticeLinks): MessageForms => {
  const rendered = renderNotice(notice, links);
  const { subject, text, sms } = rendered;
  const data = JSON.stringify(noticeJson(notice, rendered, links));
  const { code, kind, severity, state, domain, service, database } = notice;
  return {
    subject,
    messages: {
      default: text,
      email: text,
      sms,
      https: JSON.stringify(chatMessage(notice, rendered, links)),
      sqs: data,
      lambda: data,
    },
    attributes: {
      type: "notice",
      code,
      kind,
      severity,
      state,
      domain,
      ...(service === null ? {} : { service }),
      ...(database === null ? {} : { database }),
    },
  };
};
