import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";

const folder = join(__dirname, "../../events");

/** Every sample, as `source/case`, sorted. */
export const sampleNames = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => path.slice(0, -".json".length))
    .sort();

export const sampleText = (name: string): string => readFileSync(join(folder, `${name}.json`), "utf8");

export const sample = (name: string): unknown => JSON.parse(sampleText(name));

export const sqsSample = (name: string): SQSEvent => sample(`sqs/${name}`) as SQSEvent;

export const messageOf = (body: unknown, messageId = "message-1") => ({
  messageId,
  body: typeof body === "string" ? body : JSON.stringify(body),
  sentAtMs: Date.parse("2026-03-02T09:14:40Z"),
});
