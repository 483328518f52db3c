import { type Command, InvalidArgumentError, Option } from "commander";
import * as z from "zod/mini";
import type { Parameter } from "../shared/runbooks/parameter.ts";
import type { AnyRunbook } from "../shared/runbooks/runbook.ts";

/** Beside the runbook's own parameters. */
export type RunbookOptions = {
  readonly confirm?: boolean;
  readonly follow?: boolean;
  readonly local?: boolean;
  readonly json?: boolean;
  readonly requestId?: string;
  readonly stage?: string;
  readonly region?: string;
  readonly config?: string;
};

type Shape = { readonly type?: string; readonly enum?: readonly string[]; readonly items?: Shape };

/** Gives a command an option per parameter of the runbook, with its help. */
export const addRunbookOptions = (command: Command, runbook: AnyRunbook): Command => {
  const { purpose, about, effect } = runbook;
  command.description(`${purpose}.\n\n${about}`).helpOption("-h, --help", "show this").allowExcessArguments(false);
  for (const [name, parameter] of parametersOf(runbook)) command.addOption(optionOf(name, parameter));
  if (effect !== "reads") command.option("--confirm", "do it; without it only what would change is shown");
  return command
    .option("--follow", "stay until the run is over, and show its steps")
    .option("--local", "on a cloud in this process, with the services of headgate.yml under load; AWS is not touched")
    .option("--json", "print the answer as JSON")
    .option("--request-id <id>", "the same id twice is one run (default: a new one)")
    .option("--stage <stage>", "of the stack (default: dev)")
    .option("--region <region>", "of the stack (default: as the AWS SDK finds it)")
    .option("--config <file>", "the configuration, for --local", "headgate.yml")
    .addHelpText("after", `\nExamples:\n${examplesOf(runbook)}\n\n${exitCodes}`);
};

const exitCodes = `Exit codes: 0 done, or a dry run, 1 refused, aborted or failed, 2 the command
line or a parameter is not usable.
`;

const parametersOf = ({ parameters }: AnyRunbook): readonly (readonly [string, Parameter<unknown>])[] =>
  Object.entries(parameters as Readonly<Record<string, Parameter<unknown>>>);

const shapeOf = ({ schema }: Parameter<unknown>): Shape => z.toJSONSchema(schema, { io: "input" }) as Shape;

const optionOf = (name: string, parameter: Parameter<unknown>): Option => {
  const shape = shapeOf(parameter);
  const flag = `--${kebabOf(name)}`;
  switch (shape.type) {
    case "boolean":
      return new Option(flag, parameter.about);
    case "integer":
    case "number":
      return new Option(`${flag} <number>`, parameter.about).argParser(numberOf);
    case "array":
      return new Option(
        `${flag} <${shape.items?.type === "integer" ? "number" : "value"}...>`,
        `${parameter.about} Several are separated by spaces.`,
      );
    default: {
      const option = new Option(`${flag} <${shape.enum === undefined ? "text" : "choice"}>`, parameter.about);
      return shape.enum === undefined ? option : option.choices([...shape.enum]);
    }
  }
};

/** "stepMinutes" -> "step-minutes"; commander makes it the same name again. */
const kebabOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const numberOf = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("write a number.");
  return value;
};

/** The runbook's parameters out of the options; what is not given is left out. */
export const readRunbookParams = (runbook: AnyRunbook, options: object): Readonly<Record<string, unknown>> => {
  const given = options as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    parametersOf(runbook).flatMap(([name, parameter]) => {
      const value = given[name];
      if (value === undefined) return [];
      const isNumbers = shapeOf(parameter).items?.type === "integer";
      return [[name, isNumbers && Array.isArray(value) ? value.map((item) => numberOf(String(item))) : value]];
    }),
  );
};

const examplesOf = (runbook: AnyRunbook): string => {
  const line = commandLineOf(runbook);
  if (runbook.effect === "reads") return `  $ ${line}\n  $ ${line} --json`;
  return `  $ ${line}\n  $ ${line} --confirm --follow`;
};

/** The example as a command line. */
export const commandLineOf = ({ name, example }: AnyRunbook): string => {
  const words = Object.entries(example).map(([parameter, value]) => {
    const flag = `--${kebabOf(parameter)}`;
    if (value === true) return flag;
    return `${flag} ${(Array.isArray(value) ? value : [value]).map((item) => quoted(String(item))).join(" ")}`;
  });
  return ["npx headgate run", name, ...words].join(" ");
};

const quoted = (text: string): string => (/^[\w.:/@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
