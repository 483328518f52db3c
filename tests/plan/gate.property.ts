import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { downToTwoDigits } from "../../shared/plan/gate/two-digits.ts";

it("a rate in two digits is never above the rate, always above nine tenths of it, and in two digits already", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
      const rounded = downToTwoDigits(value);
      expect(rounded).toBeLessThanOrEqual(value);
      expect(rounded).toBeGreaterThan(0.9 * value);
      expect(downToTwoDigits(rounded)).toBe(rounded);
      expect(Number(rounded.toPrecision(2))).toBe(rounded);
    }),
    { seed: 20260314, numRuns: 2000 },
  );
});

it.each([
  { value: 0, expected: 0 },
  { value: 99.9, expected: 99 },
  { value: 100, expected: 100 },
  { value: 276, expected: 270 },
  { value: 0.0567, expected: 0.056 },
])("$value is $expected", ({ value, expected }) => expect(downToTwoDigits(value)).toBe(expected));
