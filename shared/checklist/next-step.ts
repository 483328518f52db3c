import type { Config } from "../config/config.ts";
import type { AccountMetrics } from "./account-metrics.ts";
import type { AccountReading } from "./account-reading.ts";
import type { PriceOf } from "./price.ts";
import { connectionStep } from "./steps/connection-step.ts";
import type { NextStep } from "./steps/next-step.ts";
import { elasticStep, singleTaskStep } from "./steps/service-step.ts";
import { writerStep } from "./steps/writer-step.ts";
import { zoneStep } from "./steps/zone-step.ts";

/**
 * The one next step: what breaks first comes first.
 *
 * | asks for | when, by the busy hours |
 * |---|---|
 * | connections-proxy | a writer's connections have come to 80 % of its limit |
 * | database-replica | a writer's CPU is at 70 % or more, half of its operations are reads, it has no replica |
 * | database-cache | the same, it has a replica, and no cache is seen |
 * | database-class | a writer's CPU is at 70 % or more, and it is the writes, or replica and cache are there |
 * | second-zone | a database that is written to, or a service with two tasks or more, is in one zone |
 * | more-tasks | a service behind a balancer has one task |
 * | elastic-service | a service's CPU is at 60 % or more, and its count is fixed |
 * | nothing | none of these |
 *
 * Ties go to the busiest, then to the smaller name. A figure that isn't known asks for nothing.
 */
export const nextStepOf = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
  priceOf: PriceOf,
): NextStep =>
  connectionStep(reading, metrics, config, priceOf) ??
  writerStep(reading, metrics, priceOf) ??
  zoneStep(reading, priceOf) ??
  singleTaskStep(reading) ??
  elasticStep(reading, metrics, config) ?? {
    code: "nothing",
    what: "No step is asked for.",
    because: `No figure of the last ${metrics.windowDays} days is near its bound.`,
    numbers: { windowDays: metrics.windowDays },
    price: null,
    command: "npx headgate checklist",
  };
