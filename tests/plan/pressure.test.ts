import { describe, expect, it } from "@jest/globals";
import { databasePressure, proxyPressure } from "../../shared/plan/budget/pressure.ts";
import { noPressure, type PressureReading } from "../../shared/plan/readings/database-reading.ts";
import { known, minutesOf, nowMs, secondsAgo, unknown } from "./builders.ts";

const signsOf = (changes: Partial<PressureReading>) =>
  databasePressure({ ...noPressure, ...changes }, nowMs).signs.map(({ sign, value }) => [sign, value]);

describe("a database is saturated", () => {
  it.each<{ readonly when: string; readonly given: Partial<PressureReading>; readonly expected: unknown }>([
    {
      when: "with its CPU above 90 % in the newest minutes",
      given: { cpuPercent: minutesOf(50, 95, 97) },
      expected: [["cpu-percent", 97]],
    },
    {
      when: "with two of the newest three minutes above, whichever they are",
      given: { cpuPercent: minutesOf(95, 95, 80) },
      expected: [["cpu-percent", 80]],
    },
    {
      when: "with more active sessions than vCPUs",
      given: { loadPerVcpu: minutesOf(1.2, 1.01) },
      expected: [["load-per-vcpu", 1.01]],
    },
    {
      when: "with less than a tenth of any credits",
      given: {
        storageBurstPercent: minutesOf(9.9, 9.9),
        ioBurstPercent: minutesOf(5, 4),
        throughputBurstPercent: minutesOf(0, 0),
      },
      expected: [
        ["storage-burst-percent", 9.9],
        ["io-burst-percent", 4],
        ["throughput-burst-percent", 0],
      ],
    },
  ])("$when", ({ given, expected }) => expect(signsOf(given)).toEqual(expected));
});

describe("a database is not saturated", () => {
  it.each<{ readonly when: string; readonly given: Partial<PressureReading> }>([
    { when: "by one spike", given: { cpuPercent: minutesOf(40, 99, 40) } },
    { when: "by an older rush", given: { cpuPercent: minutesOf(99, 99, 99, 40, 40, 99) } },
    { when: "by a single datapoint", given: { cpuPercent: minutesOf(99) } },
    {
      when: "at a threshold itself",
      given: { cpuPercent: minutesOf(90, 90, 90), loadPerVcpu: minutesOf(1, 1), ioBurstPercent: minutesOf(10, 10) },
    },
    {
      when: "by minutes more than ten minutes old",
      given: { cpuPercent: known([700, 660].map((seconds) => ({ atMs: secondsAgo(seconds), value: 99 }))) },
    },
    { when: "by values that are no numbers", given: { cpuPercent: minutesOf(Number.NaN, Number.NaN) } },
    { when: "where nothing is published: a class without credits has no opinion", given: {} },
  ])("$when", ({ given }) => expect(signsOf(given)).toEqual([]));

  it("where a metric can't be read, but that is said", () => {
    const detail = "cloudwatch:GetMetricData: AccessDenied";
    const reading = { ...noPressure, cpuPercent: unknown({ because: "access-denied", detail }) };
    expect(databasePressure(reading, nowMs)).toEqual({ saturated: false, signs: [], unread: [detail] });
  });
});

describe("a proxy", () => {
  it.each([
    { when: "whose clients wait a tenth of a second is saturated", values: [40_000, 150_000, 120_000], expected: true },
    { when: "that hands connections out at once is not", values: [800, 900, 1200], expected: false },
    { when: "is not saturated by one slow minute", values: [800, 9_600_000, 1200], expected: false },
  ])("$when", ({ values, expected }) => expect(proxyPressure(minutesOf(...values), nowMs).saturated).toBe(expected));
});
