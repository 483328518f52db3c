import * as z from "zod/mini";
import { parseJson } from "../../shared/events/json.ts";
import type { RunMessage } from "../../shared/runbooks/run.ts";

const message = z.object({
  kind: z.literal("run-step"),
  version: z.literal(1),
  run: z.string().check(z.minLength(1)),
  step: z.int().check(z.nonnegative()),
});

/** @returns `null` for what is no message of ours */
export const readRunMessage = (body: string): RunMessage | null => {
  const json = parseJson(body);
  if (json.kind === "failed") return null;
  const read = z.safeParse(message, json.value);
  return read.success ? read.data : null;
};
