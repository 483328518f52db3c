import type { Command } from "commander";
import { addRehearseOptions, checkRehearseOptions, type RehearseCliOptions } from "./rehearse-options.ts";

const invocation = "npx headgate rehearse";

/** `npm start` under the name of a command. */
export const addRehearseCommand = (program: Command): void => {
  addRehearseOptions(program.command("rehearse"), {
    plain: invocation,
    withOptions: invocation,
    forScripts: invocation,
  }).action(async (options: RehearseCliOptions, command: Command) => {
    checkRehearseOptions(command);
    // The simulator and the handlers in it take longer to load than the other commands take in all.
    const { rehearseAndReport } = await import("./rehearse.ts");
    process.exitCode = await rehearseAndReport(options);
  });
};
