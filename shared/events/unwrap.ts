import { isId } from "./fields.ts";
import { isObject, type JsonObject, jsonTypeOf, parseJson } from "./json.ts";
import type { MalformedEvent, UnknownEvent } from "./parsed-event.ts";

/** An event outside its envelopes, not yet read. */
export type BareEvent = {
  readonly kind: "event";
  readonly value: JsonObject;
  /** Id of the nearest envelope: a redelivered notification keeps its SNS id while its SQS id changes. */
  readonly id: string;
  readonly place: string;
};

/** SQS's own limit on a message. @see Amazon SQS developer guide, message quotas */
export const mostMessageBytes = 1_048_576;

/** EventBridge in SNS in SQS in a forwarded SQS event is three; one more is room, not a use case. */
export const mostEnvelopes = 4;

type Opened = BareEvent | UnknownEvent | MalformedEvent;
type Position = { readonly id: string; readonly place: string; readonly envelopes: number };

/**
 * Takes every event out of a message: SNS notifications, SQS messages and Lambda's SQS and SNS events, in any nesting.
 *
 * @param body of the SQS message
 * @param messageId of the SQS message, the id of last resort
 * @returns at least one verdict; several for an envelope with several records, each on its own
 * @throws never
 */
export const unwrap = (body: string, messageId: string): readonly Opened[] => {
  const bytes = Buffer.byteLength(body);
  return bytes > mostMessageBytes
    ? [{ kind: "malformed", code: "too-large", reason: `${bytes} bytes`, place: "body" }]
    : openText(body, { id: messageId, place: "body", envelopes: 0 });
};

const openText = (text: unknown, at: Position): readonly Opened[] => {
  if (text === undefined) return [malformed("missing-field", "text expected", at)];
  if (typeof text !== "string") return [malformed("wrong-type", `text expected, ${jsonTypeOf(text)} found`, at)];
  const json = parseJson(text);
  return json.kind === "failed" ? [malformed("not-json", json.reason, at)] : openValue(json.value, at);
};

const openValue = (value: unknown, at: Position): readonly Opened[] => {
  if (!isObject(value)) return [malformed("not-an-object", `object expected, ${jsonTypeOf(value)} found`, at)];
  const open = envelopeOf(value);
  if (open === null) return [{ kind: "event", value, id: at.id, place: at.place }];
  if (at.envelopes === mostEnvelopes) {
    return [malformed("too-deep", `more than ${mostEnvelopes} envelopes`, at)];
  }
  return open(at);
};

/** How to open what `value` is an envelope of; `null`: it is none. */
const envelopeOf = (value: JsonObject): ((at: Position) => readonly Opened[]) | null => {
  if (value["Type"] === "Notification") {
    return (at) => openText(value["Message"], inside(at, "Message", value["MessageId"]));
  }
  if (value["Type"] === "SubscriptionConfirmation" || value["Type"] === "UnsubscribeConfirmation") {
    return () => [{ kind: "unknown", code: "sns-control", what: String(value["Type"]) }];
  }
  if ("Records" in value) return (at) => openRecords(value["Records"], inside(at, "Records", undefined));
  // An SQS message as the API returns it, then as Lambda and Pipes hand it on.
  if ("Body" in value && "MessageId" in value) {
    return (at) => openText(value["Body"], inside(at, "Body", value["MessageId"]));
  }
  if ("body" in value && "messageId" in value) {
    return (at) => openText(value["body"], inside(at, "body", value["messageId"]));
  }
  return null;
};

const openRecords = (records: unknown, at: Position): readonly Opened[] => {
  if (!Array.isArray(records)) return [malformed("wrong-type", `list expected, ${jsonTypeOf(records)} found`, at)];
  if (records.length === 0) return [{ kind: "unknown", code: "empty-envelope", what: at.place }];
  return records.flatMap((record, index) =>
    openRecord(record, { ...at, id: `${at.id}/${index}`, place: `${at.place}[${index}]` }),
  );
};

const openRecord = (record: unknown, at: Position): readonly Opened[] => {
  if (!isObject(record)) return [malformed("not-an-object", `object expected, ${jsonTypeOf(record)} found`, at)];
  if ("body" in record) return openText(record["body"], named(at, "body", record["messageId"]));
  if ("Sns" in record) return openValue(record["Sns"], named(at, "Sns", undefined));
  const source = record["eventSource"] ?? record["EventSource"];
  return [{ kind: "unknown", code: "unknown-record", what: typeof source === "string" ? source : at.place }];
};

const inside = (at: Position, field: string, id: unknown): Position => ({
  ...named(at, field, id),
  envelopes: at.envelopes + 1,
});

const named = (at: Position, field: string, id: unknown): Position => ({
  ...at,
  id: isId(id) ? id : at.id,
  place: `${at.place}.${field}`,
});

const malformed = (code: MalformedEvent["code"], reason: string, at: Position): MalformedEvent => ({
  kind: "malformed",
  code,
  reason,
  place: at.place,
});
