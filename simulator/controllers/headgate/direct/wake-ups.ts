import type { RecordsWakeUp } from "../../../../shared/events/records-wake-up.ts";
import type { Cause, WakeUp } from "../../../../shared/events/wake-up.ts";

type Waiting = { readonly dueMs: number; readonly wakeUp: WakeUp };

/**
 * What `events`, the router and `scaling.fifo` do with wake-ups, without the messages: a batch makes one wake-up per
 * domain, delayed ones come back when they are due, and only the hot loop's own keeps its token.
 */
export class WakeUps {
  private waiting: Waiting[] = [];
  private readonly fresh = new Map<string, Set<Cause>>();
  private earliestMs = Number.POSITIVE_INFINITY;

  wake(domain: string, cause: Cause): void {
    const causes = this.fresh.get(domain);
    if (causes === undefined) this.fresh.set(domain, new Set([cause]));
    else causes.add(cause);
  }

  /** As a message with DelaySeconds. */
  later(wakeUp: WakeUp | RecordsWakeUp, inSeconds: number, nowMs: number): void {
    if (wakeUp.kind !== "wake-up") return;
    const dueMs = nowMs + Math.ceil(inSeconds) * 1000;
    this.waiting.push({ dueMs, wakeUp });
    this.earliestMs = Math.min(this.earliestMs, dueMs);
  }

  isEmpty(nowMs: number): boolean {
    return this.fresh.size === 0 && this.earliestMs > nowMs;
  }

  /** One per domain, sorted by domain. */
  take(nowMs: number): readonly WakeUp[] {
    if (this.isEmpty(nowMs)) return [];
    const due = this.waiting.filter(({ dueMs }) => dueMs <= nowMs);
    this.waiting = this.waiting.filter(({ dueMs }) => dueMs > nowMs);
    this.earliestMs = Math.min(...this.waiting.map(({ dueMs }) => dueMs));
    const domains = new Set([...this.fresh.keys(), ...due.map(({ wakeUp }) => wakeUp.domain)]);
    const taken = [...domains].sort().map((domain) => this.merged(domain, due, nowMs));
    this.fresh.clear();
    return taken;
  }

  private merged(domain: string, due: readonly Waiting[], nowMs: number): WakeUp {
    const own = due.filter(({ wakeUp }) => wakeUp.domain === domain).map(({ wakeUp }) => wakeUp);
    const news = this.fresh.get(domain);
    const tokens = new Set(own.map(({ loopToken }) => loopToken));
    const onlyLoop = news === undefined && tokens.size === 1;
    return {
      kind: "wake-up",
      version: 1,
      domain,
      causes: [...new Set([...(news ?? []), ...own.flatMap(({ causes }) => causes)])].sort(),
      correlationId: own[0]?.correlationId ?? `${domain}-${nowMs}`,
      attempt: own.reduce((most, { attempt }) => Math.max(most, attempt), 0),
      loopToken: onlyLoop ? (own[0]?.loopToken ?? null) : null,
    };
  }
}
