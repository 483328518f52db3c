/**
 * How long one service's requests have waited at a proxy: first in, first out.
 *
 * Only sums are kept. What had entered a timeout ago and has not left since has waited too long.
 */
export class BorrowQueue {
  /** Waiting for a connection, as of the last second. */
  waiting = 0;
  private readonly timeoutSeconds: number;
  /** Per second of the last timeout: requests that had entered by its end, since the start. */
  private readonly entered: Float64Array;
  private enteredInAll = 0;
  private leftInAll = 0;

  /** @param timeoutSeconds whole, >= 0; 0: no timeout */
  constructor(timeoutSeconds: number) {
    this.timeoutSeconds = timeoutSeconds;
    this.entered = new Float64Array(timeoutSeconds + 1);
  }

  /**
   * One second; call it once in each.
   *
   * @param served requests that have borrowed and are done
   * @param waiting requests that wait at the proxy at the second's end, those that time out now included
   * @returns requests that have waited too long; they leave
   */
  step(second: number, served: number, waiting: number): number {
    this.leftInAll += served;
    // Who waits no more without being served waits elsewhere now: for CPU, or nowhere.
    this.leftInAll = Math.max(this.leftInAll, this.enteredInAll - waiting);
    this.enteredInAll = this.leftInAll + waiting;
    this.waiting = waiting;
    if (this.timeoutSeconds === 0) return 0;
    const slots = this.timeoutSeconds + 1;
    this.entered[second % slots] = this.enteredInAll;
    const late = second < this.timeoutSeconds ? 0 : (this.entered[(second + 1) % slots] as number) - this.leftInAll;
    if (late <= 0) return 0;
    this.leftInAll += late;
    this.waiting -= late;
    return late;
  }
}
