import type { Notice } from "../shared/notices/notice.ts";

/** Every attempt of a wake-up has failed: people are told, the tick goes on. @param domain or the destination's id */
export const abandonedNotice = (
  about: { readonly stack: string; readonly domain: string; readonly correlationId: string; readonly attempts: number },
  nowMs: number,
): Notice => {
  const { stack, domain, correlationId, attempts } = about;
  const code = "wake-up-abandoned";
  const detail = `correlation id ${correlationId}`;
  return {
    version: 1,
    id: `${stack}/${domain}/${code}/${correlationId}`,
    atMs: nowMs,
    stack,
    domain,
    state: "raised",
    kind: "hold",
    code,
    service: null,
    database: null,
    finding: { code, service: null, database: null, numbers: { attempts }, detail, unlocks: [] },
    sinceMs: nowMs,
  };
};
