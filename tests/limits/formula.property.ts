import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { evaluateFormula } from "../../shared/limits/evaluate-formula.ts";
import { type Formula, formulaVariables, printFormula, type Scale } from "../../shared/limits/formula.ts";
import { parseFormula } from "../../shared/limits/parse-formula.ts";
import { always } from "../plan/always.ts";

const integer = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

const scale: fc.Arbitrary<Scale> = fc.record({
  times: fc.option(integer),
  over: fc.option(integer.filter((divisor) => divisor !== 0n)),
});

const { formula } = fc.letrec<{ formula: Formula }>((tie) => {
  const args = fc.array(tie("formula"), { minLength: 1, maxLength: 3 });
  return {
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant("integer" as const), value: integer }),
      fc.record({ kind: fc.constant("variable" as const), name: fc.constantFrom(...formulaVariables), scale }),
      fc.record({ kind: fc.constant("log" as const), of: tie("formula"), scale }),
      fc.record({
        kind: fc.constant("function" as const),
        name: fc.constantFrom("GREATEST" as const, "LEAST" as const, "SUM" as const),
        args,
      }),
      fc.record({
        kind: fc.constant("function" as const),
        name: fc.constant("IF" as const),
        args: fc.array(tie("formula"), { minLength: 3, maxLength: 3 }),
      }),
    ),
  };
});

const bytes = fc.option(fc.integer({ min: 0, max: 2 ** 42 }));

const values = fc.record({
  AllocatedStorage: bytes,
  DBInstanceClassMemory: bytes,
  DBInstanceVCPU: bytes,
  EndPointPort: bytes,
  TrueIfReplica: fc.constantFrom(0, 1, null),
});

/** Text that nearly is a formula. */
const nearly = fc
  .array(
    fc.constantFrom(
      ..."{}(),*/ -5",
      "LEAST",
      "greatest(",
      "IF(",
      "{log(",
      "DBInstanceClassMemory",
      "{DBInstanceVCPU",
      "9531392",
      "\u0000",
      "é",
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

describe("a formula", () => {
  it("is always read back from its print", () => {
    always(
      fc.property(formula, (written) => {
        const text = printFormula(written);
        if (text.length > 1_000) return;
        expect(parseFormula(text)).toEqual(written);
      }),
      500,
    );
  });

  it("is always read or refused with a place, whatever the text", () => {
    always(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 1_200 }), nearly), (text) => {
        const reading = parseFormula(text);
        if (reading.kind !== "unreadable") return expect(parseFormula(printFormula(reading))).toEqual(reading);
        expect(reading.at).toBeGreaterThanOrEqual(0);
        expect(reading.at).toBeLessThanOrEqual(text.length);
        expect(reading.because).not.toBe("");
      }),
      2_000,
    );
  });

  it("never keeps anybody waiting: a thousand hostile characters are not tried in every way there is", () => {
    const hostile = ["(", "{", "LEAST(", "{log(", "log(log(", "1,", "*/", " ", "9"].map((part) =>
      part.repeat(Math.floor(1_000 / part.length)),
    );
    const before = performance.now();
    for (const text of hostile) parseFormula(text);
    // It takes milliseconds; a reader that goes back and tries again would take years.
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it("always has a whole number within 2^53 or says why not", () => {
    always(
      fc.property(formula, values, (written, given) => {
        const figure = evaluateFormula(written, given);
        if (typeof figure === "number") expect(Number.isSafeInteger(figure)).toBe(true);
        else expect(figure.because).not.toBe("");
      }),
      500,
    );
  });

  it("always rounds a logarithm to the nearest whole number", () => {
    always(
      fc.property(fc.integer({ min: 1, max: 2 ** 42 }), fc.integer({ min: 1, max: 2 ** 42 }), (memory, divisor) => {
        const exactly = Math.log2(memory / divisor);
        // A float can't tell the two sides of a half apart this close to it.
        fc.pre(Math.abs(exactly - Math.floor(exactly) - 0.5) > 1e-9);
        const log: Formula = {
          kind: "log",
          of: { kind: "variable", name: "DBInstanceClassMemory", scale: { times: null, over: BigInt(divisor) } },
          scale: { times: null, over: null },
        };
        const given = {
          AllocatedStorage: 0,
          DBInstanceClassMemory: memory,
          DBInstanceVCPU: 0,
          EndPointPort: 0,
          TrueIfReplica: 0,
        };
        expect(evaluateFormula(log, given)).toBe(Math.round(exactly) + 0);
      }),
      1_000,
    );
  });
});
