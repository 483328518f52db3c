import { makeHandler } from "../../functions/limits/handler.ts";
import { limitsDeps } from "../../functions/limits/wiring.ts";
import { makeFactsTable, readFactsAndQuotas } from "../../shared/aws/facts-table.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig, DatabasePlace, ProxyConfig } from "../../shared/config/database-config.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { DatabaseFacts, InstanceFacts } from "../../shared/limits/database-facts.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { CloudService } from "../../simulator/cloud/cloud-service.ts";
import { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { emptyEstate, type RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { World } from "../../simulator/world/world.ts";

const startMs = Date.UTC(2026, 2, 14, 9, 0, 0);
const names = { prefix: "headgate-dev", region: "eu-central-1", accountId: "123456789012" };

type Call = { readonly name: `${CloudService} ${string}`; readonly input: Readonly<Record<string, unknown>> };
type Fault = (call: Call) => Error | null;

/** Only what `limits` reads; the rest of a database is the plan's. */
export const database = (
  name: string,
  place: string | DatabasePlace,
  changes: Partial<DatabaseConfig> = {},
): DatabaseConfig =>
  ({
    name,
    at: typeof place === "string" ? { kind: "instance", instance: place } : place,
    engine: "postgres",
    maxConnections: null,
    ...changes,
  }) as unknown as DatabaseConfig;

export const writerOf = (cluster: string): DatabasePlace => ({ kind: "cluster", cluster, role: "writer" });
export const readersOf = (cluster: string): DatabasePlace => ({ kind: "cluster", cluster, role: "reader" });

/** Each database is its own domain, named after it, unless the domains are given. */
export const configOf = (
  databases: readonly DatabaseConfig[],
  { proxies = [], domains }: { readonly proxies?: readonly ProxyConfig[]; readonly domains?: Config["domains"] } = {},
): Config =>
  ({
    name: "shop",
    services: [],
    databases,
    proxies,
    zones: [],
    nginxFleets: [],
    domains: domains ?? databases.map(({ name }) => ({ id: `${name}-domain`, services: [], databases: [name] })),
  }) as unknown as Config;

export const proxy = (name: string, proxyName: string, behind: string): ProxyConfig => ({
  name,
  proxy: proxyName,
  database: behind,
  maxClientConnections: null,
});

/** The deployed handler on the embedded cloud, with every SDK call recorded and any of them made to fail. */
export const limitsStack = (config: Config, estate: Partial<RdsEstate>) => {
  const world = new World({ startMs, services: [], databases: [] }, 1);
  const cloud = new EmbeddedCloud(world, config, [], names);
  cloud.estate = { ...emptyEstate, ...estate };
  const calls: Call[] = [];
  let fault: Fault = () => null;
  const answer = cloud.handle.bind(cloud);
  cloud.handle = async (service, operation, input) => {
    const call: Call = { name: `${service} ${operation}`, input: input as Readonly<Record<string, unknown>> };
    calls.push(call);
    const error = fault(call);
    if (error !== null) throw error;
    return answer(service, operation, input);
  };
  const logged: { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: Record<string, number> = {};
  const log = (message: string, fields: Readonly<Record<string, unknown>>): void => {
    logged.push({ message, fields });
  };
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: cloud.queues.url("events"),
    EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
  };
  const handler = makeHandler(
    limitsDeps(cloud.limitsClients(), resources, config, {
      nowMs: () => world.nowMs,
      log: { info: log, warn: log },
      count: (metricName, value) => {
        counts[metricName] = (counts[metricName] ?? 0) + value;
      },
    }),
  );
  const { dynamoDb } = cloud.clients();
  /** Past the recorder and the faults: a look from outside. */
  const outside = async <T>(look: () => Promise<T>): Promise<T> => {
    const [before, kept] = [calls.length, fault];
    fault = () => null;
    const seen = await look();
    fault = kept;
    calls.length = before;
    return seen;
  };
  const facts = (name: string) =>
    outside(async () => (await readFactsAndQuotas(dynamoDb, cloud.table.name, [name])).facts.get(name)!);

  return {
    cloud,
    calls,
    logged,
    counts,
    startMs,
    run: (event: unknown = { kind: "read-limits" }) => handler(event),
    change: (next: Partial<RdsEstate>): void => {
      cloud.estate = { ...cloud.estate, ...next };
    },
    failing: (next: Fault): void => {
      fault = next;
    },
    pass: (seconds: number): void => {
      for (let second = 0; second < seconds; second += 1) world.step();
    },
    facts,
    quotas: () => outside(async () => (await readFactsAndQuotas(dynamoDb, cloud.table.name, [])).quotas),
    table: makeFactsTable(dynamoDb, cloud.table.name),
    found: async (name: string): Promise<DatabaseFacts> => {
      const reading = await facts(name);
      if (reading.kind === "unknown") throw new Error(`${name}: ${reading.because}: ${reading.detail}`);
      return reading.value;
    },
    instance: async (name: string): Promise<InstanceFacts> => {
      const reading = await facts(name);
      if (reading.kind === "unknown") throw new Error(`${name}: ${reading.because}: ${reading.detail}`);
      return reading.value.instances[0]!;
    },
    namesOf: (from = 0): readonly string[] => calls.slice(from).map(({ name }) => name),
    /** Our own wake-ups that wait in `events`. */
    wakeUps: (): readonly WakeUp[] =>
      cloud.queues.events.messages
        .map(({ body }) => JSON.parse(body) as WakeUp)
        .filter(({ kind }) => kind === "wake-up"),
    deadLetters: () => cloud.queues.eventsDeadLetter.messages,
  };
};

/** Fails the named call with an error as AWS names it. */
export const failOn =
  (operation: string, errorName: string, message = "on purpose"): Fault =>
  ({ name }) =>
    name === operation ? new AwsError(errorName, message) : null;

export const rdsEvent = (source: string, detailType = "RDS DB Instance Event", changes: object = {}) => ({
  version: "0",
  id: "1d374ed2-a6bc-f601-d7bf-d4fc3dfd3b5d",
  "detail-type": detailType,
  source: "aws.rds",
  account: "123456789012",
  time: "2026-03-14T09:10:00Z",
  region: "eu-central-1",
  resources: [`arn:aws:rds:eu-central-1:123456789012:db:${source}`],
  detail: {
    EventCategories: ["configuration change"],
    SourceType: "DB_INSTANCE",
    SourceArn: `arn:aws:rds:eu-central-1:123456789012:db:${source}`,
    Date: "2026-03-14T09:10:00.158Z",
    Message: "Finished applying modification to DB instance class",
    SourceIdentifier: source,
    EventID: "RDS-EVENT-0014",
  },
  ...changes,
});
