/** A message of a dead-letter queue, as a look at the queue shows it. */
export type DeadLetter = {
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly body: string;
  /** Text attributes: Headgate's own `reason`, and what EventBridge says of an event that it could not deliver. */
  readonly attributes: Readonly<Record<string, string>>;
};

export type DescribedLetter = {
  readonly messageId: string;
  readonly ageSeconds: number;
  /** "wake-up of checkout", "ECS Task State Change". */
  readonly what: string;
  /** `unparsable`: it was refused as it was read, and will be again. */
  readonly why: "unparsable" | "undelivered" | "crashed";
  readonly reason: string;
};

const mostReasonCharacters = 160;

/**
 * What a dead letter is and why it is there.
 *
 * Headgate puts a reason on what it can't read; EventBridge puts ERROR_CODE on what it could not deliver; what SQS itself
 * has moved carries nothing, because the function crashed or ran out of time as often as the queue allows.
 *
 * @throws never
 * @see Amazon EventBridge user guide, dead-letter queues: ERROR_CODE, ERROR_MESSAGE
 */
export const describeLetter = (
  { messageId, sentAtMs, body, attributes }: DeadLetter,
  nowMs: number,
): DescribedLetter => ({
  messageId,
  ageSeconds: Math.max(0, Math.round((nowMs - sentAtMs) / 1000)),
  what: whatOf(body),
  ...whyOf(attributes),
});

const whyOf = (attributes: DeadLetter["attributes"]): Pick<DescribedLetter, "why" | "reason"> => {
  const { reason, ERROR_CODE: code, ERROR_MESSAGE: message } = attributes;
  if (reason !== undefined) return { why: "unparsable", reason: shortened(reason) };
  if (code !== undefined)
    return { why: "undelivered", reason: shortened(message === undefined ? code : `${code}: ${message}`) };
  return { why: "crashed", reason: "the function failed on it each time; see its log" };
};

const whatOf = (body: string): string => {
  const fields = recordOf(body);
  if (fields === null) return "unreadable text";
  const { kind, domain, destination, run, source } = fields;
  const about = [domain, destination, run].find((value) => typeof value === "string");
  if (typeof kind === "string") return shortened(about === undefined ? kind : `${kind} of ${about}`);
  const detailType = fields["detail-type"];
  if (typeof detailType === "string") return shortened(detailType);
  return typeof source === "string" ? shortened(`event of ${source}`) : "object without a kind";
};

const recordOf = (body: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
};

const shortened = (text: string): string =>
  text.length <= mostReasonCharacters ? text : `${text.slice(0, mostReasonCharacters)}...`;
