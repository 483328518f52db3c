import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { keptRate } from "../../shared/plan/gate/closed-gate.ts";
import { downToThreeDigits } from "../../shared/plan/gate/three-digits.ts";

it("a rate in three digits is never above the rate, always above 99 hundredths of it, and in three digits already", () => {
  void fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
      const rounded = downToThreeDigits(value);
      expect(rounded).toBeLessThanOrEqual(value);
      expect(rounded).toBeGreaterThan(0.99 * value);
      expect(downToThreeDigits(rounded)).toBe(rounded);
      expect(Number(rounded.toPrecision(3))).toBe(rounded);
    }),
    { seed: 20260314, numRuns: 2000 },
  );
});

it.each([
  { value: 0, expected: 0 },
  { value: 99.9, expected: 99.9 },
  { value: 100, expected: 100 },
  { value: 2768, expected: 2760 },
  { value: 0.05678, expected: 0.0567 },
])("$value is $expected", ({ value, expected }) => expect(downToThreeDigits(value)).toBe(expected));

it("the told rate is always near the one of the moment, and never changes while that moves by less than three percent", () => {
  void fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 1e6, noNaN: true }),
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 30 }),
      fc.array(fc.double({ min: 0.98, max: 1.01, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (start, jumps, noise) => {
        let told = downToThreeDigits(start);
        const next = (rate: number): number =>
          keptRate({ requestsPerSecond: told, sinceMs: 0 }, rate) ?? downToThreeDigits(rate);
        for (const jump of jumps) {
          const rate = start * jump;
          told = next(rate);
          expect(told / rate).toBeGreaterThanOrEqual(0.97);
          expect(told / rate).toBeLessThanOrEqual(1.1);
        }
        told = downToThreeDigits(start);
        const first = told;
        for (const ratio of noise) expect(next(start * ratio)).toBe(first);
      },
    ),
    { seed: 20260314, numRuns: 1000 },
  );
});
