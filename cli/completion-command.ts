import { Argument, type Command, Option } from "commander";
import type { KnownList } from "./completion/completion-model.ts";
import { EXIT } from "./exit-codes.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

const lists = ["services", "scenarios", "controllers", "codes"] as const satisfies readonly KnownList[];

/** Words for the Tab key, made from the commands themselves. */
export const addCompletionCommand = (program: Command): void => {
  program
    .command("completion")
    .description("Prints a script that completes commands, options and names in your shell.")
    .addArgument(new Argument("[shell]", "your shell").choices(shells))
    .addOption(new Option("--list <what>", "print the words of a list instead, one a line").choices(lists))
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate completion bash > ~/.local/share/bash-completion/completions/headgate
  $ npx headgate completion zsh > ~/.zfunc/_headgate
  $ npx headgate completion fish > ~/.config/fish/completions/headgate.fish
  $ npx headgate completion --list services

bash: source it in ~/.bashrc, or let bash-completion find it as above.
zsh: its folder has to be in fpath before compinit: fpath+=~/.zfunc in ~/.zshrc.
fish: it is found there. Open a new shell. It completes the command headgate:
node_modules/.bin in PATH, or npm link, makes that of npx headgate. Services are
those of headgate.yml in the current folder. It has no --json: its output is a
script.

Exit codes: 0 printed, 2 the command line is not usable.
`,
    )
    .action(async (shell: Shell | undefined, { list }: { readonly list?: KnownList }, command: Command) => {
      const { knownWords } = await import("./completion/known-words.ts");
      if (list !== undefined) {
        process.stdout.write((await knownWords(list)).map((word) => `${word}\n`).join(""));
        process.exitCode = EXIT.ok;
        return;
      }
      if (shell === undefined) command.error("error: name your shell: bash, zsh or fish");
      const { completionScript } = await import("./completion/completion-script.ts");
      process.stdout.write(await completionScript(program, shell));
    });
};
