import type { Config } from "../../shared/config/config.ts";
import { type FunctionName, functionNames } from "../../stack/functions.ts";
import type { DoctorClients } from "./doctor-clients.ts";
import { expectedPermissions, type StackPlace } from "./expected-permissions.ts";
import { readFiringAlarms, readFunction, readRole, readStack, readSubscriptions } from "./read-deployed.ts";
import { readQueue } from "./read-queue.ts";
import { readTable } from "./read-table.ts";
import type { LocalConfig, RoleReading, StackReadings } from "./stack-readings.ts";

/** As in stack/resources/queues.yml, after the prefix. */
const queueNames = [
  "events",
  "events-dlq",
  "scaling.fifo",
  "scaling-dlq.fifo",
  "records.fifo",
  "records-dlq.fifo",
  "runs",
  "runs-dlq",
];

/** What progress counts to. */
export const stackReadingCount = 3 + 2 * functionNames.length + queueNames.length + 1;

export type Here = {
  readonly cli: StackReadings["cli"];
  readonly callerArn: string;
  readonly place: StackPlace;
  readonly config: LocalConfig;
  /** `null` where headgate.yml is not usable. */
  readonly compiled: Config | null;
};

/**
 * Reads everything that doctor looks at. What can't be read says so in its place.
 *
 * @param onRead called after each reading
 * @throws never
 */
export const readStackReadings = async (
  clients: DoctorClients,
  { cli, callerArn, place, config, compiled }: Here,
  nowMs: number,
  onRead: () => void,
): Promise<StackReadings> => {
  const { prefix, partition, region, accountId } = place;
  const step = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onRead();
    return result;
  };
  const topicArn = `arn:${partition}:sns:${region}:${accountId}:${prefix}-notices`;
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const queueUrl = (name: string): string => `https://sqs.${region}.${domain}/${accountId}/${name}`;
  const roleOf = async (name: FunctionName): Promise<RoleReading> => {
    const roleName = `${prefix}-${region}-${name}`;
    return {
      functionName: name,
      roleName,
      expected: compiled === null ? null : expectedPermissions(name, compiled, place),
      actual: await readRole(clients, roleName),
    };
  };
  const [stack, functions, roles, queues, table, subscriptions, alarms] = await Promise.all([
    step(readStack(clients, prefix)),
    Promise.all(
      functionNames.map((name) =>
        step(readFunction(clients, `${prefix}-${name}`)).then((facts) => ({ name: `${prefix}-${name}`, facts })),
      ),
    ),
    Promise.all(functionNames.map((name) => step(roleOf(name)))),
    Promise.all(
      queueNames.map((name) => step(readQueue(clients, `${prefix}-${name}`, queueUrl(`${prefix}-${name}`), nowMs))),
    ),
    step(readTable(clients.dynamoDb, prefix, config.kind === "read" ? config.domains : [])),
    step(readSubscriptions(clients, topicArn)),
    step(readFiringAlarms(clients, `${prefix}-`)),
  ]);
  return {
    stackName: prefix,
    cli,
    caller: { arn: callerArn, accountId, region },
    config,
    stack,
    functions,
    roles,
    queues,
    table: { name: prefix, facts: table },
    topic: { arn: topicArn, subscriptions },
    alarms,
  };
};
