import * as z from "zod";
import { type FindingCode, findingCodes } from "../plan/explain/codes.ts";

const whole = z.int().min(0);
const name = z.string().min(1);
const atMs = z.int().describe("Milliseconds since 1970, UTC.");
const tasks = whole.describe("As many tasks would fit then.");

/** One of the options that a cap's arithmetic gives. */
export const unlockSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("smaller-pool"), connectionsPerTask: whole, insteadOf: whole, tasks }),
    z.strictObject({ kind: z.literal("borrow-surge"), tasks }),
    z.strictObject({ kind: z.literal("larger-limit"), maxConnections: whole, insteadOf: whole, tasks }),
    z.strictObject({ kind: z.literal("maximum-percent"), maximumPercent: whole, insteadOf: whole, tasks }),
    z.strictObject({ kind: z.literal("shorter-drain"), drainSeconds: whole, insteadOfSeconds: whole, tasks }),
    z.strictObject({
      kind: z.literal("next-class"),
      instanceClass: name,
      insteadOf: name,
      maxConnections: whole,
      pricePercent: z.number(),
      moreMonthlyDollars: z.number().nullable(),
      tasks,
    }),
    z.strictObject({ kind: z.literal("proxy"), borrowedMilliPerTask: z.number(), tasks }),
    z.strictObject({
      kind: z.literal("read-replica"),
      readSharePercent: z.number(),
      movedConnections: z.number(),
      tasks,
    }),
    z.strictObject({ kind: z.literal("lower-maximum-percent"), maximumPercent: whole, insteadOf: whole }),
  ])
  .describe("Something that would let more tasks run, computed.");

export const codeSchema = z
  .enum(Object.keys(findingCodes) as [FindingCode, ...FindingCode[]])
  .describe("What it is about. Codes stay the same between releases; new ones may come.");

export const severitySchema = z
  .enum(["high", "medium", "low"])
  .describe("high: wake somebody. medium: a person has to mend it. low: nothing to do, or nothing soon.");

const findingSchema = z.strictObject({
  code: codeSchema,
  service: name.nullable(),
  database: name.nullable(),
  numbers: z.record(z.string(), z.number()).describe("By name; each name ends with its unit. At most 50."),
  detail: z.string().max(4_003).describe("What was read or refused, in a few words; may be empty."),
  unlocks: z.array(unlockSchema).max(20).describe("Cheapest to try first; empty where nothing can be computed."),
});

/** What queues and functions get of a notice: the source of docs/notice.schema.json. In no bundle. */
export const noticeSchema = z.strictObject({
  type: z.literal("notice"),
  version: z.literal(1).describe("Of this form. Keys may be added without a new version."),
  id: name.describe("The same notice delivered twice has the same id."),
  atMs: atMs.describe("When it was decided, in milliseconds since 1970, UTC."),
  stack: z.string().describe("The name in headgate.yml."),
  domain: name.describe("The domain, or the destination of records: zone/<id>, cloud-map/<id>, nginx/<fleet>."),
  state: z
    .enum(["raised", "reminder", "cleared"])
    .describe("Of its cause: raised once, reminder while it lasts, cleared when it is over."),
  kind: z
    .enum(["change", "cap", "hold", "warning"])
    .describe("What it does: a change was decided, a cap grants less, a hold keeps what is there, a warning nothing."),
  severity: severitySchema,
  code: codeSchema,
  service: name.nullable().describe("The service's name in headgate.yml; null: it is about no single one."),
  database: name.nullable().describe("The database's name in headgate.yml; null: it is about none."),
  finding: findingSchema,
  sinceMs: atMs.describe("When the cause was first seen."),
  lastSeenMs: atMs.describe("When it was last seen."),
  decisionId: name.nullable().describe("Of the newest stored decision, for headgate explain."),
  correlationId: name.nullable().describe("In every log line from the event to the write."),
  traceId: z
    .string()
    .regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    .nullable()
    .describe("X-Ray's."),
  subject: z
    .string()
    .regex(/^[\x20-\x7e]{1,99}$/)
    .describe("One line of ASCII."),
  headline: z.string().min(1).describe("What happened."),
  needed: z.string().min(1).describe("What is needed, or that nothing is."),
  text: z.string().min(1).describe("As it is mailed: at most 20 lines."),
  links: z
    .strictObject({
      explain: z.string().nullable().describe("A command line."),
      logs: z.url().nullable().describe("The console's Logs Insights, with a query over the right time."),
      trace: z.url().nullable().describe("The console's page of the trace."),
    })
    .describe("Where more is; null: nowhere."),
});
