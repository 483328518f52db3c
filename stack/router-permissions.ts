import { arnOf } from "./intrinsics.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import type { Statement } from "./statement.ts";

/**
 * What the role of `router` may do: take events, hand wake-ups on, look up which domains are due.
 *
 * @returns the same for every configuration: the router writes to nothing but our own queues
 */
export const routerStatements = (logGroup: string): readonly Statement[] => [
  ...runtimeStatements(logGroup),
  {
    Sid: "TakeEvents",
    Effect: "Allow",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    Resource: [arnOf("EventsQueue")],
  },
  {
    Sid: "SendWakeUps",
    Effect: "Allow",
    Action: ["sqs:SendMessage"],
    // The dead-letter queue too: what can't be parsed goes there at once, with its reason.
    Resource: [arnOf("ScalingQueue"), arnOf("RecordsQueue"), arnOf("EventsDeadLetterQueue")],
  },
  {
    Sid: "ReadDueDomains",
    Effect: "Allow",
    Action: ["dynamodb:BatchGetItem"],
    Resource: [arnOf("Table")],
  },
];
