import { mathTokens } from "./math-tokens.ts";

/** The value of an expression's name: a number, or `null` where this code can't tell. */
export type ValueOf = (id: string) => number | null;

/**
 * The value of a metric math expression for one datapoint, as far as alarms on ratios need it: numbers, names, `+ - * /`,
 * comparisons, `&&`, `||`, parentheses, IF and FILL.
 *
 * @returns `null` for anything else, for a name without a value and for a division by zero: it can't be judged
 * @throws never
 * @see Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics": operators, IF, FILL
 */
export const evaluateMath = (expression: string, valueIn: ValueOf): number | null => {
  const tokens = mathTokens(expression);
  if (tokens === null) return null;
  let at = 0;
  const take = (...wanted: readonly string[]): string | null => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return null;
    at += 1;
    return token;
  };
  const level = (index: number): number | null => {
    const operators = levels[index];
    if (operators === undefined) return unary();
    let left = level(index + 1);
    for (let operator = take(...operators); operator !== null; operator = take(...operators)) {
      const right = level(index + 1);
      left = left === null || right === null ? null : apply(operator, left, right);
    }
    return left;
  };
  const unary = (): number | null => {
    if (take("-") === null) return atom();
    const value = unary();
    return value === null ? null : -value;
  };
  const atom = (): number | null => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) return null;
    if (token === "(") return closed(level(0));
    if (/^[\d.]/.test(token)) return Number(token);
    if (!/^[A-Za-z]/.test(token)) return null;
    return take("(") === null ? valueIn(token) : call(token.toUpperCase());
  };
  const call = (name: string): number | null => {
    const values: (number | null)[] = [level(0)];
    while (take(",") !== null) values.push(level(0));
    const [first = null, second = null, third = null] = values;
    if (name === "IF" && values.length === 3) return closed(first === null ? null : first !== 0 ? second : third);
    // Every datapoint is there, so nothing is filled in; REPEAT is then a name without a value.
    return closed(name === "FILL" && values.length === 2 ? first : null);
  };
  const closed = (value: number | null): number | null => (take(")") === null ? null : value);
  const value = level(0);
  return at === tokens.length ? value : null;
};

/** Those that bind least come first. */
const levels = [
  ["||", "OR"],
  ["&&", "AND"],
  ["<", ">", "<=", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
] as const;

const apply = (operator: string, left: number, right: number): number | null => {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? null : left / right;
    case "<":
      return Number(left < right);
    case ">":
      return Number(left > right);
    case "<=":
      return Number(left <= right);
    case ">=":
      return Number(left >= right);
    case "==":
      return Number(left === right);
    case "!=":
      return Number(left !== right);
    case "&&":
    case "AND":
      return Number(left !== 0 && right !== 0);
    default:
      return Number(left !== 0 || right !== 0);
  }
};
