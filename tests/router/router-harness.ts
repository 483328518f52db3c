import { makeHandler } from "../../functions/router/handler.ts";
import type { RouterDeps } from "../../functions/router/router-deps.ts";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { makeSendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import type { Config } from "../../shared/config/config.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import { shopConfig } from "../events/shop-config.ts";
import { AT_MS } from "./batches.ts";
import { DLQ_URL, RECORDS_URL, SCALING_URL, stubSqs } from "./stub-sqs.ts";

/** The router on a stub of SQS, with what it logged and counted. */
export const routerHarness = (
  faults: Parameters<typeof stubSqs>[0] = {},
  dueDomains: RouterDeps["dueDomains"] = async () => ["inventory", "search"],
  config: Config = shopConfig(),
) => {
  const sqs = stubSqs(faults);
  const counted: Record<string, number> = {};
  const logged: { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  const log = (message: string, fields: Readonly<Record<string, unknown>>) => void logged.push({ message, fields });
  const handler = makeHandler({
    config,
    nowMs: () => AT_MS,
    dueDomains,
    sendWakeUps: makeSendWakeUps(sqs.client, SCALING_URL, (group, reason) =>
      log("wake-up not sent", { group, reason }),
    ),
    sendRecordsWakeUps: makeSendWakeUps(sqs.client, RECORDS_URL),
    deadLetter: makeDeadLetter(sqs.client, DLQ_URL),
    log: { info: log, warn: log },
    count: (name, value, dimensions = {}) => {
      const key = [name, ...Object.values(dimensions)].join(" ");
      if (value > 0) counted[key] = (counted[key] ?? 0) + value;
    },
  });
  return {
    handler,
    sqs,
    counted,
    logged,
    wakeUps: (): readonly WakeUp[] => sqs.messages(SCALING_URL).map(({ body }) => JSON.parse(body)),
    recordsWakeUps: (): readonly RecordsWakeUp[] => sqs.messages(RECORDS_URL).map(({ body }) => JSON.parse(body)),
    deadLetters: () => sqs.messages(DLQ_URL),
  };
};
