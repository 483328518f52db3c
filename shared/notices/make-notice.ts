import { findingCodes } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";
import type { Notice, NoticeContext } from "./notice.ts";

/** A notice of a finding, with what its code says of it. */
export const makeNotice = (
  finding: Finding,
  told: Pick<Notice, "id" | "state" | "atMs">,
  seen: Pick<Notice, "sinceMs" | "lastSeenMs">,
  { stack, domain, decisionId, correlationId, traceId }: NoticeContext,
): Notice => {
  const { code, service, database } = finding;
  const { kind, severity } = findingCodes[code];
  return {
    version: 1,
    ...told,
    stack,
    domain,
    kind,
    severity,
    code,
    service,
    database,
    finding,
    ...seen,
    decisionId,
    correlationId,
    traceId,
  };
};
