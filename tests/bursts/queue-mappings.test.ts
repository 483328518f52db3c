import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { isMap, isScalar, parseDocument } from "yaml";
import { queueMappings, type WorkQueue } from "./queue-mappings.ts";

/** In serverless.yml, by the function that reads the queue. */
const functions: Record<WorkQueue, string> = { events: "router", "scaling.fifo": "scale", "records.fifo": "records" };

it.each(Object.entries(functions) as [WorkQueue, string][])("%s is polled as serverless.yml has it", (queue, name) => {
  const mapping = parseDocument(readFileSync("serverless.yml", "utf8"), { logLevel: "silent" }).getIn([
    "functions",
    name,
    "events",
    0,
    "sqs",
  ]);
  if (!isMap(mapping)) throw new Error(`${name} has no queue`);
  const numberOf = (key: string): number => {
    const value = mapping.get(key, true);
    return isScalar(value) ? Number(value.value) : 0;
  };
  expect({
    batchSize: numberOf("batchSize"),
    maximumConcurrency: numberOf("maximumConcurrency"),
    batchingWindowMs: numberOf("maximumBatchingWindow") * 1000,
  }).toEqual(queueMappings[queue]);
});
