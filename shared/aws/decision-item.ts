import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Decision } from "../state/decision.ts";
import { summaryOf } from "../state/decision-summary.ts";

type Item = Record<string, AttributeValue>;

/** Counts the forms in which decisions were stored: 1 had no number, no release and no configuration. */
export const decisionForm = 2;

export const domainKey = (domain: string): string => `DOMAIN#${domain}`;

export const decisionPrefix = "DECISION#";

export const decisionKey = ({ domain, id }: Pick<Decision, "domain" | "id">): Item => ({
  pk: { S: domainKey(domain) },
  sk: { S: `${decisionPrefix}${id}` },
});

/** @param body attributes of the whole decision, as `putBody` gives them */
export const decisionItem = (decision: Decision, body: Item, expiresAtSeconds: number): Item => ({
  ...decisionKey(decision),
  form: { N: String(decisionForm) },
  atMs: { N: String(decision.atMs) },
  actions: { S: JSON.stringify(decision.plan.actions) },
  summary: { S: JSON.stringify(summaryOf(decision)) },
  ...body,
  expiresAtSeconds: { N: String(expiresAtSeconds) },
});
