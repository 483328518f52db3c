import type { GetMetricDataInput } from "@aws-sdk/client-cloudwatch";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { CloudService } from "../cloud/cloud-service.ts";

type Item = Readonly<Record<string, AttributeValue>>;

const kilobyte = 1024;
const readUnitBytes = 4 * kilobyte;

/**
 * Adds up what recorded calls of the AWS clients are billed as.
 *
 * DynamoDB bills reads by 4 KB of the whole item, also where only a part is asked for, writes by 1 KB and those of a
 * transaction twice; so the sizes of the items that were written are kept here.
 *
 * @see Amazon DynamoDB Developer Guide, "DynamoDB read and write operations"
 */
export class UseCounter {
  calls = 0;
  readonly byOperation = new Map<string, number>();
  tableReadUnits = 0;
  tableWriteUnits = 0;
  decisionBytes = 0;
  decisions = 0;
  metricReads = 0;
  /** Sent to a queue of this name. */
  readonly sent = new Map<string, number>();
  private readonly sizes = new Map<string, number>();

  /** Bytes of everything but decisions, which come and go. */
  get otherBytes(): number {
    return [...this.sizes.values()].reduce((sum, bytes) => sum + bytes, 0) - this.decisionBytes;
  }

  count(service: CloudService, operation: string, input: object): void {
    this.calls += 1;
    const name = `${service} ${operation}`;
    this.byOperation.set(name, (this.byOperation.get(name) ?? 0) + 1);
    if (service === "dynamodb") this.countTable(operation, input as TableInput);
    if (name === "cloudwatch GetMetricData") this.metricReads += metricsOf(input as GetMetricDataInput);
    if (service === "sqs" && operation.startsWith("SendMessage")) {
      const { QueueUrl = "" } = input as { readonly QueueUrl?: string };
      this.sent.set(QueueUrl, (this.sent.get(QueueUrl) ?? 0) + 1);
    }
  }

  private countTable(operation: string, input: TableInput): void {
    switch (operation) {
      case "GetItem":
        this.read(input.Key!, input.ConsistentRead === true);
        return;
      case "BatchGetItem":
        for (const { Keys = [], ConsistentRead } of Object.values(input.RequestItems ?? {}))
          for (const key of Keys) this.read(key, ConsistentRead === true);
        return;
      case "PutItem":
        this.write(input.Item!, 1);
        return;
      case "TransactWriteItems":
        for (const { Put } of input.TransactItems ?? []) this.write(Put!.Item, 2);
        return;
      case "UpdateItem":
        this.update(input);
        return;
      case "Scan":
        throw new Error("a scan of the table is not part of the daily work, and its cost is not counted");
      default:
        throw new Error(`dynamodb ${operation} is not counted`);
    }
  }

  private read(key: Item, consistent: boolean): void {
    const units = Math.max(1, Math.ceil((this.sizes.get(idOf(key)) ?? 0) / readUnitBytes));
    this.tableReadUnits += consistent ? units : units / 2;
  }

  private write(item: Item, factor: number): void {
    const bytes = sizeOf(item);
    this.tableWriteUnits += factor * Math.max(1, Math.ceil(bytes / kilobyte));
    this.keep(item, bytes);
  }

  private update({ Key, ExpressionAttributeValues = {} }: TableInput): void {
    const bytes = (this.sizes.get(idOf(Key!)) ?? sizeOf(Key!)) + sizeOf(ExpressionAttributeValues);
    this.tableWriteUnits += Math.max(1, Math.ceil(bytes / kilobyte));
    this.keep(Key!, bytes);
  }

  private keep(key: Item, bytes: number): void {
    const id = idOf(key);
    const before = this.sizes.get(id);
    this.sizes.set(id, bytes);
    if (!isDecision(key)) return;
    this.decisionBytes += bytes - (before ?? 0);
    if (before === undefined) this.decisions += 1;
  }
}

/**
 * What one request is billed as: up to five statistics of a metric are one.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
const metricsOf = ({ MetricDataQueries = [] }: GetMetricDataInput): number => {
  const statistics = new Map<string, number>();
  for (const { MetricStat } of MetricDataQueries) {
    const metric = JSON.stringify(MetricStat?.Metric);
    statistics.set(metric, (statistics.get(metric) ?? 0) + 1);
  }
  return [...statistics.values()].reduce((sum, count) => sum + Math.ceil(count / 5), 0);
};

type TableInput = {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys?: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
  readonly TransactItems?: readonly { readonly Put?: { readonly Item: Item } }[];
  readonly ExpressionAttributeValues?: Item;
};

const idOf = ({ pk, sk }: Item): string => `${pk?.S}\u0000${sk?.S}`;

const isDecision = ({ sk }: Item): boolean => /^DECISION/.test(sk?.S ?? "");

/** Names count as well as values. */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

const bytesOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, entry) => sum + 1 + bytesOf(entry), 0);
  if (value.M !== undefined) return 3 + sizeOf(value.M);
  return 1;
};
