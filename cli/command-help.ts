import type { Command } from "commander";

/** What docs and tests are read from: a line for each terminal would differ. */
const columns = 80;

/** What `--help` prints, examples and exit codes included: `helpInformation` alone leaves out what is added after it. */
export const helpOf = (command: Command): string => {
  const parts: string[] = [];
  const before = { ...command.configureOutput() };
  command.configureOutput({ writeOut: (part) => void parts.push(part), getOutHelpWidth: () => columns });
  command.outputHelp();
  command.configureOutput(before);
  return parts.join("");
};
