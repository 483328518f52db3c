import { Command } from "commander";
import { addBacktestCommand } from "./backtest-command.ts";
import { addChecklistCommand } from "./checklist-command.ts";
import { addCodesCommand } from "./codes-command.ts";
import { addCompletionCommand } from "./completion-command.ts";
import { addCostCommand } from "./cost-commands.ts";
import { addDeploymentCommands } from "./deployment-commands.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addHistoryCommands } from "./history-commands.ts";
import { addInitCommand } from "./init-command.ts";
import { addLimitsCommand } from "./limits-command.ts";
import { addNginxCommands } from "./nginx-commands.ts";
import { addPortsCommand } from "./ports-commands.ts";
import { printResult } from "./print-result.ts";
import { addRehearseCommand } from "./rehearse-command.ts";
import { addReleaseCommand } from "./release-command.ts";
import { addRunCommand } from "./run-command.ts";
import { addSimulateCommand } from "./simulate-command.ts";
import { addValidateCommand } from "./validate-command.ts";

/** Of package.json. */
export type ProgramPackage = { readonly version: string; readonly description: string };

/** The whole command line: what `headgate` runs, what completion offers, what docs/cli.md says. */
export const buildProgram = ({ version, description }: ProgramPackage): Command => {
  const program = new Command("headgate")
    .description(description)
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this")
    .helpCommand("help [command]", "show a command's options")
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate init                    write headgate.yml from your account
  $ npx headgate validate                check headgate.yml, show the sums
  $ npx headgate rehearse                replay the flash sale, without AWS
  $ npx headgate simulate --list         scenarios and controllers to play
  $ npx headgate backtest                your last two weeks, under others
  $ npx headgate codes database-budget   what a notice's code means
  $ npx headgate nginx adopt shop.conf   a patch that moves a site to upstreams
  $ npx headgate ports                   host ports that limit services or clash
  $ npx headgate plan --local            what would be decided, with its sums
  $ npx headgate history --since 7d      what was decided, and what came of it
  $ npx headgate run --list              runbooks: what can be done by hand
  $ npx headgate checklist               the account against the day-one list
  $ npx headgate cost                    what a plan and Headgate itself cost
  $ npx headgate doctor --stage prod     what is deployed, and what is not well
  $ npx headgate release --dry-run       what taking Headgate away puts back

Exit codes: 0 fine, 1 refused or failed, 2 the command line or a file is not
usable.
`,
    )
    .exitOverride();

  addInitCommand(program);
  addValidateCommand(program, printResult);
  addRehearseCommand(program);
  addLimitsCommand(program, printResult);
  addCodesCommand(program, printResult);
  addSimulateCommand(program);
  addBacktestCommand(program);
  addDeploymentCommands(program, printResult);
  addNginxCommands(program);
  addPortsCommand(program, printResult);
  addRunCommand(program);
  addHistoryCommands(program, printResult, version);
  addChecklistCommand(program, printResult);
  addCostCommand(program, printResult);
  addDoctorCommand(program, printResult);
  addReleaseCommand(program, printResult);
  addCompletionCommand(program);
  return program;
};
