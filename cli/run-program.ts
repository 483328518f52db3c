import { type Command, CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";

/** Runs a command line to its end and sets the exit code. Accidents are thrown. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // `npm start | head` closes the pipe early: the reader has what it wants.
    if (error.code === "EPIPE") process.exit(EXIT.ok);
    throw error;
  });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    // commander has already printed the help or what is wrong with the options.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
