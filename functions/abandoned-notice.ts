import { makeNotice } from "../shared/notices/make-notice.ts";
import type { Notice, NoticeContext } from "../shared/notices/notice.ts";

/** Every attempt of a wake-up has failed: people are told, the tick goes on. */
export const abandonedNotice = (context: NoticeContext, attempts: number, nowMs: number): Notice => {
  const { stack, domain, correlationId } = context;
  const code = "wake-up-abandoned";
  const detail = `correlation id ${correlationId}`;
  return makeNotice(
    { code, service: null, database: null, numbers: { attempts }, detail, unlocks: [] },
    { id: `${stack}/${domain}/${code}/${correlationId}`, state: "raised", atMs: nowMs },
    { sinceMs: nowMs, lastSeenMs: nowMs },
    context,
  );
};
