import type { ProgressOutput } from "./progress.ts";

/** Where nothing says how wide the output is: a file, a pipe, a build's log. */
const defaultColumns = 100;
/** Narrower than this, tables are unreadable anyway. */
const leastColumns = 40;

/** Where and how wide text goes. */
export function textOptions(): { readonly columns: number; readonly colour: boolean } {
  return { columns: saidColumns() ?? (process.stdout.columns || defaultColumns), colour: mayColour(process.stdout) };
}

/** What the caller says wins, also in a pipe. `null`: nothing, or no width. @see POSIX, Environment Variables, COLUMNS */
function saidColumns(): number | null {
  const said = process.env["COLUMNS"] ?? "";
  return /^\d{2,4}$/.test(said) && Number(said) >= leastColumns ? Number(said) : null;
}

/** The error output, redrawn on a terminal and a few plain lines elsewhere. */
export function progressOutput(): ProgressOutput {
  return {
    write: (text) => void process.stderr.write(text),
    live: process.stderr.isTTY === true && !process.env["CI"] && process.env["TERM"] !== "dumb",
    columns: saidColumns() ?? (process.stderr.columns || defaultColumns),
    nowMs: () => performance.now(),
  };
}

/** @see https://no-color.org: any value but an empty one switches colours off */
function mayColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
