import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { TestClients } from "../clients.ts";
import { estateDatabases, user } from "./estate-names.ts";

export type Metrics = { readonly stop: () => Promise<void> };

/** So far back the plan looks for a stable minute. */
const minutesBefore = 15;
const minuteMs = 60_000;
/** How often it is looked whether a new minute has begun, in milliseconds. */
const lookEveryMs = 5_000;

/** Publishes what AWS would measure, each minute once: the last quarter of an hour now, then every minute that begins. */
export const startMetrics = async (clients: TestClients): Promise<Metrics> => {
  let nextMs = floorMinute(Date.now()) - minutesBefore * minuteMs;
  const publish = async (): Promise<void> => {
    const times: Date[] = [];
    for (; nextMs <= Date.now(); nextMs += minuteMs) times.push(new Date(nextMs));
    if (times.length > 0) await putMinutes(clients, times);
  };
  await publish();
  let last: Promise<void> = Promise.resolve();
  // A failed one is missed by the plan, which says so.
  const timer = setInterval(() => {
    last = last.then(publish).catch(() => {});
  }, lookEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      return last;
    },
  };
};

const floorMinute = (ms: number): number => Math.floor(ms / minuteMs) * minuteMs;

type Dimensions = Readonly<Record<string, string>>;

const putMinutes = async (clients: TestClients, times: readonly Date[]): Promise<void> => {
  const put = (namespace: string, name: string, of: Dimensions, value: number, samples = 1): Promise<void> =>
    putMetric(clients, { namespace, name, of, value, samples, times });
  // A sample of each task a minute, which is how ECS counts them.
  await put("AWS/ECS", "CPUUtilization", { ClusterName: user.cluster, ServiceName: user.name }, 90, user.tasks);
  for (const { instance, limit } of estateDatabases) {
    await put("AWS/RDS", "DatabaseConnections", { DBInstanceIdentifier: instance }, limit / 2);
    await put("AWS/RDS", "CPUUtilization", { DBInstanceIdentifier: instance }, 20);
  }
};

type Published = {
  readonly namespace: string;
  readonly name: string;
  readonly of: Dimensions;
  readonly value: number;
  readonly samples: number;
  readonly times: readonly Date[];
};

const putMetric = async ({ cloudWatch }: TestClients, metric: Published): Promise<void> => {
  const { namespace, name, of, value, samples, times } = metric;
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: times.map((Timestamp) => ({
        MetricName: name,
        Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
        Timestamp,
        StatisticValues: { Minimum: value, Maximum: value, Sum: value * samples, SampleCount: samples },
      })),
    }),
  );
};
