import * as z from "zod";
import type { Config } from "../config/config.ts";
import { type HistoryCode, type HistoryRefusal, historyCodes, refuse } from "./history-codes.ts";
import type { RunEntry } from "./history-entry.ts";
import type { KeptDecision } from "./kept-decision.ts";
import { lastMomentMs } from "./moment.ts";
import { readKeptDecision } from "./read-kept-decision.ts";

/** One line of an export: a JSON object without line breaks. Documented in docs/history.md. */
export type HistoryLine =
  /** Comes before the first decision that was planned with it. */
  | { readonly kind: "config"; readonly hash: string; readonly config: Config }
  | { readonly kind: "decision"; readonly decision: KeptDecision }
  | { readonly kind: "run"; readonly run: RunEntry }
  /** There is a decision, and it can't be read. */
  | {
      readonly kind: "unreadable";
      readonly domain: string;
      readonly id: string;
      readonly code: HistoryCode;
      readonly detail: string;
    };

const moment = z.number().min(-lastMomentMs).max(lastMomentMs);

const run = z.looseObject({
  kind: z.literal("run"),
  id: z.string(),
  runbook: z.string(),
  params: z.record(z.string(), z.unknown()),
  requestedBy: z.string(),
  approvedBy: z.string().nullable(),
  atMs: moment,
  endedAtMs: moment.nullable(),
  state: z.enum(["waiting-for-approval", "running", "done", "aborted", "refused", "expired", "failed"]),
  steps: z.array(z.looseObject({ atMs: moment, step: z.string(), did: z.array(z.string()) })),
  correlationId: z.string(),
});

const line = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("config"),
    hash: z.string(),
    config: z.looseObject({
      version: z.literal(1),
      name: z.string(),
      services: z.array(z.looseObject({ name: z.string() })),
      databases: z.array(z.looseObject({ name: z.string() })),
      domains: z.array(z.looseObject({ id: z.string() })),
    }),
  }),
  z.looseObject({ kind: z.literal("decision"), decision: z.looseObject({ outcomes: z.unknown().optional() }) }),
  z.looseObject({ kind: z.literal("run"), run }),
  z.looseObject({
    kind: z.literal("unreadable"),
    domain: z.string(),
    id: z.string(),
    code: z.enum(Object.keys(historyCodes) as [HistoryCode, ...HistoryCode[]]),
    detail: z.string(),
  }),
]);

/** @returns without the line's end */
export const writeHistoryLine = (entry: HistoryLine): string => JSON.stringify(entry);

/** @throws never */
export const readHistoryLine = (text: string): HistoryLine | HistoryRefusal => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse("decision-form", `no JSON: ${(error as Error).message}`);
  }
  const read = line.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    return refuse("decision-form", `${issue.path.join(".") || "the line"}: ${issue.message}`);
  }
  if (read.data.kind !== "decision") return read.data as unknown as HistoryLine;
  return readKeptDecision(read.data.decision, read.data.decision.outcomes ?? null);
};
