import type { DomainReading, DomainTable } from "../../../../shared/aws/domain-table.ts";
import type { Decision } from "../../../../shared/state/decision.ts";
import { type DomainState, newDomainState } from "../../../../shared/state/domain-state.ts";

/** The domains' states in memory, under the same versions as in DynamoDB. Decisions are not kept. */
export class MemoryTable implements DomainTable {
  private readonly states = new Map<string, DomainState>();
  private readonly onRecorded: (next: DomainState, decision: Decision | null) => void;

  constructor(onRecorded: (next: DomainState, decision: Decision | null) => void) {
    this.onRecorded = onRecorded;
  }

  stateOf(domain: string): DomainState {
    return this.states.get(domain) ?? newDomainState(domain);
  }

  /** Has the domain's next read come? One that was never read is due. */
  isDue(domain: string, nowMs: number): boolean {
    return (this.states.get(domain)?.nextReadAtMs ?? 0) <= nowMs;
  }

  async read(domain: string): Promise<DomainReading> {
    return { state: this.stateOf(domain), pause: null, intents: [] };
  }

  async keepConfig(): Promise<void> {}

  async record(next: DomainState, decision: Decision | null): Promise<boolean> {
    if (this.stateOf(next.domain).version !== next.version - 1) return false;
    this.states.set(next.domain, next);
    this.onRecorded(next, decision);
    return true;
  }

  async isCurrent(domain: string, version: number): Promise<boolean> {
    return this.stateOf(domain).version === version;
  }

  async settle(state: DomainState): Promise<boolean> {
    if (this.stateOf(state.domain).version !== state.version) return false;
    this.states.set(state.domain, state);
    return true;
  }
}
