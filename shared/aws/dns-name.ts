/**
 * Route 53's spelling of names: absolute, and what is not a letter, a digit, `-`, `_` or a dot as `\` and three octal
 * digits (`\052` for `*`).
 *
 * A dot within a label and the backslash itself stay as they are written: `a\056b.shop` is another name than `a.b.shop`.
 *
 * @see Amazon Route 53 developer guide, "DNS domain name format"
 */
export const plainName = (name: string): string =>
  name
    .replace(/\\([0-3][0-7]{2})/g, (written, octal: string) =>
      octal === "056" || octal === "134" ? written : String.fromCharCode(Number.parseInt(octal, 8)),
    )
    .toLowerCase()
    .replace(/\.$/, "");

/** The way back. A wildcard is written as `*`, and read back as `\052`. */
export const escapedName = (name: string): string =>
  name.replace(/\\(?:056|134)|[^a-z0-9._*-]/gi, (letter) =>
    letter.length > 1 ? letter : `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
