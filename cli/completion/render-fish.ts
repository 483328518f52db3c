import type { CompletedCommand, ValueKind } from "./completion-model.ts";
import type { FixedWords } from "./render-cases.ts";

/** The completion of fish: one line per command, option and list of words. */
export const renderFish = (commands: readonly CompletedCommand[], fixed: FixedWords): string => {
  const routes = commands.map(({ route }) => route).filter((route) => route.includes(" "));
  return [
    "# Completion of headgate for fish; made by headgate completion fish.",
    "function __headgate_route",
    "  set -l route headgate",
    "  for word in (commandline -opc)[2..-1]",
    '    switch "$route $word"',
    `      case ${routes.map(quoted).join(" ")}`,
    '        set route "$route $word"',
    "    end",
    "  end",
    "  echo $route",
    "end",
    "",
    "function __headgate_at",
    '  test (__headgate_route) = "$argv"',
    "end",
    "",
    "# The last option before the cursor: one that takes several values is still open.",
    "function __headgate_in",
    "  set -l last",
    "  for word in (commandline -opc)[2..-1]",
    "    string match -q -- '-*' $word; and set last $word",
    "  end",
    '  contains -- "$last" $argv',
    "end",
    "",
    "function __headgate_services",
    "  headgate completion --list services 2>/dev/null; or npx --no headgate completion --list services 2>/dev/null",
    "end",
    "",
    "complete -c headgate -f",
    ...commands.flatMap((command) => linesOf(command, fixed)),
    "",
  ].join("\n");
};

const linesOf = ({ route, commands, options, argument }: CompletedCommand, fixed: FixedWords): readonly string[] => {
  const at = `complete -c headgate -n ${quoted(`__headgate_at ${route}`)}`;
  return [
    ...commands.map(({ name, purpose }) => `${at} -a ${name} -d ${quoted(purpose)}`),
    ...(commands.length === 0 ? [] : [`${at} -a help -d ${quoted("show a command's options")}`]),
    ...options.map(({ flags, purpose, value }) => {
      const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const words = value === null ? [] : ["-r", wordsOf(value, fixed)];
      return [at, ...names, ...words, `-d ${quoted(purpose)}`].filter((part) => part !== "").join(" ");
    }),
    ...options.flatMap(({ flags, variadic, value }) =>
      variadic && value !== null && value.kind !== "own" ? [`${openAt(route, flags)} ${wordsOf(value, fixed)}`] : [],
    ),
    ...(commands.length > 0 || argument === null || argument.kind === "own"
      ? []
      : [`${at} ${wordsOf(argument, fixed)}`]),
  ];
};

const openAt = (route: string, flags: readonly string[]): string =>
  `complete -c headgate -n ${quoted(`__headgate_at ${route}; and __headgate_in ${flags.join(" ")}`)}`;

const wordsOf = (value: ValueKind, fixed: FixedWords): string => {
  switch (value.kind) {
    case "choices":
      return `-a ${quoted(value.words.join(" "))}`;
    case "files":
      return "-F";
    case "own":
      return "";
    case "known": {
      const words = value.list === "services" ? "(__headgate_services)" : fixed[value.list].join(" ");
      return `-a ${quoted(words)}${value.orFile ? " -F" : ""}`;
    }
  }
};

/** In single quotes fish knows the backslash and the quote only. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
