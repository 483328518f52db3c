import type { ProblemCode } from "./problem-codes.ts";

export type PathSegment = string | number;
export type KeyPath = readonly PathSegment[];

/** What a check found, before it is known where in the file that stands. */
export type Finding<Code extends string = ProblemCode> = {
  readonly code: Code;
  readonly path: KeyPath;
  /** Point at the key although its value is a plain one. */
  readonly at?: "key";
  /** What is wrong, with its numbers. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
};

export type Problem<Code extends string = ProblemCode> = {
  readonly code: Code;
  /** As in `services.order.pools.orders-db`; empty for the file itself. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
};

const LONGEST_SHOWN = 60;

const plain = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "not a number";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** User text in a message: one line, printable, bounded. */
export const shown = (value: unknown): string => {
  const text = plain(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  const characters = [...text];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN - 1).join("")}…` : text;
};

/** `services.order.pools.orders-db[1].size`; names with other characters are quoted. */
export const formatPath = (path: KeyPath): string =>
  path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    if (!/^[\w-]+$/.test(segment)) return `${text}["${shown(segment)}"]`;
    return text === "" ? shown(segment) : `${text}.${shown(segment)}`;
  }, "");

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Reading order: the same file gives the same list. */
export const sortProblems = <Code extends string>(problems: readonly Problem<Code>[]): readonly Problem<Code>[] =>
  [...problems].sort(
    (a, b) =>
      a.line - b.line ||
      a.column - b.column ||
      byText(a.code, b.code) ||
      byText(a.path, b.path) ||
      byText(a.message, b.message),
  );
