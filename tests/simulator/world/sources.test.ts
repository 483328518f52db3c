import { describe, expect, it } from "@jest/globals";
import { RandomStream } from "../../../simulator/world/random.ts";
import { requestsPerSecond, type TrafficSpec } from "../../../simulator/world/traffic.ts";

describe("traffic", () => {
  const ramp: TrafficSpec = {
    kind: "ramp",
    baseRequestsPerSecond: 100,
    riseAtSeconds: 600,
    rampSeconds: 300,
    amplitude: 3,
  };
  const trace: TrafficSpec = { kind: "trace", slotSeconds: 60, requestsPerSlot: [60, 600] };
  const users: TrafficSpec = {
    kind: "users",
    users: 100,
    thinkSeconds: 5,
    changes: [
      { atSecond: 90, users: 200 },
      { atSecond: 50, users: 20 },
    ],
  };
  type Row = { when: string; traffic: TrafficSpec; second: number; expected: number };
  it.each<Row>([
    { when: "a ramp is flat before its rise", traffic: ramp, second: 599, expected: 100 },
    { when: "a ramp is halfway at half time", traffic: ramp, second: 750, expected: 200 },
    { when: "a ramp stays at the top", traffic: ramp, second: 9_999, expected: 300 },
    { when: "a ramp of no seconds is a step", traffic: { ...ramp, rampSeconds: 0 }, second: 601, expected: 300 },
    { when: "a trace spreads a slot evenly", traffic: trace, second: 59, expected: 1 },
    { when: "a trace jumps at the slot", traffic: trace, second: 60, expected: 10 },
    { when: "a trace has an end", traffic: trace, second: 120, expected: 0 },
    {
      when: "an offset begins inside the trace",
      traffic: { ...trace, offsetSeconds: 60 },
      second: 0,
      expected: 10,
    },
    { when: "and wraps around at its end", traffic: { ...trace, offsetSeconds: 60 }, second: 60, expected: 1 },
    { when: "an offset of 0 wraps around too", traffic: { ...trace, offsetSeconds: 0 }, second: 180, expected: 10 },
    { when: "an offset may be many traces long", traffic: { ...trace, offsetSeconds: 1_260 }, second: 0, expected: 10 },
    { when: "users send at most once a think time", traffic: users, second: 0, expected: 20 },
    { when: "users change at their second", traffic: users, second: 50, expected: 4 },
    { when: "the last change that has come counts", traffic: users, second: 99, expected: 40 },
    { when: "the last rate stays", traffic: { kind: "perSecond", requestsPerSecond: [1, 2] }, second: 99, expected: 2 },
  ])("$when", ({ traffic, second, expected }) => expect(requestsPerSecond(traffic, second)).toBeCloseTo(expected, 9));
});

describe("random numbers", () => {
  it.each([0.5, 5, 29, 31, 400])("arrivals of mean %d have that mean and that variance", (mean) => {
    const random = new RandomStream(7);
    const drawn = Array.from({ length: 40_000 }, () => random.poisson(mean));
    const average = drawn.reduce((sum, events) => sum + events, 0) / drawn.length;
    const variance = drawn.reduce((sum, events) => sum + (events - average) ** 2, 0) / drawn.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.05);
    expect(drawn.every((events) => Number.isInteger(events) && events >= 0)).toBe(true);
  });

  it("streams of one seed differ", () => {
    const draw = (stream: number) => new RandomStream(1, stream).uniform();
    expect(draw(0)).not.toBe(draw(1));
  });
});
