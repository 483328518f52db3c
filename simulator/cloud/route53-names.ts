import { AwsError } from "./aws-error.ts";

const longestName = 255;

/**
 * A DNS name as Route 53 stores and answers it: lower case, with the dot at the end, everything but letters, digits,
 * hyphen and underscore as a backslash and three octal digits (`*` is `\052`).
 *
 * @param name with or without the last dot; characters plain or already escaped
 * @throws AwsError InvalidInput for a name that is none
 * @see Amazon Route 53 developer guide, DNS domain name format
 */
export const storedName = (name: string | undefined): string => {
  const labels = (name ?? "").toLowerCase().replace(/\.$/, "").split(".");
  const stored = `${labels.map(storedLabel).join(".")}.`;
  const isName = labels.every((label) => plain(label).length >= 1 && plain(label).length <= 63);
  if (!isName || plain(stored).length > longestName) {
    throw new AwsError("InvalidInput", `Invalid domain name: '${name ?? ""}'`);
  }
  return stored;
};

/** Labels from the last to the first, the way Route 53 sorts: `www.example.com.` is `com.example.www.`. */
export const sortKey = (stored: string): string => `${stored.slice(0, -1).split(".").reverse().join(".")}.`;

/** Whether a name is the zone's own or lies below it. */
export const isWithin = (stored: string, zone: string): boolean => stored === zone || stored.endsWith(`.${zone}`);

const storedLabel = (label: string): string =>
  Array.from(plain(label), (char) => (/[a-z0-9_-]/.test(char) ? char : escaped(char))).join("");

const plain = (label: string): string =>
  label.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)).toLowerCase());

const escaped = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
