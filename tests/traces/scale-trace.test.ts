import { describe, expect, it } from "@jest/globals";
import { countingNoiseRatio, scaleTrace } from "../../simulator/traces/scale-trace.ts";

const trace = { slotSeconds: 60, requestsPerSlot: [600, 1200, 300] };

describe("a scaled trace", () => {
  it("is multiplied by the given factor", () => {
    expect(scaleTrace(trace, { factor: 2 })).toEqual({
      factor: 2,
      trace: { slotSeconds: 60, requestsPerSlot: [1200, 2400, 600] },
    });
  });

  it("has its busiest minute at the given rate", () => {
    const scaled = scaleTrace(trace, { peakRequestsPerSecond: 300 });
    expect(scaled.factor).toBe(15);
    expect(Math.max(...scaled.trace.requestsPerSlot) / 60).toBe(300);
  });
});

it.each([
  { when: "48 requests a minute are 14 % noise", requests: 48, expected: 0.144 },
  { when: "one request a slot is all noise", requests: 1, expected: 1 },
])("$when", ({ requests, expected }) =>
  expect(countingNoiseRatio({ slotSeconds: 60, requestsPerSlot: [requests, requests] })).toBeCloseTo(expected, 3),
);

it("a thousand requests a minute need no remark", () => {
  expect(countingNoiseRatio({ slotSeconds: 60, requestsPerSlot: [1000] })).toBeNull();
});
