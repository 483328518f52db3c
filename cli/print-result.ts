import { EXIT, type ExitCode } from "./exit-codes.ts";

/** What can't be used goes where errors go, except JSON, which a script reads from one place. */
export const printResult = (exitCode: ExitCode, output: string, json = false): void => {
  const stream = exitCode === EXIT.usage && !json ? process.stderr : process.stdout;
  stream.write(`${output}\n`);
  process.exitCode = exitCode;
};
