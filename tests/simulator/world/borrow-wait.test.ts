import { describe, expect, it } from "@jest/globals";
import {
  borrowWaitProbability,
  meanBorrowWaitSeconds,
  p99BorrowWaitSeconds,
} from "../../../simulator/world/borrow-wait.ts";
import { simulateBorrowing } from "./discrete-borrowing.ts";

/** Erlang's C, exact: the share of requests that wait in M/M/c. */
function erlangC(load: number, connections: number): number {
  const offered = load * connections;
  let blocked = 1;
  for (let servers = 1; servers <= connections; servers += 1) {
    blocked = (offered * blocked) / (servers + offered * blocked);
  }
  return blocked / (1 - load * (1 - blocked));
}

describe("against Erlang's C", () => {
  type Row = { when: string; load: number; connections: number; tolerance: number };
  it.each<Row>([
    { when: "one connection is M/M/1: the load, within 2 %", load: 0.8, connections: 1, tolerance: 0.02 },
    { when: "10 connections at .7 within 1 %", load: 0.7, connections: 10, tolerance: 0.01 },
    { when: "10 connections at .9 within 1 %", load: 0.9, connections: 10, tolerance: 0.01 },
    { when: "100 connections at .9 within 1 %", load: 0.9, connections: 100, tolerance: 0.01 },
    { when: "100 connections at .95 within 1 %", load: 0.95, connections: 100, tolerance: 0.01 },
    { when: "500 connections at .97 within 1 %", load: 0.97, connections: 500, tolerance: 0.01 },
  ])("$when", ({ load, connections, tolerance }) => {
    const exact = erlangC(load, connections);
    expect(Math.abs(borrowWaitProbability(load, connections) - exact) / exact).toBeLessThan(tolerance);
  });

  it("knows the textbook's call centre: 14 agents for 10 erlang let 17.4 % wait", () => {
    expect(erlangC(10 / 14, 14)).toBeCloseTo(0.174, 3);
  });
});

describe("against discrete events: 20 connections, held 25 ms", () => {
  const connections = 20;
  const holdSeconds = 0.025;
  it.each([
    { load: 0.85, tolerance: 0.15 },
    { load: 0.95, tolerance: 0.15 },
  ])("load $load: mean and 99th percentile within $tolerance", ({ load, tolerance }) => {
    const requestsPerSecond = (load * connections) / holdSeconds;
    const found = simulateBorrowing({ requestsPerSecond, connections, holdSeconds, timeoutSeconds: null }, 400_000, 7);
    const mean = meanBorrowWaitSeconds(load, connections, holdSeconds);
    const p99 = p99BorrowWaitSeconds(load, connections, holdSeconds);
    expect(Math.abs(mean - found.meanSeconds) / found.meanSeconds).toBeLessThan(tolerance);
    expect(Math.abs(p99 - found.p99Seconds) / found.p99Seconds).toBeLessThan(tolerance);
  });
});

describe("the edges", () => {
  it.each([
    { when: "no load waits for nothing", load: 0, connections: 10, expected: 0 },
    { when: "no connection leaves the wait to the fluid queue", load: 1, connections: 0, expected: 0 },
  ])("$when", ({ load, connections, expected }) => {
    expect(meanBorrowWaitSeconds(load, connections, 0.02)).toBe(expected);
    expect(p99BorrowWaitSeconds(load, connections, 0.02)).toBe(expected);
  });
});
