import type { CloudService } from "../cloud-service.ts";
import type { CloudBehind } from "./cloud-behind.ts";

export type RecordedCall = {
  readonly service: CloudService;
  readonly operation: string;
  readonly input: object;
  /** The error's name and message, or `null` when the call was answered. */
  readonly refusedWith: string | null;
};

/** The same cloud, and every call it gets, in the order of their answers. */
export const recordCalls = (
  cloud: CloudBehind,
): { readonly cloud: CloudBehind; readonly calls: readonly RecordedCall[] } => {
  const calls: RecordedCall[] = [];
  return {
    calls,
    cloud: {
      handle: async (service, operation, input) => {
        try {
          const output = await cloud.handle(service, operation, input);
          calls.push({ service, operation, input, refusedWith: null });
          return output;
        } catch (thrown) {
          calls.push({
            service,
            operation,
            input,
            refusedWith: `${(thrown as Error).name}: ${(thrown as Error).message}`,
          });
          throw thrown;
        }
      },
    },
  };
};

/**
 * What the cloud saw, for a person at a terminal: how much was read, each write with its arguments, and the notices as
 * their readers would get them.
 */
export const describeCalls = (calls: readonly RecordedCall[]): readonly string[] => {
  const writes = calls.filter(({ operation }) => !isRead(operation));
  const reads = calls.length - writes.length;
  const refused = calls.filter(({ refusedWith }) => refusedWith !== null);
  return [
    `The embedded cloud saw ${counted(reads, "read")} and ${counted(writes.length, "write")}.`,
    ...writes.map(
      ({ service, operation, input }) => `  ${service} ${operation} ${shortened(JSON.stringify(input, hideBytes))}`,
    ),
    ...refused.map(({ service, operation, refusedWith }) => `  refused: ${service} ${operation}: ${refusedWith}`),
    ...writes.flatMap(({ operation, input }) => (operation === "Publish" ? describeNotice(input) : [])),
  ];
};

const describeNotice = (input: object): readonly string[] => {
  const { Subject, Message, MessageStructure } = input as Readonly<Record<string, string | undefined>>;
  const text = MessageStructure === "json" ? (JSON.parse(Message ?? "{}").default as string) : (Message ?? "");
  return ["", `Notice: ${Subject ?? ""}`, ...text.split("\n").map((line) => `  ${line}`)];
};

const hideBytes = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? `${value.byteLength} bytes` : value;

const isRead = (operation: string): boolean => /^(BatchGet|Describe|Get|Head|List|Query|Receive|Scan)/.test(operation);

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A decision's item is kilobytes; the first part tells which it is. */
const shortened = (text: string): string => (text.length <= 240 ? text : `${text.slice(0, 239)}…`);
