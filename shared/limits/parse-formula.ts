import {
  type Formula,
  type FormulaFunction,
  type FormulaVariable,
  formulaFunctions,
  formulaVariables,
  type Scale,
} from "./formula.ts";
import { type Token, tokensOf } from "./formula-tokens.ts";

export type UnreadableFormula = {
  readonly kind: "unreadable";
  /** Characters before the place, from 0. */
  readonly at: number;
  readonly because: string;
};

/** AWS's longest default has 99 characters. */
const MOST_CHARACTERS = 1_000;
const DEEPEST = 16;

/**
 * Reads a parameter's value: an integer, or a formula of AWS's language.
 *
 * Names of functions are read in any case, names of variables in AWS's only. Blanks may stand between any two words. A
 * formula without its braces is read, because print drops them; one brace without the other is not. Functions may be
 * arguments of functions. Everything else is unreadable: a wrong limit is worse than none.
 *
 * @param text of any length and content
 * @returns the formula, or the first place that isn't one and why
 * @throws never
 * @see Amazon RDS User Guide, "Specifying DB parameters"
 */
export const parseFormula = (text: string): Formula | UnreadableFormula => {
  if (text.length > MOST_CHARACTERS)
    return unreadable(MOST_CHARACTERS, `it is longer than ${MOST_CHARACTERS} characters`);
  const tokens = tokensOf(text);
  if ("kind" in tokens) return unreadable(tokens.at, "a character that formulas don't have");
  const reader: Reader = { tokens, next: 0, end: text.length };
  const formula = readFormula(reader, 0);
  if (formula.kind === "unreadable" || reader.next === tokens.length) return formula;
  return unreadable(placeOf(reader), `${shownNext(reader)} follows a complete formula`);
};

type Reader = { readonly tokens: readonly Token[]; next: number; readonly end: number };

const readFormula = (reader: Reader, depth: number): Formula | UnreadableFormula => {
  if (depth > DEEPEST) return unreadable(placeOf(reader), `more than ${DEEPEST} functions inside each other`);
  const token = reader.tokens[reader.next];
  if (token?.kind === "integer") {
    reader.next++;
    return { kind: "integer", value: BigInt(token.text) };
  }
  if (token?.kind === "word") {
    const name = functionOf(token);
    return name === null ? readProduct(reader, depth) : readFunction(reader, name, depth);
  }
  if (!take(reader, "{")) return expected(reader, "an integer, a variable, a function or {");
  const product = readProduct(reader, depth);
  if (product.kind === "unreadable" || take(reader, "}")) return product;
  return expected(reader, "}");
};

/** A variable or a logarithm, with at most one factor and then one divisor. */
const readProduct = (reader: Reader, depth: number): Formula | UnreadableFormula => {
  const token = reader.tokens[reader.next];
  if (token?.kind !== "word") return expected(reader, "a variable or log");
  reader.next++;
  if (token.text.toLowerCase() === "log") {
    const args = readArguments(reader, depth);
    if (!isList(args)) return args;
    if (args.length !== 1) return unreadable(token.at, `log takes 1 argument, not ${args.length}`);
    const scale = readScale(reader);
    return isScale(scale) ? { kind: "log", of: args[0]!, scale } : scale;
  }
  const name = variableOf(token);
  if (name === null) return unreadable(token.at, describeWord(token));
  const scale = readScale(reader);
  return isScale(scale) ? { kind: "variable", name, scale } : scale;
};

const readFunction = (reader: Reader, name: FormulaFunction, depth: number): Formula | UnreadableFormula => {
  const { at } = reader.tokens[reader.next]!;
  reader.next++;
  const args = readArguments(reader, depth);
  if (!isList(args)) return args;
  if (name === "IF" && args.length !== 3) return unreadable(at, `IF takes 3 arguments, not ${args.length}`);
  return { kind: "function", name, args };
};

const readArguments = (reader: Reader, depth: number): readonly Formula[] | UnreadableFormula => {
  if (!take(reader, "(")) return expected(reader, "(");
  const args: Formula[] = [];
  do {
    const argument = readFormula(reader, depth + 1);
    if (argument.kind === "unreadable") return argument;
    args.push(argument);
  } while (take(reader, ","));
  return take(reader, ")") ? args : expected(reader, ", or )");
};

const readScale = (reader: Reader): Scale | UnreadableFormula => {
  const times = take(reader, "*") ? readInteger(reader) : null;
  if (times !== null && typeof times !== "bigint") return times;
  const over = take(reader, "/") ? readInteger(reader) : null;
  if (over !== null && typeof over !== "bigint") return over;
  if (over === 0n) return unreadable(reader.tokens[reader.next - 1]!.at, "it divides by 0");
  return { times, over };
};

const readInteger = (reader: Reader): bigint | UnreadableFormula => {
  const token = reader.tokens[reader.next];
  if (token?.kind !== "integer") return expected(reader, "an integer");
  reader.next++;
  return BigInt(token.text);
};

const take = (reader: Reader, symbol: string): boolean => {
  const token = reader.tokens[reader.next];
  const found = token?.kind === "symbol" && token.text === symbol;
  if (found) reader.next++;
  return found;
};

const functionOf = ({ text }: Token): FormulaFunction | null =>
  formulaFunctions.find((name) => name === text.toUpperCase()) ?? null;

const variableOf = ({ text }: Token): FormulaVariable | null => formulaVariables.find((name) => name === text) ?? null;

const describeWord = (token: Token): string => {
  if (functionOf(token) !== null) return `${shown(token)} can't stand in braces`;
  const meant = formulaVariables.find((name) => name.toLowerCase() === token.text.toLowerCase());
  return `${shown(token)} is not a variable${meant === undefined ? "" : `; ${meant} is, and case matters`}`;
};

const isList = (args: readonly Formula[] | UnreadableFormula): args is readonly Formula[] => Array.isArray(args);

const isScale = (scale: Scale | UnreadableFormula): scale is Scale => !("kind" in scale);

const unreadable = (at: number, because: string): UnreadableFormula => ({ kind: "unreadable", at, because });

const expected = (reader: Reader, what: string): UnreadableFormula =>
  unreadable(placeOf(reader), `expected ${what}, found ${shownNext(reader)}`);

const placeOf = ({ tokens, next, end }: Reader): number => tokens[next]?.at ?? end;

const shownNext = ({ tokens, next }: Reader): string => {
  const token = tokens[next];
  return token === undefined ? "the end" : shown(token);
};

const LONGEST_SHOWN = 40;

const shown = ({ text }: Token): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
