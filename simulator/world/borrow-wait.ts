/**
 * The stochastic wait for one of c connections, which a fluid queue has not: below saturation a fluid never waits.
 *
 * M/M/c: a request waits with Erlang's probability C, and then exponentially long, with rate c (1 - load) / holdSeconds. C
 * comes from its expansion around the normal distribution, since c need not be whole and a sum over c is too slow here:
 * 1 / C = load + (1 - load) / B and 1 / B = sqrt(c) Phi(a) / phi(a) + 2/3, with a = sqrt(-2 c (1 - load + ln load)).
 *
 * @see A.J.E.M. Janssen, J.S.H. van Leeuwaarden, B. Zwart, Refining square-root safety staffing by expanding Erlang C,
 * Operations Research 59 (2011); tests/simulator/world/borrow-wait.test.ts
 */

/** Above this the fluid queue itself grows, and carries the rest of the wait. */
const highestLoad = 0.985;

/**
 * @param load borrowed on average over `connections`, >= 0; held at 0.985
 * @param connections that may be borrowed, >= 0; need not be whole
 * @returns 0..1; 1 with no connection
 * @throws never
 */
export function borrowWaitProbability(load: number, connections: number): number {
  if (connections <= 0) return 1;
  if (load <= 0) return 0;
  const held = Math.min(load, highestLoad);
  const distance = Math.sqrt(-2 * connections * (1 - held + Math.log(held)));
  const notBlocked = Math.sqrt(connections) * (normalBelow(distance) / normalDensity(distance)) + 2 / 3;
  return 1 / (held + (1 - held) * notBlocked);
}

/** Mean wait of all requests, those that don't wait included, >= 0. */
export function meanBorrowWaitSeconds(load: number, connections: number, holdSeconds: number): number {
  if (connections <= 0 || holdSeconds <= 0) return 0;
  return borrowWaitProbability(load, connections) / returnRate(load, connections, holdSeconds);
}

/** Wait that 99 of 100 requests stay under, >= 0. */
export function p99BorrowWaitSeconds(load: number, connections: number, holdSeconds: number): number {
  if (connections <= 0 || holdSeconds <= 0) return 0;
  const probability = borrowWaitProbability(load, connections);
  if (probability <= 0.01) return 0;
  return Math.log(100 * probability) / returnRate(load, connections, holdSeconds);
}

function returnRate(load: number, connections: number, holdSeconds: number): number {
  return (connections * (1 - Math.min(load, highestLoad))) / holdSeconds;
}

function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Error under 1e-7. @see M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 26.2.17 @param x >= 0 */
function normalBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - normalDensity(x) * tail;
}
