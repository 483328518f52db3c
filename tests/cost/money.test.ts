import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { amountOf, dollarsText, isDecimalDollars, sumOf } from "../../shared/cost/money.ts";

describe("what a quantity costs", () => {
  it.each([
    { when: "a quarter vCPU for a month", dollars: "0.04048", quantity: 0.25 * 730, gives: 7_387_600 },
    { when: "half a GB for a month", dollars: "0.004445", quantity: 0.5 * 730, gives: 1_622_425 },
    { when: "a price below a millionth of a dollar", dollars: "0.0000133334", quantity: 75_000, gives: 1_000_005 },
    { when: "half a millionth rounds up", dollars: "0.0000005", quantity: 1, gives: 1 },
    { when: "less than half a millionth is nothing", dollars: "0.0000004", quantity: 1, gives: 0 },
    { when: "nothing", dollars: "12", quantity: 0, gives: 0 },
  ])("$when", ({ dollars, quantity, gives }) => expect(amountOf(dollars, quantity)).toBe(gives));

  it.each([
    { when: "a negative quantity", dollars: "1", quantity: -1 },
    { when: "no number", dollars: "1", quantity: Number.NaN },
    { when: "no price", dollars: "1,50", quantity: 1 },
    { when: "a price with an exponent", dollars: "1e-7", quantity: 1 },
    { when: "more than a sum can hold", dollars: "999999999", quantity: 999_999_999 },
  ])("refuses $when", ({ dollars, quantity }) => expect(() => amountOf(dollars, quantity)).toThrow(RangeError));

  it("always is within half a millionth of the real product, and never negative", () => {
    const price = fc.nat({ max: 2_000_000 }).map((tenMillionths) => (tenMillionths / 1e7).toFixed(7));
    fc.assert(
      fc.property(price, fc.nat({ max: 1_000_000 }), (dollars, thousandths) => {
        const amount = amountOf(dollars, thousandths / 1000);
        // In units of 1e-10 dollars both sides are whole.
        const exact = BigInt(Math.round(Number(dollars) * 1e7)) * BigInt(thousandths);
        const off = BigInt(amount) * 10_000n - exact;
        expect(amount).toBeGreaterThanOrEqual(0);
        expect(off <= 5_000n && off > -5_000n).toBe(true);
      }),
    );
  });

  it("sums are the same in every order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (amounts) =>
        expect(sumOf([...amounts].reverse())).toBe(amounts.reduce((sum, amount) => sum + amount, 0)),
      ),
    );
    expect(() => sumOf([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });
});

describe("dollars as text", () => {
  it.each([
    { amount: 27_030_075, text: "27.03" },
    { amount: 1_241_584_025, text: "1,241.58" },
    { amount: 4_999, text: "0.00" },
    { amount: 5_000, text: "0.01" },
    { amount: 999_995_000, text: "1,000.00" },
    { amount: -27_030_075, text: "-27.03" },
    { amount: -1, text: "0.00" },
    { amount: 1_234_567_890_000, text: "1,234,567.89" },
  ])("$amount millionths are $text", ({ amount, text }) => expect(dollarsText(amount)).toBe(text));

  it("shows as many digits as wanted", () => {
    expect([0, 1, 4, 6].map((digits) => dollarsText(1_234_565, digits))).toEqual(["1", "1.2", "1.2346", "1.234565"]);
  });

  it("knows a price from what looks like one", () => {
    expect(["0", "0.5", "12.000000000001"].every(isDecimalDollars)).toBe(true);
    expect(["", ".5", "-1", "1.", "1.0000000000001", "$1", "1 "].some(isDecimalDollars)).toBe(false);
  });
});
