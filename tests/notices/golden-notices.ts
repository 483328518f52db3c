import { makeNotice } from "../../shared/notices/make-notice.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { noticeForms } from "../../shared/notices/notice-forms.ts";
import { type FindingCode, findingCodes } from "../../shared/plan/explain/codes.ts";
import { recordsCodes } from "../../shared/plan/explain/records-codes.ts";
import { context, findingOf, linksOf } from "./builders.ts";
import { sampleFindings } from "./sample-findings.ts";

export const goldenCodes = Object.keys(findingCodes) as readonly FindingCode[];

const states = ["raised", "reminder", "cleared"] as const;
const raisedAtMs = Date.UTC(2026, 2, 14, 2, 15);
const minuteMs = 60_000;
const toldAfterMs: Record<(typeof states)[number], number> = {
  raised: 0,
  reminder: 240 * minuteMs,
  cleared: 305 * minuteMs,
};

/** A code's sample in one state, as it is published. */
export const sampleNotice = (code: FindingCode, state: Notice["state"]): Notice => {
  const isRecords = Object.hasOwn(recordsCodes, code) && !code.startsWith("withdraw") && !code.startsWith("gate");
  const domain = isRecords ? (code.startsWith("nginx") ? "nginx/edge" : "zone/Z0SHOP") : "order";
  const atMs = raisedAtMs + toldAfterMs[state];
  return makeNotice(
    findingOf({ code, ...sampleFindings[code] }),
    { id: `shop/${domain}/${code}/${state}`, state, atMs },
    { sinceMs: raisedAtMs, lastSeenMs: state === "cleared" ? atMs - 5 * minuteMs : atMs },
    context({
      domain,
      decisionId: isRecords ? null : "2026-03-14T02:15:00.000Z#1042",
      correlationId: "7bf73129-1428-4cd3-a780-95db273d1602",
      traceId: "1-69b4c5a4-bd862e3fe1be46a994272793",
    }),
  );
};

/** One code in every state and form, as a person can read it. */
export const renderGolden = (code: FindingCode): string =>
  `${states.map((state) => renderForms(sampleNotice(code, state))).join("\n\n")}\n`;

const renderForms = (notice: Notice): string => {
  const { subject, messages, attributes } = noticeForms(notice, linksOf(notice));
  const { default: text, email, sms, https, sqs, lambda } = messages;
  if (email !== text || lambda !== sqs) throw new Error("one form is kept for each of the two pairs");
  return [
    `===== ${notice.code}, ${notice.state} =====`,
    `----- subject\n${subject}`,
    `----- default, email\n${text}`,
    `----- sms\n${sms}`,
    `----- https\n${JSON.stringify(JSON.parse(https), null, 2)}`,
    `----- sqs, lambda\n${JSON.stringify(JSON.parse(sqs), null, 2)}`,
    `----- attributes\n${JSON.stringify(attributes, null, 2)}`,
  ].join("\n");
};
