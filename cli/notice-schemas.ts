import * as z from "zod";
import { compileNotices } from "../shared/config/compile-notices.ts";
import type { GeneratedFile } from "../shared/config/render-docs.ts";
import { digestSchema } from "../shared/notices/digest/digest-schema.ts";
import { makeLinksOf } from "../shared/notices/links/notice-links.ts";
import { makeNotice } from "../shared/notices/make-notice.ts";
import type { NoticeContext } from "../shared/notices/notice.ts";
import { noticeForms } from "../shared/notices/notice-forms.ts";
import { noticeSchema } from "../shared/notices/notice-schema.ts";
import type { Finding } from "../shared/plan/explain/finding.ts";

/** docs/notice.schema.json and docs/digest.schema.json: what queues and functions get. */
export const noticeSchemas = (): readonly GeneratedFile[] => [
  schemaFile("notice", noticeSchema, {
    title: "Headgate notice",
    description: "What SNS delivers to sqs and lambda subscribers of the topic where the attribute type is notice.",
    examples: [example("raised"), example("cleared")],
  }),
  schemaFile("digest", digestSchema, {
    title: "Headgate digest",
    description: "What SNS delivers to sqs and lambda subscribers of the topic where the attribute type is digest.",
  }),
];

const schemaFile = (name: string, schema: z.ZodType, about: Readonly<Record<string, unknown>>): GeneratedFile => {
  const generated = z.toJSONSchema(schema, { target: "draft-2020-12" });
  const whole = { ...generated, $id: `urn:headgate:${name}:1`, ...about };
  return { path: `docs/${name}.schema.json`, text: `${JSON.stringify(whole, null, 2)}\n` };
};

const atMs = Date.UTC(2026, 2, 14, 2, 15);

const finding: Finding = {
  code: "database-budget",
  service: "order",
  database: "orders",
  numbers: { askTasks: 13, grantedTasks: 8, priceConnections: 20, budgetConnections: 162, leftConnections: 2 },
  detail: "",
  unlocks: [{ kind: "smaller-pool", connectionsPerTask: 12, insteadOf: 20, tasks: 13 }],
};

const context: NoticeContext = {
  stack: "shop",
  domain: "order",
  decisionId: "2026-03-14T02:15:00.000Z#1042",
  correlationId: "7bf73129-1428-4cd3-a780-95db273d1602",
  traceId: null,
  settings: compileNotices(),
};

const example = (state: "raised" | "cleared"): unknown => {
  const told = { id: `shop/order/database-budget/order/orders/${state}/${atMs}`, state, atMs };
  const notice = makeNotice(finding, told, { sinceMs: atMs - 600_000, lastSeenMs: atMs }, context);
  const linksOf = makeLinksOf({ region: "eu-central-1", logGroups: ["/aws/lambda/headgate-prod-scale"] });
  return JSON.parse(noticeForms(notice, linksOf(notice)).messages.sqs);
};
