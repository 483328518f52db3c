import { describe, expect, it } from "@jest/globals";
import { evaluateFormula, type FormulaValues } from "../../shared/limits/evaluate-formula.ts";
import { type Formula, printFormula } from "../../shared/limits/formula.ts";
import { parseFormula } from "../../shared/limits/parse-formula.ts";

const GIB = 1_073_741_824;

const values: FormulaValues = {
  AllocatedStorage: 100 * GIB,
  DBInstanceClassMemory: 16 * GIB,
  DBInstanceVCPU: 4,
  EndPointPort: 5_432,
  TrueIfReplica: 0,
};

const figureOf = (text: string, given: Partial<FormulaValues> = {}) => {
  const formula = parseFormula(text);
  return formula.kind === "unreadable" ? formula : evaluateFormula(formula, { ...values, ...given });
};

describe("a formula", () => {
  it.each<{ when: string; text: string; given?: Partial<FormulaValues>; expected: number }>([
    { when: "an integer is itself", text: "5000", expected: 5_000 },
    { when: "a negative integer is one", text: "-7", expected: -7 },
    { when: "a variable stands in braces", text: "{EndPointPort}", expected: 5_432 },
    { when: "a variable is multiplied", text: "{DBInstanceVCPU*50}", expected: 200 },
    { when: "a quotient is truncated", text: "{DBInstanceVCPU/3}", expected: 1 },
    { when: "a negative quotient is truncated towards 0", text: "{DBInstanceVCPU/-3}", expected: -1 },
    { when: "multiplication comes before the division", text: "{DBInstanceVCPU*5/3}", expected: 6 },
    { when: "a division by 1 changes nothing", text: "{DBInstanceVCPU/1}", expected: 4 },
    {
      when: "log of a division by a negative number of a negative one",
      text: "{log(DBInstanceVCPU*-8/-2)}",
      expected: 4,
    },
    { when: "log of a function's value", text: "{log(SUM(4,4))}", expected: 3 },
    { when: "1,000 characters are read", text: `${"0".repeat(999)}7`, expected: 7 },
    { when: "storage is in bytes", text: "{AllocatedStorage/1073741824}", expected: 100 },
    { when: "nothing is lost past 2^53", text: "{AllocatedStorage*1000003/1000003}", expected: 100 * GIB },
    { when: "blanks may stand anywhere", text: " LEAST ( { DBInstanceVCPU * 5 / 2 } , 12 ) ", expected: 10 },
    { when: "braces may be missing, as in print", text: "LEAST(DBInstanceClassMemory/9531392, 5000)", expected: 1_802 },
    { when: "a formula alone may lack its braces", text: "DBInstanceClassMemory/12582880", expected: 1_365 },
    { when: "function names are read in any case", text: "gReaTest(1,{DBInstanceVCPU},3)", expected: 4 },
    { when: "SUM adds any number of arguments", text: "SUM({DBInstanceVCPU},-50,3,1)", expected: -42 },
    { when: "LEAST of one argument is it", text: "LEAST(9)", expected: 9 },
    {
      when: "IF takes the second argument for 1",
      text: "IF({TrueIfReplica},10,20)",
      given: { TrueIfReplica: 1 },
      expected: 10,
    },
    { when: "IF takes the third argument for 0", text: "IF({TrueIfReplica},10,20)", expected: 20 },
    { when: "functions may stand in functions", text: "LEAST(GREATEST({DBInstanceVCPU},8),SUM(5,5))", expected: 8 },
    { when: "log has base 2", text: "{log(DBInstanceVCPU)*45}", expected: 90 },
    {
      when: "log is rounded up from above a half",
      text: "{log(DBInstanceVCPU/4)*10}",
      given: { DBInstanceVCPU: 6 },
      expected: 10,
    },
    {
      when: "log of one and a half is rounded up",
      text: "{log(DBInstanceVCPU/2)}",
      given: { DBInstanceVCPU: 3 },
      expected: 1,
    },
    {
      when: "log is rounded down from below a half",
      text: "{log(DBInstanceVCPU/4)*10}",
      given: { DBInstanceVCPU: 5 },
      expected: 0,
    },
    { when: "log of a fraction is negative", text: "{log(DBInstanceVCPU/64)}", expected: -4 },
    { when: "log is read in any case", text: "{LOG(DBInstanceVCPU)}", expected: 2 },
    { when: "log may have braces inside", text: "log({DBInstanceVCPU*2})*45/2", expected: 67 },
    {
      when: "Aurora MySQL's default on 16 GiB is 1000",
      text: "GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})",
      expected: 1_000,
    },
    {
      when: "Aurora MySQL's default as it is printed, on 4 GiB, is 90",
      text: "GREATEST(log(DBInstanceClassMemory/805306368)*45, log(DBInstanceClassMemory/8187281408)*1000)",
      given: { DBInstanceClassMemory: 4 * GIB },
      expected: 90,
    },
  ])("$when", ({ text, given, expected }) => expect(figureOf(text, given)).toBe(expected));

  it.each<{ when: string; text: string; at: number; because: RegExp }>([
    { when: "nothing", text: "", at: 0, because: /found the end$/ },
    { when: "only blanks", text: "   ", at: 3, because: /found the end$/ },
    { when: "a decimal number", text: "12.5", at: 2, because: /^a character/ },
    { when: "a number with a sign +", text: "+5", at: 0, because: /^a character/ },
    { when: "a number with a unit", text: "500k", at: 3, because: /^k follows/ },
    {
      when: "a variable in another case",
      text: "{dbinstanceclassmemory/9531392}",
      at: 1,
      because: /DBInstanceClassMemory is, and case/,
    },
    {
      when: "a variable that limits don't know",
      text: "{DBInstanceClassHugePagesDefault}",
      at: 1,
      because: /is not a variable$/,
    },
    { when: "an integer in braces", text: "{100}", at: 1, because: /^expected a variable or log, found 100$/ },
    { when: "a function in braces", text: "{LEAST(1,2)}", at: 1, because: /^LEAST can't stand in braces$/ },
    {
      when: "a brace without its end",
      text: "LEAST({DBInstanceVCPU/2,5000)",
      at: 23,
      because: /^expected }, found ,$/,
    },
    {
      when: "an end without its brace",
      text: "LEAST(DBInstanceVCPU/2},5000)",
      at: 22,
      because: /^expected , or \), found }$/,
    },
    { when: "a division before the multiplication", text: "{DBInstanceVCPU/2*3}", at: 17, because: /^expected }/ },
    { when: "two factors", text: "{DBInstanceVCPU*2*3}", at: 17, because: /^expected }/ },
    { when: "a factor in front", text: "{2*DBInstanceVCPU}", at: 1, because: /^expected a variable/ },
    { when: "a sum with a sign", text: "{DBInstanceVCPU}+5", at: 16, because: /^a character/ },
    { when: "a division by 0", text: "{DBInstanceVCPU/0}", at: 16, because: /divides by 0/ },
    {
      when: "a factor that isn't an integer",
      text: "{DBInstanceVCPU*x}",
      at: 16,
      because: /^expected an integer, found x$/,
    },
    { when: "a brace alone", text: "{", at: 1, because: /^expected a variable or log, found the end$/ },
    {
      when: "a factor that is missing",
      text: "{DBInstanceVCPU*",
      at: 16,
      because: /^expected an integer, found the end$/,
    },
    { when: "a divisor that is missing", text: "{DBInstanceVCPU/}", at: 16, because: /^expected an integer, found }$/ },
    { when: "log without its argument", text: "{log}", at: 4, because: /^expected \(, found }$/ },
    { when: "a word of 40 characters", text: "x".repeat(40), at: 0, because: /^x{40} is not a variable$/ },
    { when: "a longer word, which is cut", text: "x".repeat(41), at: 0, because: /^x{40}… is not a variable$/ },
    { when: "an empty argument", text: "LEAST(1,,2)", at: 8, because: /found ,$/ },
    { when: "no argument", text: "LEAST()", at: 6, because: /found \)$/ },
    { when: "IF with two arguments", text: "IF({TrueIfReplica},1)", at: 0, because: /^IF takes 3/ },
    { when: "log with two arguments", text: "{log(DBInstanceVCPU,2)}", at: 1, because: /^log takes 1/ },
    { when: "an unknown function", text: "MAX(1,2)", at: 0, because: /^MAX is not a variable/ },
    {
      when: "a comparison, which PostgreSQL's booleans have",
      text: "{DBInstanceVCPU} > 2",
      at: 17,
      because: /^a character/,
    },
    { when: "something behind the end", text: "LEAST(1,2) 3", at: 11, because: /^3 follows/ },
    { when: "more than 1,000 characters", text: "1".repeat(1_001), at: 1_000, because: /longer than/ },
    { when: "functions too deep", text: "SUM(".repeat(200), at: 68, because: /inside each other/ },
  ])("is unreadable: $when", ({ text, at, because }) => {
    expect(parseFormula(text)).toEqual({ kind: "unreadable", at, because: expect.stringMatching(because) });
  });

  it.each<{ when: string; text: string; given?: Partial<FormulaValues>; because: RegExp; missing?: string }>([
    {
      when: "a variable isn't known",
      text: "{DBInstanceVCPU*2}",
      given: { DBInstanceVCPU: null },
      because: /not known/,
      missing: "DBInstanceVCPU",
    },
    {
      when: "an argument isn't known",
      text: "LEAST(5,{DBInstanceVCPU})",
      given: { DBInstanceVCPU: null },
      because: /not known/,
      missing: "DBInstanceVCPU",
    },
    { when: "IF asks something else than 1 or 0", text: "IF({DBInstanceVCPU},1,2)", because: /neither 1 nor 0/ },
    { when: "a logarithm is of 0", text: "{log(TrueIfReplica)}", because: /logarithm/ },
    { when: "the figure passes 2^53", text: "{AllocatedStorage*1000003}", because: /too large/ },
  ])("has no value where $when", ({ text, given, because, missing = null }) => {
    expect(figureOf(text, given)).toEqual({ kind: "unreadable", missing, because: expect.stringMatching(because) });
  });

  it.each<{ when: string; formula: Formula }>([
    { when: "a division by 0", formula: { kind: "variable", name: "EndPointPort", scale: { times: null, over: 0n } } },
    {
      when: "a logarithm of one",
      formula: {
        kind: "log",
        of: { kind: "variable", name: "EndPointPort", scale: { times: null, over: 0n } },
        scale: { times: null, over: null },
      },
    },
    { when: "GREATEST of nothing", formula: { kind: "function", name: "GREATEST", args: [] } },
    { when: "LEAST of nothing", formula: { kind: "function", name: "LEAST", args: [] } },
    { when: "IF of less than 3", formula: { kind: "function", name: "IF", args: [{ kind: "integer", value: 1n }] } },
    {
      when: "IF of 2",
      formula: {
        kind: "function",
        name: "IF",
        args: [
          { kind: "integer", value: 0n },
          { kind: "integer", value: 1n },
        ],
      },
    },
  ])("that nobody could write has no value either: $when", ({ formula }) => {
    expect(evaluateFormula(formula, values)).toMatchObject({ kind: "unreadable", missing: null });
  });

  it("is printed without blanks, with its braces", () => {
    const formula = parseFormula("least( log( DBInstanceClassMemory/805306368 )*45 , DBInstanceVCPU*2/ -3)");
    if (formula.kind === "unreadable") throw new Error(formula.because);
    expect(printFormula(formula)).toBe("LEAST({log(DBInstanceClassMemory/805306368)*45},{DBInstanceVCPU*2/-3})");
  });
});
