import { compileNotices } from "../../shared/config/compile-notices.ts";
import { type LinksOf, makeLinksOf } from "../../shared/notices/links/notice-links.ts";
import type { Notice, NoticeContext } from "../../shared/notices/notice.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";

export const context = (changes: Partial<NoticeContext> = {}): NoticeContext => ({
  stack: "shop",
  domain: "order",
  decisionId: null,
  correlationId: null,
  traceId: null,
  settings: compileNotices(),
  ...changes,
});

export const findingOf = (changes: Partial<Finding> = {}): Finding => ({
  code: "tasks-unknown",
  service: "checkout",
  database: null,
  numbers: {},
  detail: "",
  unlocks: [],
  ...changes,
});

const atMs = Date.UTC(2026, 2, 14, 2, 15);

/** A notice of a finding, at a quarter past two in the night. */
export const noticeOf = (finding: Partial<Finding> = {}, changes: Partial<Notice> = {}): Notice => {
  const whole = findingOf(finding);
  const { code, service, database } = whole;
  const { kind, severity } = findingCodes[code];
  return {
    version: 1,
    id: "id",
    atMs,
    stack: "shop",
    domain: "checkout",
    state: "raised",
    kind,
    severity,
    code,
    service,
    database,
    finding: whole,
    sinceMs: atMs,
    lastSeenMs: atMs,
    decisionId: null,
    correlationId: null,
    traceId: null,
    ...changes,
  };
};

/** Of a stack in Frankfurt. */
export const linksOf: LinksOf = makeLinksOf({
  region: "eu-central-1",
  logGroups: ["router", "limits", "scale", "records", "runbook"].map((name) => `/aws/lambda/headgate-prod-${name}`),
});
