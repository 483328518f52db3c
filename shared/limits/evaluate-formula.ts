import { assertNever } from "../plan/assert-never.ts";
import type { Formula, FormulaFunction, FormulaVariable, Scale } from "./formula.ts";

/** What the variables stand for, in AWS's units; `null`: not known. */
export type FormulaValues = Readonly<Record<FormulaVariable, number | null>>;

export type FormulaWithoutValue = {
  readonly kind: "unreadable";
  /** The variable that is missing, if that is why. */
  readonly missing: FormulaVariable | null;
  readonly because: string;
};

/**
 * The whole number that a formula stands for.
 *
 * Integers of any size, so that nothing is lost on the way; quotients are truncated towards 0, logarithms rounded to the
 * nearest whole number. The condition of IF must be 1 or 0, as TrueIfReplica is.
 *
 * @param values whole numbers >= 0; `null` where one isn't known, which matters only where the formula reads it
 * @returns a whole number within +-2^53, or why there is none
 * @throws never
 */
export const evaluateFormula = (formula: Formula, values: FormulaValues): number | FormulaWithoutValue => {
  const value = evaluate(formula, values);
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : without("the figure is too large");
};

const evaluate = (formula: Formula, values: FormulaValues): bigint | FormulaWithoutValue => {
  switch (formula.kind) {
    case "integer":
      return formula.value;
    case "variable": {
      const value = variableValue(formula.name, values);
      return typeof value === "bigint" ? scaled(value, formula.scale) : value;
    }
    case "log": {
      const { of } = formula;
      // The quotient inside is not truncated: Aurora MySQL's published figures follow from the whole fraction.
      const scale = of.kind === "variable" ? of.scale : { times: null, over: null };
      const dividend = of.kind === "variable" ? variableValue(of.name, values) : evaluate(of, values);
      if (typeof dividend !== "bigint") return dividend;
      const logarithm = roundedLog2(dividend * (scale.times ?? 1n), scale.over ?? 1n);
      return logarithm === null ? without("the logarithm of 0 or less") : scaled(logarithm, formula.scale);
    }
    case "function": {
      const args: bigint[] = [];
      for (const argument of formula.args) {
        const value = evaluate(argument, values);
        if (typeof value !== "bigint") return value;
        args.push(value);
      }
      return applied(formula.name, args);
    }
    default:
      return assertNever(formula);
  }
};

const applied = (name: FormulaFunction, args: readonly bigint[]): bigint | FormulaWithoutValue => {
  const sorted = args.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  switch (name) {
    case "GREATEST":
      return sorted.at(-1) ?? without("GREATEST of nothing");
    case "LEAST":
      return sorted[0] ?? without("LEAST of nothing");
    case "SUM":
      return args.reduce((sum, value) => sum + value, 0n);
    case "IF": {
      const [condition, whenTrue, whenFalse] = args;
      if (whenTrue === undefined || whenFalse === undefined) return without("IF without 3 arguments");
      if (condition !== 0n && condition !== 1n) return without("the condition of IF is neither 1 nor 0");
      return condition === 1n ? whenTrue : whenFalse;
    }
    default:
      return assertNever(name);
  }
};

const variableValue = (name: FormulaVariable, values: FormulaValues): bigint | FormulaWithoutValue => {
  const value = values[name];
  return value === null || !Number.isSafeInteger(value)
    ? { kind: "unreadable", missing: name, because: `${name} is not known` }
    : BigInt(value);
};

const scaled = (value: bigint, { times, over }: Scale): bigint | FormulaWithoutValue => {
  if (over === 0n) return without("it divides by 0");
  return (value * (times ?? 1n)) / (over ?? 1n);
};

/**
 * The logarithm to base 2 of a fraction, rounded to the nearest whole number.
 *
 * Exact: compares squares, because 2^(n + 0.5) is no fraction. There is no tie for the same reason.
 *
 * @returns `null` where there is none
 */
const roundedLog2 = (dividend: bigint, divisor: bigint): bigint | null => {
  if (divisor === 0n) return null;
  const top = divisor < 0n ? -dividend : dividend;
  const bottom = divisor < 0n ? -divisor : divisor;
  if (top <= 0n) return null;
  const topSquared = top * top;
  const bottomSquared = bottom * bottom;
  // Within 1 of the answer already: the difference of the lengths in bits.
  let nearest = BigInt(top.toString(2).length - bottom.toString(2).length) - 1n;
  while (isAbove(topSquared, bottomSquared, 2n * nearest + 1n)) nearest++;
  return nearest;
};

/** top / bottom > 2^power */
const isAbove = (top: bigint, bottom: bigint, power: bigint): boolean =>
  power >= 0n ? top > bottom << power : top << -power > bottom;

const without = (because: string): FormulaWithoutValue => ({ kind: "unreadable", missing: null, because });
