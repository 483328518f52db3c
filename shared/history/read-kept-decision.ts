import * as z from "zod/mini";
import type { Outcome } from "../state/decision.ts";
import { type HistoryRefusal, refuse } from "./history-codes.ts";
import type { KeptDecision } from "./kept-decision.ts";
import { lastMomentMs } from "./moment.ts";

/** As far down as an explanation reads; what is below came from the plan, and is passed on as it is. */
const counts = z.looseObject({ desired: z.number(), running: z.number(), pending: z.number(), stopping: z.number() });
const finding = z.looseObject({
  code: z.string(),
  service: z.nullable(z.string()),
  database: z.nullable(z.string()),
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
  counts: z.nullable(counts),
  admission: z.nullable(admission),
  targetTasks: z.nullable(z.number()),
});
const budget = z.looseObject({ kind: z.string(), database: z.string() });

const moment = z.number().check(z.gte(-lastMomentMs), z.lte(lastMomentMs));

const form = z.looseObject({
  id: z.string(),
  domain: z.string(),
  atMs: moment,
  version: z.number(),
  correlationId: z.string(),
  causes: z.array(z.string()),
  snapshot: z.nullish(
    z.looseObject({
      domain: z.string(),
      readAtMs: z.number(),
      services: z.array(z.looseObject({ name: z.string(), signals: z.array(z.looseObject({ kind: z.string() })) })),
      databases: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
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
  release: z.nullish(z.string()),
  configHash: z.nullish(z.string()),
});

const outcomes = z.nullable(z.array(z.looseObject({ kind: z.string(), action })));

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

const placeOf = (error: z.core.$ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? "" : `${issue.path.join(".") || "the whole"}: ${issue.message}`;
};
