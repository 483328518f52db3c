import * as z from "zod";
import type { Outcome } from "../state/decision.ts";
import { type HistoryRefusal, refuse } from "./history-codes.ts";
import type { KeptDecision } from "./kept-decision.ts";

/** As far down as an explanation reads; what is below came from the plan, and is passed on as it is. */
const counts = z.looseObject({ desired: z.number(), running: z.number(), pending: z.number(), stopping: z.number() });
const finding = z.looseObject({
  code: z.string(),
  service: z.string().nullable(),
  database: z.string().nullable(),
  numbers: z.record(z.string(), z.number()),
  detail: z.string(),
  unlocks: z.array(z.looseObject({ kind: z.string() })),
});
const action = z.looseObject({ kind: z.string(), service: z.string() });
const want = z.looseObject({ kind: z.string() });
const admission = z.looseObject({ kind: z.string(), tasks: z.number() });
const service = z.looseObject({
  name: z.string(),
  stance: z.string(),
  want,
  counts: counts.nullable(),
  admission: admission.nullable(),
  targetTasks: z.number().nullable(),
});
const budget = z.looseObject({ kind: z.string(), database: z.string() });

const form = z.looseObject({
  id: z.string(),
  domain: z.string(),
  atMs: z.number(),
  version: z.number(),
  correlationId: z.string(),
  causes: z.array(z.string()),
  snapshot: z
    .looseObject({
      domain: z.string(),
      readAtMs: z.number(),
      services: z.array(z.looseObject({ name: z.string(), signals: z.array(z.looseObject({ kind: z.string() })) })),
      databases: z.array(z.looseObject({ name: z.string() })),
    })
    .nullish(),
  memoryBefore: z.looseObject({
    services: z.record(z.string(), z.looseObject({})),
    databases: z.record(z.string(), z.looseObject({})),
    loop: z.looseObject({}),
  }),
  plan: z.looseObject({
    nowMs: z.number(),
    services: z.array(service),
    budgets: z.array(budget),
    actions: z.array(action),
    findings: z.array(finding),
    nextRead: z.looseObject({ kind: z.string(), inSeconds: z.number() }),
  }),
  release: z.string().nullish(),
  configHash: z.string().nullish(),
});

const outcomes = z.array(z.looseObject({ kind: z.string(), action })).nullable();

/**
 * Takes a stored or imported decision of any release, or says where it is not one.
 *
 * @param value JSON
 * @param outcome what is stored of its outcomes, as JSON; `null`: nothing
 * @throws never
 */
export const readKeptDecision = (
  value: unknown,
  outcome: unknown,
): { readonly kind: "decision"; readonly decision: KeptDecision } | HistoryRefusal => {
  const read = form.safeParse(value);
  if (!read.success) return refuse("decision-form", placeOf(read.error));
  const said = outcomes.safeParse(outcome);
  if (!said.success) return refuse("decision-form", `outcomes: ${placeOf(said.error)}`);
  const decision = value as KeptDecision;
  const { release = null, configHash = null, snapshot = null } = decision;
  const nothingToDo = decision.plan.actions.length === 0;
  const told = (said.data as readonly Outcome[] | null) ?? (nothingToDo ? [] : null);
  return { kind: "decision", decision: { ...decision, release, configHash, snapshot, outcomes: told } };
};

const placeOf = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? "" : `${issue.path.join(".") || "the whole"}: ${issue.message}`;
};
