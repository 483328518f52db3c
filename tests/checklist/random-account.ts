import * as fc from "fast-check";
import type { AccountReading, AuditReading } from "../../shared/checklist/account-reading.ts";
import type { Alarm, Watched } from "../../shared/checklist/alarms/alarm.ts";
import { dayMs, denied, nowMs } from "./accounts.ts";

/** Few enough that names meet, with letters that shells, terminals and sorting trip over. */
const name = fc.constantFrom("a", "b", "order", "größe", "注文", "it's", "-x", "$(id)", "[x]", "__proto__", "");
const zone = fc.constantFrom("z1", "z2");
const count = fc.integer({ min: 0, max: 4 });
const atMs = fc.option(fc.integer({ min: -500, max: 500 }).map((days) => nowMs + days * dayMs));

/** What can't be read, for any of the reasons there are. */
const reading = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<AuditReading<T>> =>
  fc.oneof(
    { weight: 4, arbitrary: value.map((known): AuditReading<T> => ({ kind: "known", value: known })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("access-denied", "not-found", "failed", "no-data").map((because) => ({
        ...denied("x:Y"),
        because: because as "failed",
      })),
    },
  );

/** A list of things that AWS tells apart by name. */
const list = <T>(value: fc.Arbitrary<T>, nameOf: (item: T) => string): fc.Arbitrary<AuditReading<readonly T[]>> =>
  reading(fc.uniqueArray(value, { maxLength: 4, selector: nameOf }));

const metric = fc.record({
  namespace: fc.constantFrom("AWS/ECS", "AWS/RDS", "AWS/ApplicationELB"),
  metricName: fc.constantFrom(
    "CPUUtilization",
    "DatabaseConnections",
    "TargetResponseTime",
    "RequestCount",
    "HTTPCode_Target_5XX_Count",
  ),
  dimensions: fc.dictionary(
    fc.constantFrom("ClusterName", "ServiceName", "TargetGroup", "LoadBalancer", "DBInstanceIdentifier"),
    fc.oneof(name, fc.constantFrom("targetgroup/order/1", "app/shop/1")),
  ),
  statistic: fc.constantFrom("Average", "Maximum", "Sum", "p99", "p50"),
  periodSeconds: fc.constantFrom(0, 60, 300),
});

const watched: fc.Arbitrary<Watched> = fc.oneof(
  metric.map((one) => ({ kind: "metric" as const, ...one })),
  fc.constant({ kind: "other" as const }),
  fc
    .record({
      parts: fc.uniqueArray(
        fc.oneof(
          fc.record({ id: fc.constantFrom("a", "b"), metric }).map(({ id, metric: one }) => ({
            kind: "metric" as const,
            id,
            ...one,
          })),
          fc
            .record({ id: fc.constantFrom("x", "y"), expression: fc.constantFrom("a / b", "y", "x * 2", ")(", "") })
            .map((one) => ({ kind: "expression" as const, ...one })),
        ),
        { maxLength: 4, selector: ({ id }) => id },
      ),
    })
    .map(({ parts }) => ({ kind: "math" as const, returned: "x", parts })),
);

const alarm: fc.Arbitrary<Alarm> = fc.oneof(
  fc.record({
    kind: fc.constant("metric" as const),
    name,
    arn: name,
    actionsEnabled: fc.boolean(),
    actions: fc.array(name, { maxLength: 2 }),
    comparison: fc.constantFrom("GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", ""),
    threshold: fc.option(fc.double({ noNaN: true, min: -10, max: 10_000 })),
    datapointsToAlarm: count,
    evaluationPeriods: count,
    watches: watched,
  }),
  fc.record({
    kind: fc.constant("composite" as const),
    name,
    arn: name,
    actionsEnabled: fc.boolean(),
    actions: fc.array(name, { maxLength: 2 }),
    rule: fc.constantFrom('ALARM("order")', "ALARM(a) OR OK(b)", "((", ""),
  }),
);

const service = (cluster: string) =>
  fc.record({
    cluster: fc.constant(cluster),
    service: name,
    desired: count,
    running: count,
    isDaemon: fc.boolean(),
    subnets: fc.array(name, { maxLength: 3 }),
    targetGroups: fc.array(fc.constantFrom("arn:targetgroup/order/1", "arn:targetgroup/user/1"), { maxLength: 2 }),
    taskZones: reading(fc.array(fc.option(zone), { maxLength: 4 })),
  });

const cluster = (clusterName: string) =>
  fc.record({
    cluster: fc.constant(clusterName),
    services: list(service(clusterName), (one) => one.service),
    // An instance is in one cluster only.
    instances: list(
      fc.record({ id: name.map((one) => `${clusterName} ${one}`), zone: fc.option(zone) }),
      ({ id }) => id,
    ),
  });

/** Any account, with any of its parts unreadable. */
export const randomAccount: fc.Arbitrary<AccountReading> = fc.record({
  region: fc.constant("eu-central-1"),
  accountId: reading(fc.constant("123456789012")),
  logGroups: list(
    fc.record({
      name,
      retentionDays: fc.option(count),
      storedBytes: fc.nat(),
      logClass: fc.constantFrom("STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "other"),
    }),
    (one) => one.name,
  ),
  alarms: list(alarm, (one) => one.name),
  stacks: list(
    fc.record({
      name,
      drift: fc.constantFrom("DRIFTED", "IN_SYNC", "NOT_CHECKED", "UNKNOWN"),
      checkedAtMs: atMs,
    }),
    (one) => one.name,
  ),
  budgets: list(
    fc.record({
      name,
      type: fc.constantFrom("COST", "USAGE"),
      limit: fc.option(fc.double({ noNaN: true, min: 0, max: 1e6 })),
      actual: fc.option(fc.double({ noNaN: true, min: 0, max: 1e6 })),
      unit: fc.constant("USD"),
    }),
    (one) => one.name,
  ),
  managedNodes: list(
    fc.record({
      id: name.map((one) => `a ${one}`),
      ping: fc.constantFrom("Online", "ConnectionLost", "Inactive", "other"),
    }),
    ({ id }) => id,
  ),
  detectors: list(fc.record({ id: name, enabled: reading(fc.boolean()) }), ({ id }) => id),
  inspector: reading(
    fc.record({ ec2: fc.constantFrom("ENABLED", "DISABLED", ""), ecr: fc.constantFrom("ENABLED", "ENABLING", "") }),
  ),
  trustedAdvisor: reading(
    fc.oneof(
      fc.constant({ kind: "not-in-plan" as const }),
      fc.record({
        kind: fc.constant("checks" as const),
        checks: list(
          fc.record({
            id: name,
            name,
            status: fc.constantFrom("ok", "warning", "error", "not_available"),
            flagged: count,
          }),
          ({ id }) => id,
        ),
      }),
    ),
  ),
  clusters: fc.oneof(reading(fc.tuple(cluster("a"), cluster("注文"))), reading(fc.constant([]))) as fc.Arbitrary<
    AccountReading["clusters"]
  >,
  subnetZones: reading(fc.dictionary(name, zone)),
  balancers: list(
    fc.record({
      arn: fc.constantFrom("arn:loadbalancer/app/shop/1", "arn:loadbalancer/net/tcp/1", ""),
      name,
      type: fc.constantFrom("application", "network", "gateway", "other"),
      zones: fc.uniqueArray(zone),
      deletionProtection: reading(fc.boolean()),
    }),
    (one) => one.name,
  ),
  targetGroups: list(
    fc.record({
      arn: fc.constantFrom("arn:targetgroup/order/1", "arn:targetgroup/user/1"),
      name,
      balancers: fc.uniqueArray(fc.constantFrom("arn:loadbalancer/app/shop/1", "arn:loadbalancer/net/tcp/1")),
    }),
    ({ arn }) => arn,
  ),
  databases: list(
    fc.record({
      id: name,
      engine: fc.constantFrom("postgres", "mysql", "aurora-postgresql", "oracle-ee", ""),
      engineVersion: fc.constantFrom("16.4", "8.0", ""),
      instanceClass: fc.constantFrom("db.r6g.large", "db.t4g.micro", "db.serverless", "db.nothing", ""),
      cluster: fc.option(name),
      isReplica: fc.boolean(),
      replicaOf: fc.option(name),
      multiAz: fc.boolean(),
      zone: fc.option(zone),
      backupRetentionDays: fc.integer({ min: 0, max: 35 }),
      deletionProtection: fc.boolean(),
    }),
    ({ id }) => id,
  ),
  databaseClusters: list(
    fc.record({
      id: name,
      engine: fc.constantFrom("aurora-postgresql", "aurora-mysql"),
      multiAz: fc.boolean(),
      writer: fc.option(name),
      readers: fc.uniqueArray(name, { maxLength: 2 }),
      backupRetentionDays: fc.integer({ min: 1, max: 35 }),
      deletionProtection: fc.boolean(),
      serverless: fc.option(fc.constant({ minAcu: 0.5, maxAcu: 8 })),
    }),
    ({ id }) => id,
  ),
  secrets: list(
    fc.record({
      name,
      rotationEnabled: fc.boolean(),
      lastRotatedAtMs: atMs,
      nextRotationAtMs: atMs,
      createdAtMs: atMs,
      owner: fc.option(fc.constantFrom("rds", "events")),
    }),
    (one) => one.name,
  ),
  scalableTargets: list(
    fc.record({ cluster: fc.constantFrom("a", "注文"), service: name, min: count, max: count }),
    (one) => `${one.cluster}/${one.service}`,
  ),
  cacheSeen: reading(fc.boolean()),
  autoScalingGroupSeen: reading(fc.boolean()),
  otherFailures: fc.constantFrom([], [denied("cloudwatch:GetMetricData")]),
});

const figure = fc.oneof(
  fc.double({ noNaN: true, min: 0, max: 10_000 }).map((value) => ({ kind: "known" as const, value })),
  fc.constant({ kind: "unknown" as const, because: "no-data" as const, detail: "nothing was published" }),
);

export const randomMetrics = fc.record({
  windowDays: fc.constant(7),
  databases: fc.uniqueArray(
    fc.record({
      id: name,
      busyCpuPercent: figure,
      peakConnections: figure,
      busyReadIops: figure,
      busyWriteIops: figure,
    }),
    { selector: ({ id }) => id },
  ),
  services: fc.uniqueArray(
    fc.record({ cluster: fc.constantFrom("a", "注文"), service: name, busyCpuPercent: figure }),
    {
      selector: (one) => `${one.cluster}/${one.service}`,
    },
  ),
});
