import type { CompletedCommand, KnownList, ValueKind } from "./completion-model.ts";

/** The words of the lists that come with this release. */
export type FixedWords = Readonly<Record<Exclude<KnownList, "services">, readonly string[]>>;

/**
 * The part that bash and zsh have in common: functions of `case` only, which call `__headgate_words`,
 * `__headgate_files` and `__headgate_services` of the shell's own.
 */
export const renderCases = (commands: readonly CompletedCommand[], fixed: FixedWords): string => {
  const values = commands.flatMap(({ route, options }) =>
    options.flatMap(({ flags, value }) =>
      value === null
        ? []
        : [
            arm(
              flags.map((flag) => `${route} ${flag}`),
              callFor(value, fixed),
            ),
          ],
    ),
  );
  const variadic = commands.flatMap(({ route, options }) =>
    options.filter((option) => option.variadic).flatMap(({ flags }) => flags.map((flag) => `${route} ${flag}`)),
  );
  const routes = commands.map(({ route }) => route).filter((route) => route.includes(" "));
  return [
    define("__headgate_is_route", "$1", [arm(routes, "return 0"), "    *) return 1 ;;"]),
    define("__headgate_is_variadic", "$1 $2", [
      ...(variadic.length === 0 ? [] : [arm(variadic, "return 0")]),
      "    *) return 1 ;;",
    ]),
    define("__headgate_value", "$1 $2", [...values, "    *) return 1 ;;"]),
    define(
      "__headgate_options",
      "$1",
      commands.map(({ route, options }) =>
        arm(
          [route],
          `__headgate_words "${options.flatMap(({ flags }) => flags.filter((flag) => flag.startsWith("--"))).join(" ")}"`,
        ),
      ),
    ),
    define(
      "__headgate_arguments",
      "$1",
      commands.flatMap(({ route, commands: children, argument }) => {
        if (children.length > 0)
          return [arm([route], `__headgate_words "${[...children.map(({ name }) => name), "help"].join(" ")}"`)];
        return argument === null || argument.kind === "own" ? [] : [arm([route], callFor(argument, fixed))];
      }),
    ),
  ].join("\n\n");
};

const define = (name: string, subject: string, arms: readonly string[]): string =>
  [`${name}() {`, `  case "${subject}" in`, ...arms, "  esac", "}"].join("\n");

const arm = (patterns: readonly string[], body: string): string =>
  `    ${patterns.map((pattern) => `"${pattern}"`).join("|")}) ${body} ;;`;

const callFor = (value: ValueKind, fixed: FixedWords): string => {
  switch (value.kind) {
    case "choices":
      return `__headgate_words "${value.words.join(" ")}"`;
    case "files":
      return "__headgate_files";
    case "own":
      return ":";
    case "known": {
      const words =
        value.list === "services" ? "__headgate_services" : `__headgate_words "${fixed[value.list].join(" ")}"`;
      return value.orFile ? `${words}; __headgate_files` : words;
    }
  }
};
