import { Command } from "commander";
import { rehearseAndReport } from "./rehearse.ts";
import { addRehearseOptions, checkRehearseOptions, type RehearseCliOptions } from "./rehearse-options.ts";
import { runProgram } from "./run-program.ts";

// `npm start`: what `headgate rehearse` does, without anything to install or to know.
const invocation = { plain: "npm start", withOptions: "npm start --", forScripts: "npm start --silent --" };

const program = addRehearseOptions(new Command("npm start --"), invocation)
  .exitOverride()
  .action(async (options: RehearseCliOptions, command: Command) => {
    checkRehearseOptions(command);
    process.exitCode = await rehearseAndReport(options);
  });

await runProgram(program, process.argv);
