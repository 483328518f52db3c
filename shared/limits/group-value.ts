import { isDefaultFormula } from "./default-formula.ts";
import type { Formula } from "./formula.ts";
import type { LimitEngine } from "./limit-engine.ts";
import { parseFormula } from "./parse-formula.ts";

/** What a parameter group says about `max_connections`. */
export type GroupValue =
  | { readonly kind: "default" }
  | { readonly kind: "literal"; readonly connections: number }
  | { readonly kind: "formula"; readonly formula: Formula }
  | { readonly kind: "unreadable"; readonly detail: string };

/** The largest value that any engine takes: PostgreSQL's. */
const MOST_CONNECTIONS = 262_143;

/**
 * Reads the group's value of `max_connections`.
 *
 * @param value as DescribeDBParameters gives it; `null` and the default's own formula are the default
 * @throws never
 */
export const groupValueOf = (value: string | null, engine: LimitEngine, engineVersion: string): GroupValue => {
  if (value === null) return { kind: "default" };
  const formula = parseFormula(value);
  if (formula.kind === "unreadable")
    return {
      kind: "unreadable",
      detail: `max_connections is "${shown(value)}"; at character ${formula.at + 1}: ${formula.because}`,
    };
  if (isDefaultFormula(formula, engine, engineVersion)) return { kind: "default" };
  if (formula.kind !== "integer") return { kind: "formula", formula };
  return formula.value >= 1n && formula.value <= MOST_CONNECTIONS
    ? { kind: "literal", connections: Number(formula.value) }
    : { kind: "unreadable", detail: `max_connections is ${shown(value)}, which no engine takes` };
};

const LONGEST_SHOWN = 120;

/** A group's value is somebody's text: no line ends, no controls, not too long. */
const shown = (value: string): string => {
  // Whole characters: half of one is a control again.
  const plain = [...value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?")];
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN).join("")}…` : plain.join("");
};
