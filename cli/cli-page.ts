import type { Command } from "commander";
import { helpOf } from "./command-help.ts";

const intro = `# The command line

Every command with its help, its examples and its exit codes, as \`--help\` shows them. This page is made by
\`node cli/cli-docs.ts\`.

- \`npx headgate\` runs it in the folder of this project; \`headgate completion\` completes it with the Tab key.
- **Exit codes**: 0 fine, 1 refused or failed, 2 the command line or a file is not usable. What each command means by
  them is under it.
- **\`--json\`** prints the result as one JSON document to standard output. Progress, and what is wrong with the command
  line itself, goes to standard error.
- **Colours** appear on a terminal only, and never with \`NO_COLOR\` set. Progress appears after a second.
- **AWS**: credentials, region and endpoint are found as every AWS tool finds them.
`;

/** docs/cli.md, out of the program itself. */
export const cliPage = (program: Command): { readonly path: string; readonly text: string } => {
  const commands = below(program, program.name());
  const contents = commands.map(
    ({ route, command }) => `- [\`${route}\`](#${anchorOf(route)}): ${command.description()}`,
  );
  const sections = commands.map(
    ({ route, command }) => `## ${route}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\``,
  );
  return { path: "docs/cli.md", text: `${[intro.trimEnd(), contents.join("\n"), ...sections].join("\n\n")}\n` };
};

type Routed = { readonly route: string; readonly command: Command };

const below = (command: Command, route: string): readonly Routed[] => [
  { route, command },
  ...command.commands
    .filter((child) => child.name() !== "help")
    .flatMap((child) => below(child, `${route} ${child.name()}`)),
];

/** As the usual renderers make it of a heading. */
const anchorOf = (route: string): string => route.toLowerCase().replaceAll(" ", "-");
