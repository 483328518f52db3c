import type { Finding } from "../plan/explain/finding.ts";
import type { NoticeContext, NoticeMemory } from "./notice.ts";
import { causeOf, type NoticePlan, planNotices } from "./plan-notices.ts";

/**
 * Notices about what became known only after the plan's own were: of the writes themselves.
 *
 * Only the causes of these findings go on: the others were dealt with when the plan was recorded.
 *
 * @returns and throws as `planNotices`, with the memory of every cause
 */
export const planMoreNotices = (
  findings: readonly Finding[],
  memory: NoticeMemory,
  context: NoticeContext,
  nowMs: number,
): NoticePlan => {
  const own = Object.fromEntries(
    findings.map(causeOf).flatMap((cause) => (memory[cause] ? [[cause, memory[cause]]] : [])),
  );
  const told = planNotices(findings, own, context, nowMs);
  return { notices: told.notices, memory: { ...memory, ...told.memory } };
};
