import type { Config } from "../../shared/config/config.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { Decision } from "../../shared/state/decision.ts";
import type { DomainState } from "../../shared/state/domain-state.ts";
import type { InvariantBreach } from "../controllers/controller.ts";
import { BreachLog } from "./breach-log.ts";
import { checkPlan, replanCheck } from "./plan-check.ts";

/**
 * Watches Headgate's plans while it plays: each plan that writes is checked, and planned again once its writes are done.
 *
 * A plan that writes nothing can break no invariant that the world would feel, and is left alone.
 */
export class PlanWatch {
  private readonly config: Config;
  private readonly startMs: number;
  private readonly log = new BreachLog();
  /** What the last recorded plan left, while its writes are under way. */
  private acting: { readonly domain: string; readonly memory: Memory } | null = null;
  private unfinishedWrites = 0;

  constructor(config: Config, startMs: number) {
    this.config = config;
    this.startMs = startMs;
  }

  recorded(next: DomainState, decision: Decision | null): void {
    this.acting = null;
    this.unfinishedWrites = 0;
    if (decision === null || decision.plan.actions.length === 0) return;
    const { snapshot, memoryBefore, plan } = decision;
    this.log.add(checkPlan({ config: this.config, snapshot, memoryBefore, plan }), this.secondOf(decision.atMs));
    this.acting = { domain: next.domain, memory: next.memory };
    this.unfinishedWrites = plan.actions.length;
  }

  /** One of the plan's actions has reached the world. */
  wrote(): void {
    this.unfinishedWrites -= 1;
  }

  /** Nothing more will be written now: with every write done, the same moment must plan to nothing. */
  written(read: (domain: string) => Snapshot, nowMs: number): void {
    const { acting, unfinishedWrites } = this;
    this.acting = null;
    if (acting === null || unfinishedWrites > 0) return;
    this.log.add(replanCheck(this.config, read(acting.domain), acting.memory, nowMs), this.secondOf(nowMs));
  }

  breaches(): readonly InvariantBreach[] {
    return this.log.all();
  }

  private secondOf(atMs: number): number {
    return (atMs - this.startMs) / 1000;
  }
}
