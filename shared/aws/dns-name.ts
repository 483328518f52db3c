/**
 * Route 53's spelling of names: absolute, and what is not a letter, a digit, `-`, `_` or a dot as `\` and three octal
 * digits (`\052` for `*`).
 *
 * @see Amazon Route 53 developer guide, "DNS domain name format"
 */
export const plainName = (name: string): string =>
  name
    .replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .toLowerCase()
    .replace(/\.$/, "");

/** The way back. A wildcard is written as `*`, and read back as `\052`. */
export const escapedName = (name: string): string =>
  name.replace(/[^a-z0-9._*-]/gi, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`);
