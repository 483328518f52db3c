import type { FoundContainer } from "./account-readings.ts";
import { type Guess, likely } from "./guess.ts";

export type SaidProcesses = {
  readonly processes: Guess<number>;
  /** For `variables.processes`; `null`: it is no variable. */
  readonly variable: string | null;
};

/** Each a number of workers that open a pool of their own. */
const workerVariables = [
  "WEB_CONCURRENCY",
  "GUNICORN_WORKERS",
  "UVICORN_WORKERS",
  "PUMA_WORKERS",
  "HYPERCORN_WORKERS",
  "UNICORN_WORKERS",
  "PM2_INSTANCES",
  "WORKERS",
];

/** As headgate.yml bounds them. */
const mostProcesses = 256;

/** How many processes of a container open a pool each. @returns `null` where nothing says it: one */
export const saidProcesses = ({
  variables,
  command,
}: Pick<FoundContainer, "variables" | "command">): SaidProcesses | null => {
  for (const wanted of workerVariables) {
    const value = variables.find(({ name }) => name === wanted)?.value;
    const processes = countOf(value);
    if (processes !== null) return { processes: likely(processes, wanted), variable: wanted };
  }
  const inArguments = variables.find(({ name }) => name === "GUNICORN_CMD_ARGS");
  const fromVariable = inOptions(inArguments?.value ?? "");
  if (fromVariable !== null) return { processes: likely(fromVariable, "GUNICORN_CMD_ARGS"), variable: null };
  const program = command.join(" ");
  if (!/gunicorn|uvicorn|hypercorn|puma|unicorn|granian|pm2/.test(program)) return null;
  const fromCommand = inOptions(program);
  return fromCommand === null ? null : { processes: likely(fromCommand, "the container's command"), variable: null };
};

const inOptions = (text: string): number | null =>
  countOf(/(?:^|\s)(?:--workers|--instances|-w|-i)(?:[=\s]\s*)(\d{1,3})(?:\s|$)/.exec(text)?.[1]);

const countOf = (text: string | undefined): number | null => {
  const count = /^\s*\d{1,3}\s*$/.test(text ?? "") ? Number(text) : Number.NaN;
  return count >= 1 && count <= mostProcesses ? count : null;
};
