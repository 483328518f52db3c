import type { Dice } from "../dice.ts";

/** Names that every object has, or that parsers of maps treat in their own way. */
export const hostileKeys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "then",
  "length",
  "",
  " ",
  "0",
  "-1",
  "<<",
  "*",
  "$ref",
  "kind",
  "Records",
  "\u0000",
  "a.b",
  "a/b",
  "\u202Ename",
  "na\u0308me",
  "NAME",
] as const;

/** Text that is taken for something else, or is hard to print. */
export const hostileTexts = [
  "",
  " ",
  "0",
  "-0",
  "-1",
  "1e999",
  "0x10",
  "NaN",
  "Infinity",
  "-Infinity",
  "null",
  "undefined",
  "true",
  "[object Object]",
  "{}",
  "[]",
  "\u0000",
  "a\u0000b",
  "a\nb",
  "a\r\nb",
  "\u001b[2Jred",
  "\u0085",
  "\u2028",
  "\u202Eevil\u202C",
  "\u200B",
  "\uFEFF",
  "e\u0301",
  "\u0130",
  "\uFB01",
  "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}",
  "\uD800",
  "x\uDC00y",
  "\uFFFE",
  "../../../../etc/passwd",
  "arn:aws:ecs:eu-central-1:123456789012:service/",
  "arn:::::",
  ":::::",
  "/////",
  "2026-02-30T25:61:61Z",
  "+275760-09-13T00:00:00.001Z",
  "-000001-01-01T00:00:00Z",
  "1970-01-01T00:00:00Z",
  "%s%n%x",
  "$(id)",
  "*",
  "a,b;c\td",
  '"',
  "'",
  "\\",
  "__proto__",
  "constructor",
  "toString",
] as const;

const hostileNumbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  0.1 + 0.2,
  255,
  256,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e15,
  1e21,
  1e100,
  1.7976931348623157e308,
  5e-324,
  -1e308,
] as const;

/** Marks text that is to stand in JSON as it is, without quotes. */
const rawMark = "@raw@";

/** As no value prints it: numbers past a double, deep brackets, what is no JSON. */
const rawTexts = [
  "1e999",
  "-1e999",
  "1E+400",
  "0.1e-400",
  "123456789012345678901234567890",
  "-0.0",
  "01",
  "NaN",
  "undefined",
  "",
  "{",
  "[",
  '{"a":1,"a":2}',
  '{"__proto__":{"kind":"wake-up"}}',
  '{"__proto__":null}',
  `${"[".repeat(100)}${"]".repeat(100)}`,
  `${'{"a":'.repeat(100)}1${"}".repeat(100)}`,
] as const;

const deepTexts = [
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
] as const;

/** A text of any hostile form; now and then a very long one. */
export const hostileText = (dice: Dice): string => {
  if (dice.chance(0.03))
    return dice.pick(["a", " ", "\u00e9", "9", "-", "a/", "\uD83D\uDE00"]).repeat(dice.between(100, 8_000));
  const text = dice.pick(hostileTexts);
  return dice.chance(0.2) ? text + dice.pick(hostileTexts) : text;
};

/** Any JSON value that readers seldom meet. */
export const hostileValue = (dice: Dice): unknown => {
  switch (dice.below(9)) {
    case 0:
    case 1:
      return dice.pick(hostileNumbers);
    case 2:
    case 3:
      return hostileText(dice);
    case 4:
      return dice.pick([null, true, false, [], {}, [[]], [null], { a: {} }]);
    case 5:
      return rawMark + (dice.chance(0.01) ? dice.pick(deepTexts) : dice.pick(rawTexts));
    case 6:
      return withKey({}, dice.pick(hostileKeys), dice.pick([1, "x", null, {}, []]));
    case 7:
      return Array.from({ length: dice.below(40) }, () => dice.pick(hostileNumbers));
    default:
      return String(dice.pick(hostileNumbers));
  }
};

/** Sets an own property whatever it is called: an assignment to `__proto__` sets none. */
export const withKey = (map: object, key: string, value: unknown): object =>
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });

/** JSON text, with what is marked as raw standing bare. */
export const printJson = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, null, indent) ?? "").replace(/"@raw@((?:[^"\\]|\\.)*)"/g, (_, raw: string) =>
    JSON.parse(`"${raw}"`),
  );

/** The same value with what is marked as raw as plain text: for printers other than JSON's. */
export const withoutRaw = (value: unknown): unknown => {
  if (typeof value === "string") return value.startsWith(rawMark) ? value.slice(rawMark.length) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutRaw);
  const plain = {};
  for (const [key, child] of Object.entries(value)) withKey(plain, key, withoutRaw(child));
  return plain;
};
