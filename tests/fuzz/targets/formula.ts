import { defaultFormulaOf } from "../../../shared/limits/default-formula.ts";
import { effectiveLimit, type LimitUnknownCode } from "../../../shared/limits/effective-limit.ts";
import { formulaFunctions, formulaVariables, printFormula } from "../../../shared/limits/formula.ts";
import { parseFormula } from "../../../shared/limits/parse-formula.ts";
import { facts, group } from "../../limits/facts.ts";
import type { Dice } from "../dice.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateText } from "../mutate/mutate-text.ts";

const engines = ["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql"] as const;
const versions = ["16.4", "8.0.35", "10.4.2", "10.11.6", "8.0.mysql_aurora.3.08.0", "", "x"] as const;
const classes = ["db.m6g.xlarge", "db.t3.micro", "db.r6g.16xlarge", "db.serverless", "db.nobody.knows"] as const;
const statuses = ["in-sync", "in-sync", "pending-reboot", "applying", "other"] as const;
/** docs/limits.md lists them; the readings around the formula, which have the others, are in order here. */
const codes: readonly LimitUnknownCode[] = ["class-unknown", "formula-unreadable"];

const words = [
  ...formulaVariables.map((name) => `{${name}}`),
  ...formulaFunctions.map((name) => `${name}(`),
  "{log(",
  "log(",
  "DBInstanceClassMemory/9531392",
  ")",
  "}",
  "{",
  ",",
  "*",
  "/",
  "/0",
  "*-1",
  "-",
  "+",
  "9".repeat(60),
  "5000",
  "0",
  "\u0660",
  "\u00d7",
  "\u202E",
] as const;

const seeds = [
  ...engines.flatMap((engine) => versions.slice(0, 4).map((version) => defaultFormulaOf(engine, version))),
  "5000",
  "262143",
  "LEAST({DBInstanceClassMemory/9531392}, 200)",
  "GREATEST({DBInstanceVCPU*50},{AllocatedStorage/1073741824},100)",
  "IF({TrueIfReplica},{DBInstanceVCPU*25},{EndPointPort/10})",
  "SUM({DBInstanceClassMemory/25165760},-50,3)",
  "least(dbinstanceclassmemory/9531392,5000)",
];

type FormulaInput = {
  readonly value: string | null;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly applyStatus: (typeof statuses)[number];
  readonly vcpu: number | null;
  readonly memoryGib: number | null;
  readonly isReplica: boolean;
};

/** `max_connections` of a parameter group, read and worked out for an instance. */
export const formulaTarget: FuzzTarget = {
  name: "formula",
  share: 500,
  codes: new Set(codes),
  prepare: async () => ({
    generate: (dice) => {
      const input: FormulaInput = {
        value: formulaText(dice),
        engine: dice.pick(engines),
        engineVersion: dice.pick(versions),
        instanceClass: dice.pick(classes),
        applyStatus: dice.pick(statuses),
        vcpu: dice.pick([null, 1, 2, 4, 96]),
        memoryGib: dice.pick([null, 1, 2, 16, 512, 24_576]),
        isReplica: dice.chance(0.5),
      };
      return JSON.stringify(input);
    },
    run: (text) => {
      const { value, applyStatus, ...rest } = JSON.parse(text) as FormulaInput;
      if (value !== null) promiseRead(value);
      const { limit, notes } = effectiveLimit(facts({ ...rest, parameter: group(value, applyStatus) }));
      promise(
        notes.every(({ detail }) => detail !== ""),
        "a note says nothing",
      );
      switch (limit.kind) {
        case "exact":
          promise(isCount(limit.maxConnections), `max_connections is ${limit.maxConnections}`);
          return accepted();
        case "estimate":
          promise(
            isCount(limit.safeConnections) && isCount(limit.expectedConnections),
            `max_connections is between ${limit.safeConnections} and ${limit.expectedConnections}`,
          );
          promise(limit.safeConnections <= limit.expectedConnections, "the safe end is the larger one");
          return accepted();
        case "unknown":
          promise(limit.detail !== "", "unknown without a word");
          promise(!/[\p{Cc}\p{Cs}\p{Zl}]/u.test(limit.detail), `says: ${limit.detail}`);
          return rejected([limit.code]);
      }
    },
  }),
};

const isCount = (figure: number): boolean => Number.isSafeInteger(figure) && figure >= 0;

/** Refused with a place in the text, or read back from its own print. */
const promiseRead = (value: string): void => {
  const formula = parseFormula(value);
  if (formula.kind === "unreadable") {
    promise(formula.at >= 0 && formula.at <= value.length && formula.because !== "", `refused at ${formula.at}`);
    return;
  }
  const print = printFormula(formula);
  const again = parseFormula(print);
  // Printing adds braces, which a formula at the bound of 1,000 characters has no room for.
  if (print.length > 1_000) return;
  promise(again.kind !== "unreadable", `its print is refused: ${print}`);
  promise(printFormula(again) === print, "its print reads as another formula");
};

const formulaText = (dice: Dice): string | null => {
  if (dice.chance(0.02)) return null;
  if (dice.chance(0.4)) return formulaOf(dice, dice.chance(0.1) ? 40 : dice.between(0, 5));
  const seed = dice.pick(seeds);
  if (dice.chance(0.15)) return seed;
  return mutateText(dice, seed, words, dice.pick([1, 1, 2, 3])).slice(0, 4_000);
};

/** Of the language's grammar, with operands from one end to the other. */
const formulaOf = (dice: Dice, depth: number): string => {
  const integer = (): string =>
    dice.pick(["0", "1", "-1", "2", "50", "5000", "9531392", "1073741824", "9".repeat(dice.between(1, 40))]);
  const scale = (): string => (dice.chance(0.4) ? `*${integer()}` : "") + (dice.chance(0.5) ? `/${integer()}` : "");
  const variable = (): string => `${dice.pick(formulaVariables)}${scale()}`;
  const blank = (): string => (dice.chance(0.1) ? dice.pick([" ", "  ", "\t", "\n"]) : "");
  if (depth <= 0) return dice.chance(0.4) ? integer() : dice.chance(0.8) ? `{${variable()}}` : variable();
  const inner = (): string => blank() + formulaOf(dice, depth - dice.between(1, 2)) + blank();
  if (dice.chance(0.2)) return `{log(${dice.chance(0.7) ? variable() : inner()})${scale()}}`;
  const name = dice.pick(formulaFunctions);
  const count = name === "IF" ? (dice.chance(0.9) ? 3 : 2) : dice.between(1, depth > 6 ? 1 : 3);
  // The condition is 1 or 0 in real ones.
  const first = name === "IF" && dice.chance(0.8) ? "{TrueIfReplica}" : inner();
  return `${name}(${[first, ...Array.from({ length: count - 1 }, inner)].join(",")})`;
};
