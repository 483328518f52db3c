import { RandomStream } from "../../../simulator/world/random.ts";

export type Borrowing = {
  readonly requestsPerSecond: number;
  readonly connections: number;
  readonly holdSeconds: number;
  /** A request that would wait longer leaves at that moment; `null`: it waits on. */
  readonly timeoutSeconds: number | null;
};

export type BorrowWaits = {
  /** Of the requests that borrowed. */
  readonly meanSeconds: number;
  readonly p99Seconds: number;
  /** Of all requests. */
  readonly timedOutRatio: number;
};

/** Request by request: Poisson arrivals, first come first served by so many connections, each kept exponentially long. */
export function simulateBorrowing(of: Borrowing, requests: number, seed: number): BorrowWaits {
  const { requestsPerSecond, connections, holdSeconds, timeoutSeconds } = of;
  const random = new RandomStream(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - random.uniform());
  const freeAt = new Float64Array(connections);
  const waits: number[] = [];
  let now = 0;
  for (let request = 0; request < requests; request += 1) {
    now += exponential(1 / requestsPerSecond);
    let first = 0;
    for (let i = 1; i < connections; i += 1) if ((freeAt[i] as number) < (freeAt[first] as number)) first = i;
    const wait = Math.max(0, (freeAt[first] as number) - now);
    if (timeoutSeconds !== null && wait > timeoutSeconds) continue;
    freeAt[first] = now + wait + exponential(holdSeconds);
    waits.push(wait);
  }
  waits.sort((a, b) => a - b);
  return {
    meanSeconds: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    p99Seconds: waits[Math.floor(0.99 * waits.length)] as number,
    timedOutRatio: 1 - waits.length / requests,
  };
}
