import * as z from "zod";
import { codeSchema, severitySchema, unlockSchema } from "../notice-schema.ts";

const whole = z.int().min(0);
const atMs = z.int().describe("Milliseconds since 1970, UTC.");

const about = {
  code: codeSchema,
  severity: severitySchema,
  service: z.string().nullable(),
  database: z.string().nullable(),
  domain: z.string().describe("The domain, or the destination of records."),
};

const span = z.strictObject({
  ...about,
  minutes: whole.describe("In these 24 hours, all its appearances together, rounded up."),
  lasts: z.boolean().describe("It is in the newest decision."),
});

const service = z.strictObject({
  service: z.string(),
  domain: z.string(),
  changes: whole.describe("Writes of its desired count or its MaxCapacity."),
  wouldChange: whole.describe("In observe mode: decisions that would have changed it."),
  highestTasks: whole.nullable().describe("The highest desired count; null: it could not be read."),
  caps: z.array(span).max(10).describe("Longest first."),
  holds: z.array(span).max(10).describe("Longest first; those of two minutes and more."),
});

/** What queues and functions get of a digest: the source of docs/digest.schema.json. In no bundle. */
export const digestSchema = z.strictObject({
  type: z.literal("digest"),
  version: z.literal(1).describe("Of this form. Keys may be added without a new version."),
  id: z.string().describe("The same digest delivered twice has the same id."),
  stack: z.string().describe("The name in headgate.yml."),
  fromMs: atMs,
  toMs: atMs,
  services: z.array(service).describe("Sorted by name; those of which there is something to tell."),
  others: z.array(span).describe("Caps and holds of no single service, longest first."),
  open: z
    .array(z.strictObject({ ...about, sinceMs: atMs }))
    .describe("What lasts and was told, the most severe first, then the oldest."),
  failedWrites: z.array(
    z.strictObject({ service: z.string(), writes: whole, detail: z.string().describe("AWS's words about the last.") }),
  ),
  untold: z.array(span).describe("What came and went in quiet hours, so that nobody was told."),
  bestUnlock: z
    .strictObject({
      service: z.string(),
      database: z.string().nullable(),
      unlock: unlockSchema,
      minutes: whole.describe("For how long the cap was there that it would have lifted."),
      taskMinutes: whole.describe("Tasks beyond what was granted, times minutes."),
    })
    .nullable()
    .describe("What would have let the most tasks run for the longest; null: nothing computed."),
  leftOut: z
    .strictObject({ services: whole, others: whole, open: whole, failedWrites: whole, untold: whole })
    .describe("Of each list how many there was no room for."),
  subject: z.string().regex(/^[\x20-\x7e]{1,99}$/),
  headline: z.string().min(1).describe("What the day was like."),
  needed: z.string().min(1).describe("What is needed, or that nothing is."),
  text: z.string().min(1).describe("As it is mailed: at most 60 lines."),
});
