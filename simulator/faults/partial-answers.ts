import { AwsError } from "../cloud/aws-error.ts";

type Shape = Readonly<Record<string, unknown>>;

type Part = {
  /** The question for the part that is answered. */
  readonly input: object;
  /** Nothing is left of it: it is not asked at all. */
  readonly isEmpty: boolean;
  /** The answer with what says that it is a part. */
  readonly complete: (answer: object) => object;
};

/**
 * Operations that answer a part and say which one is missing: what was asked for, cut in two.
 *
 * @returns `null`: it can't be cut
 */
export const partOf = (operation: string, input: object): Part | null => {
  const asked = input as Shape;
  if (operation === "dynamodb BatchGetItem") return unprocessedKeys(asked);
  if (operation === "sqs SendMessageBatch") return failedEntries(asked);
  return null;
};

/** @see Amazon DynamoDB API reference, BatchGetItem (UnprocessedKeys) */
const unprocessedKeys = (input: Shape): Part | null => {
  const [[table, request] = ["", {}]] = Object.entries(input["RequestItems"] as Record<string, { Keys?: unknown[] }>);
  const keys = request.Keys ?? [];
  if (keys.length < 2) return null;
  const half = Math.ceil(keys.length / 2);
  return {
    input: { ...input, RequestItems: { [table]: { ...request, Keys: keys.slice(0, half) } } },
    isEmpty: false,
    complete: (answer: object) => ({
      ...answer,
      UnprocessedKeys: { [table]: { ...request, Keys: keys.slice(half) } },
    }),
  };
};

/** @see Amazon SQS API reference, SendMessageBatch (Failed) */
const failedEntries = (input: Shape): Part => {
  const entries = (input["Entries"] ?? []) as readonly { Id?: string }[];
  const kept = entries.slice(0, Math.floor(entries.length / 2));
  const { name: Code, message: Message } = new AwsError("InternalError", "on purpose", 500);
  const Failed = entries.slice(kept.length).map(({ Id }) => ({ Id, Code, Message, SenderFault: false }));
  return {
    input: { ...input, Entries: kept },
    isEmpty: kept.length === 0,
    complete: (answer: object) => ({ Successful: [], ...answer, Failed }),
  };
};
