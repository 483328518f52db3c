import type { Problem } from "../../../shared/config/problems.ts";
import { promise } from "../fuzz-target.ts";

/** Characters that would move a terminal's cursor, and what JavaScript prints by accident. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|\[object|\bundefined\b/u;

/** Each problem stands at a place of the text, and says in plain words what is wrong and what to do. */
export const promiseLawful = (problems: readonly Problem<string>[], text: string): void => {
  const lineCount = text.split("\n").length;
  for (const { code, line, column, message, fix } of problems) {
    promise(Number.isInteger(line) && line >= 1 && line <= lineCount, `${code} at line ${line} of ${lineCount}`);
    promise(Number.isInteger(column) && column >= 1, `${code} at column ${column}`);
    promise(message !== "" && fix !== "", `${code} says nothing`);
    promise(message.length + fix.length < 5_000, `${code} takes ${message.length + fix.length} characters to say it`);
    const said = `${message} ${fix}`;
    // A name of the file's own may be quoted, and be called so.
    promise(!unprintable.test(said) || text.includes("undefined") || text.includes("[object"), `${code} says: ${said}`);
  }
};
