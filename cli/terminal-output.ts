import type { ProgressOutput } from "./progress.ts";

/** Where nothing says how wide the output is: a file, a pipe, a build's log. */
const defaultColumns = 100;

/** Where and how wide text goes. */
export function textOptions(): { readonly columns: number; readonly colour: boolean } {
  return { columns: process.stdout.columns || defaultColumns, colour: mayColour(process.stdout) };
}

/** The error output, redrawn on a terminal and a few plain lines elsewhere. */
export function progressOutput(): ProgressOutput {
  return {
    write: (text) => void process.stderr.write(text),
    live: process.stderr.isTTY === true && !process.env["CI"] && process.env["TERM"] !== "dumb",
    columns: process.stderr.columns || defaultColumns,
    nowMs: () => performance.now(),
  };
}

/** @see https://no-color.org: any value but an empty one switches colours off */
function mayColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
