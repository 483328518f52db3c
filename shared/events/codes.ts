/**
 * Why the router did nothing with an event: well-formed, but not for this stack. Dropped and counted by code.
 *
 * A closed table: the metric's `code` dimension and docs/events.md have exactly these rows.
 */
export const dropCodes = {
  "unknown-detail-type": "An EventBridge event of a source and detail type that the router doesn't read.",
  "unknown-record": "A record inside an envelope that is neither an SQS message nor an SNS notification.",
  "empty-envelope": "An envelope with no record in it.",
  "sns-control": "SNS's own subscription message, not a notification.",
  "unknown-kind": "A message with a `kind` that this version doesn't know.",
  "unknown-version": "A wake-up of another format version, as seen while a new version is deployed.",
  "standalone-task": "A task that no ECS service started.",
  "unknown-alarm": "No service has a signal that names this alarm.",
  "unknown-service": "No service of the configuration is this ECS service.",
  "unknown-domain": "A wake-up for a domain that the configuration no longer has.",
  "unknown-destination": "A wake-up for a zone, a Cloud Map service or a fleet that the configuration no longer has.",
  "unknown-source": "An RDS event about no database of the configuration; dropped by `limits`.",
  "nothing-due": "A tick at which no domain was due to be read, and no destination is configured.",
} as const;

export type DropCode = keyof typeof dropCodes;

/** Why an event could not be read. Its message goes to the dead-letter queue with code, reason and place. */
export const malformedCodes = {
  "too-large": "The message is larger than SQS can carry.",
  "not-json": "The message, or a text inside an envelope, is not JSON.",
  "not-an-object": "JSON, but a list or a bare value where an object is needed.",
  "too-deep": "More envelopes around the event than the router opens.",
  "no-known-shape": "An object without any field that says which event it is.",
  "missing-field": "A field that the router needs is not there.",
  "wrong-type": "A field has another JSON type than AWS documents.",
  "bad-value":
    "A field has the right type but a value that can't be: an unknown state, a time or an ARN that can't be read.",
  unreadable: "Reading the record itself failed.",
} as const;

export type MalformedCode = keyof typeof malformedCodes;
