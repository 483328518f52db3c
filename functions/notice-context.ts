import type { Config } from "../shared/config/config.ts";
import type { NoticeContext } from "../shared/notices/notice.ts";

/** What a function knows of itself where it makes notices. */
export type NoticeSource = { readonly config: Config; readonly traceId: () => string | null };

/**
 * Where and in which work the notices of one wake-up are made.
 *
 * @param about the domain, or the destination's id
 * @param decisionId of the newest stored decision
 */
export const noticeContext = (
  about: string,
  decisionId: string | null,
  correlationId: string,
  { config, traceId }: NoticeSource,
): NoticeContext => ({
  stack: config.name,
  domain: about,
  decisionId,
  correlationId,
  traceId: traceId(),
  settings: config.notices,
});
