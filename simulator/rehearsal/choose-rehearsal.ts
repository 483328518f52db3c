import { basename } from "node:path";
import { cutWindow, type WindowChoice } from "../traces/cut-window.ts";
import { readTrace, type TraceFileReading } from "../traces/read-trace.ts";
import type { Trace } from "../traces/trace.ts";
import { incidentRehearsal } from "./incident-rehearsal.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { traceRehearsal } from "./trace-rehearsal.ts";

export type RehearsalOptions = {
  readonly trace?: string;
  readonly scale?: number;
  readonly windowHours: number;
  readonly fromHour?: number;
  readonly full?: boolean;
  readonly seed: number;
};

export type RehearsalChoice =
  | { readonly kind: "ok"; readonly rehearsal: Rehearsal }
  | { readonly kind: "refused"; readonly message: string };

/** The flash sale, or a trace on the flash sale's first pool/limit pair. */
export async function chooseRehearsal(options: RehearsalOptions): Promise<RehearsalChoice> {
  const incident = incidentRehearsal(options.seed);
  if (options.trace === undefined) return { kind: "ok", rehearsal: incident };
  const reading = await readTrace(options.trace);
  if (reading.kind !== "ok") return { kind: "refused", message: describeRefusal(options.trace, reading) };
  const cut = cutWindow(reading.trace, windowOf(options));
  if (cut.kind === "refused") return { kind: "refused", message: `${options.trace}: ${cut.message}\n  ${cut.fix}` };
  const rehearsal = traceRehearsal(incident.cases[0]!, {
    name: basename(options.trace),
    window: cut.window,
    factor: options.scale ?? null,
    seed: options.seed,
  });
  return { kind: "ok", rehearsal };
}

function windowOf({ full, fromHour, windowHours }: RehearsalOptions): WindowChoice {
  if (full) return { kind: "full" };
  return fromHour === undefined
    ? { kind: "around-burst", hours: windowHours }
    : { kind: "from", fromHours: fromHour, hours: windowHours };
}

/** `file:line: what` as compilers print it, so that editors find the place. */
export function describeRefusal(
  path: string,
  reading: Exclude<TraceFileReading, { kind: "ok"; trace: Trace }>,
): string {
  if (reading.kind === "unreadable") return `${reading.message} (${reading.code})\n  ${reading.fix}`;
  const lines = reading.problems.map(
    ({ line, code, message, fix }) => `${path}:${line}: ${message} (${code})\n  ${fix}`,
  );
  const more = reading.problemCount - reading.problems.length;
  if (more > 0) lines.push(`and ${more} more ${more === 1 ? "problem" : "problems"}`);
  return lines.join("\n");
}
