import type { World, WorldTotals } from "../world/world.ts";
import type { WriteWatch } from "./write-watch.ts";

/** A run collapsed when more than this share of the requests that ended in its last ten minutes failed. */
const collapseRatio = 0.3;
const endSeconds = 600;
/** Sums only grow, so what is lost stays lost and is found a minute later. */
const checkedSeconds = 60;
/** Fluid sums of some 10^9 requests lose this much to rounding at most. */
const toleranceRatio = 1e-6;

/** Follows the users' requests: none may be lost or invented, and those of the end decide whether the run collapsed. */
export class RequestWatch {
  private readonly world: World;
  private readonly endsAt: number;
  private failedBefore = 0;
  private endedBefore = 0;

  constructor(world: World, seconds: number) {
    this.world = world;
    this.endsAt = seconds;
  }

  /** After the world's step. */
  endSecond(second: number, writes: WriteWatch): void {
    const passed = second + 1;
    if (passed === this.endsAt - endSeconds) {
      const totals = this.world.totals();
      this.failedBefore = failedOf(totals);
      this.endedBefore = totals.served + this.failedBefore;
    }
    if (passed % checkedSeconds === 0 || passed === this.endsAt) this.checkSum(second, writes);
  }

  /** As of now: more than 30 % of what ended within the last ten minutes failed. */
  collapsed(): boolean {
    const totals = this.world.totals();
    const failed = failedOf(totals) - this.failedBefore;
    const ended = totals.served + failedOf(totals) - this.endedBefore;
    return ended > 0 && failed > collapseRatio * ended;
  }

  private checkSum(second: number, writes: WriteWatch): void {
    const totals = this.world.totals();
    const accounted = totals.served + failedOf(totals) + totals.inFlight;
    if (Math.abs(accounted - totals.requests) <= toleranceRatio * Math.max(1, totals.requests)) return;
    writes.breach("requests", second, `${totals.requests} requests came, ${accounted} are accounted for`);
  }
}

function failedOf({ failedByCause }: WorldTotals): number {
  return Object.values(failedByCause).reduce((sum, requests) => sum + requests, 0);
}
