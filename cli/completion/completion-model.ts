import type { Argument, Command, Option } from "commander";

/** What a shell has to know of one command. */
export type CompletedCommand = {
  /** "headgate nginx adopt". */
  readonly route: string;
  readonly purpose: string;
  /** Direct subcommands. */
  readonly commands: readonly { readonly name: string; readonly purpose: string }[];
  readonly options: readonly CompletedOption[];
  /** What may stand where no option does. */
  readonly argument: ValueKind | null;
};

export type CompletedOption = {
  /** `--json`, and `-h` where there is a short form. */
  readonly flags: readonly string[];
  readonly purpose: string;
  /** `null`: it takes no value. */
  readonly value: ValueKind | null;
  /** Takes several values after it. */
  readonly variadic: boolean;
};

/** Where the words for a value come from. */
export type ValueKind =
  | { readonly kind: "choices"; readonly words: readonly string[] }
  | { readonly kind: "known"; readonly list: KnownList; readonly orFile: boolean }
  | { readonly kind: "files" }
  /** The user's own: nothing to offer. */
  | { readonly kind: "own" };

/** `services` is read from headgate.yml when it is asked for; the others come with this release. */
export type KnownList = "services" | "scenarios" | "controllers" | "codes";

/** Every command below one, itself first. */
export const completionModel = (command: Command, route = command.name()): readonly CompletedCommand[] => {
  const children = command.commands.filter((child) => child.name() !== "help");
  const [argument] = command.registeredArguments;
  const help: CompletedOption = { flags: ["--help", "-h"], purpose: "show this", value: null, variadic: false };
  return [
    {
      route,
      purpose: command.description(),
      commands: children.map((child) => ({ name: child.name(), purpose: child.description() })),
      options: [...command.options.map(completedOption), help],
      argument: argument === undefined ? null : argumentKind(route, argument),
    },
    ...children.flatMap((child) => completionModel(child, `${route} ${child.name()}`)),
  ];
};

const completedOption = (option: Option): CompletedOption => ({
  flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
  purpose: option.description,
  value: option.required || option.optional ? optionKind(option) : null,
  variadic: option.variadic,
});

const optionKind = ({ argChoices, flags, long }: Option): ValueKind => {
  if (argChoices !== undefined) return { kind: "choices", words: argChoices };
  if (long === "--service") return { kind: "known", list: "services", orFile: false };
  if (long === "--controller") return { kind: "known", list: "controllers", orFile: false };
  return isFile(/<([^>]*)>|\[([^\]]*)\]/.exec(flags)?.[0] ?? "") ? { kind: "files" } : { kind: "own" };
};

const argumentKind = (route: string, argument: Argument): ValueKind => {
  if (argument.argChoices !== undefined) return { kind: "choices", words: argument.argChoices };
  const name = argument.name();
  if (name === "code") return { kind: "known", list: "codes", orFile: false };
  if (name === "service") return { kind: "known", list: "services", orFile: false };
  if (route.endsWith(" simulate")) return { kind: "known", list: "scenarios", orFile: true };
  return isFile(name) ? { kind: "files" } : { kind: "own" };
};

const isFile = (placeholder: string): boolean => /file|csv|path|folder/i.test(placeholder);
