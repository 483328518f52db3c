import type { SQSRecord } from "aws-lambda";
import { parseEvents } from "../../shared/events/parse-event.ts";
import type { ParsedEvent } from "../../shared/events/parsed-event.ts";

export type ReadRecord = {
  readonly messageId: string;
  readonly body: string;
  /** At least one. */
  readonly events: readonly ParsedEvent[];
};

/** What the router uses of an SQS record; Lambda gives more. */
export type RouterRecord = Pick<SQSRecord, "messageId" | "body"> & {
  readonly attributes?: Partial<Pick<SQSRecord["attributes"], "SentTimestamp">>;
};

/** @throws never: whatever is wrong with a record stays with it, and its neighbours go on */
export const readRecord = (record: RouterRecord): ReadRecord => {
  const { messageId } = record;
  try {
    const sentAtMs = Number(record.attributes?.SentTimestamp);
    const events = parseEvents({
      messageId,
      body: record.body,
      // Without it a wake-up counts as the oldest of its batch.
      sentAtMs: Number.isSafeInteger(sentAtMs) ? sentAtMs : 0,
    });
    return { messageId, body: record.body, events };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { messageId, body: "", events: [{ kind: "malformed", code: "unreadable", reason, place: "record" }] };
  }
};
