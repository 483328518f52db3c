/** What the console keeps after `queryDetail=`: text, numbers, booleans, and maps and lists of them. */
export type ConsoleValue =
  | string
  | number
  | boolean
  | readonly ConsoleValue[]
  | { readonly [key: string]: ConsoleValue };

/**
 * Writes a value as the CloudWatch console keeps it in its addresses: `~(key~'text~list~(~'a~'b))`.
 *
 * It is the notation of the JSURL library: text begins with an apostrophe, and every character but letters, digits, `_`,
 * `-` and `.` is its code in hexadecimal, `*20` or, past one byte, `**20ac`.
 *
 * @returns printable ASCII
 * @throws never
 */
export const consoleObject = (value: ConsoleValue): string => {
  if (typeof value === "string") return `~'${escaped(value)}`;
  if (typeof value !== "object") return `~${value}`;
  if (isList(value)) return `~(${value.map(consoleObject).join("") || "~"})`;
  const entries = Object.entries(value).map(([key, inner]) => `${escaped(key)}${consoleObject(inner)}`);
  return `~(${entries.join("~")})`;
};

const isList = (value: object): value is readonly ConsoleValue[] => Array.isArray(value);

/** By code unit, as the console reads it back. */
const escaped = (text: string): string => {
  let written = "";
  for (let index = 0; index < text.length; index += 1) written += escapedUnit(text[index]!, text.charCodeAt(index));
  return written;
};

const escapedUnit = (unit: string, code: number): string => {
  if (/[\w.-]/.test(unit)) return unit;
  if (unit === "$") return "!";
  return code < 256 ? `*${code.toString(16).padStart(2, "0")}` : `**${code.toString(16).padStart(4, "0")}`;
};

/**
 * Makes of what `consoleObject` wrote a part of an address that mail programs and chats mark as one link: none of them
 * takes an apostrophe or a closing bracket for a part of it.
 *
 * The console itself shares its queries in this form: escaped as for an address, twice, with `$` in the place of the
 * outer `%`.
 */
export const inFragment = (text: string): string =>
  text.replace(/[~'()!]/g, (unit) => `$25${unit.charCodeAt(0).toString(16).toUpperCase()}`);
