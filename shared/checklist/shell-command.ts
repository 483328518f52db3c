/** Whole words that no shell reads anything into. */
const plain = /^[A-Za-z0-9_./:@%+=,-]+$/;

/**
 * One argument, as a POSIX shell reads it back unchanged.
 *
 * @param text any text without NUL, which no argument can hold
 * @see POSIX, Shell Command Language, 2.2.2 Single-Quotes
 * @throws never
 */
export const quoteArgument = (text: string): string =>
  plain.test(text) && !text.startsWith("=") ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** `variable` is left to the user's shell: `"$TOPIC_ARN"`. */
export type CommandValue = string | number | readonly unknown[] | { readonly variable: string } | null;

/**
 * A command of the AWS CLI.
 *
 * Each option is one word with its value, so that a name that begins with a dash is no option; lists are JSON, so that
 * a name that begins with a bracket is no JSON.
 *
 * @param words service and operation: "logs put-retention-policy"
 * @param options by the option's name without dashes; `null`: a switch without a value
 * @see AWS CLI User Guide, "Specifying parameter values"
 * @throws never
 */
export const awsCommand = (words: string, options: Readonly<Record<string, CommandValue>>): string =>
  ["aws", words, ...Object.entries(options).map(([name, value]) => optionOf(name, value))].join(" ");

const optionOf = (name: string, value: CommandValue): string => {
  if (value === null) return `--${name}`;
  if (typeof value === "number") return `--${name}=${value}`;
  if (typeof value === "string") return `--${name}=${quoteArgument(value)}`;
  if ("variable" in value) return `--${name}="$${value.variable}"`;
  return `--${name}=${quoteArgument(JSON.stringify(value))}`;
};
