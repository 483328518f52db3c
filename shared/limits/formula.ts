import { assertNever } from "../plan/assert-never.ts";
/**
 * A parameter's value in AWS's formula language, as it was read. Whole numbers of any size: bytes of memory times a
 * factor pass 2^53.
 *
 * @see Amazon RDS User Guide, "Specifying DB parameters"
 */
export type Formula =
  | { readonly kind: "integer"; readonly value: bigint }
  /** `{Var}`, `{Var*Int}`, `{Var/Int}`, `{Var*Int/Int}`: multiplied first, then divided, the quotient truncated. */
  | { readonly kind: "variable"; readonly name: FormulaVariable; readonly scale: Scale }
  /** `{log(Var/Int)*Int}`: base 2, of the quotient as it is, not truncated; rounded to the nearest whole number, then scaled. */
  | { readonly kind: "log"; readonly of: Formula; readonly scale: Scale }
  | { readonly kind: "function"; readonly name: FormulaFunction; readonly args: readonly Formula[] };

/** `null`: not written. */
export type Scale = { readonly times: bigint | null; readonly over: bigint | null };

export const formulaVariables = [
  /** Bytes of the data volume. */
  "AllocatedStorage",
  /** Bytes left for the database: less than the class's memory. */
  "DBInstanceClassMemory",
  "DBInstanceVCPU",
  "EndPointPort",
  /** 1 or 0. */
  "TrueIfReplica",
] as const;

export type FormulaVariable = (typeof formulaVariables)[number];

export const formulaFunctions = ["GREATEST", "LEAST", "SUM", "IF"] as const;

export type FormulaFunction = (typeof formulaFunctions)[number];

/** The formula as AWS prints it, without blanks: what two spellings of one formula have in common. */
export const printFormula = (formula: Formula): string => {
  switch (formula.kind) {
    case "integer":
      return `${formula.value}`;
    case "variable":
    case "log":
      return `{${printProduct(formula)}}`;
    case "function":
      return `${formula.name}(${formula.args.map(printFormula).join(",")})`;
    default:
      return assertNever(formula);
  }
};

type Product = Extract<Formula, { kind: "variable" | "log" }>;

const printProduct = (product: Product): string => {
  const { times, over } = product.scale;
  const first =
    product.kind === "variable"
      ? product.name
      : `log(${product.of.kind === "variable" ? printProduct(product.of) : printFormula(product.of)})`;
  return `${first}${times === null ? "" : `*${times}`}${over === null ? "" : `/${over}`}`;
};

/** Whether the figure depends on the memory of the instance, which is known as an interval only. */
export const readsMemory = (formula: Formula): boolean => {
  switch (formula.kind) {
    case "integer":
      return false;
    case "variable":
      return formula.name === "DBInstanceClassMemory";
    case "log":
      return readsMemory(formula.of);
    case "function":
      return formula.args.some(readsMemory);
    default:
      return assertNever(formula);
  }
};
