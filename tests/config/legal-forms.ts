import * as fc from "fast-check";
import { POOL_LIBRARY_NAMES } from "../../shared/config/pool-libraries.ts";
import type { ConfigForm } from "../../shared/config/schema.ts";
import type { BacklogForm } from "../../shared/config/schema-backlog.ts";
import { type NoticesForm, weekdayNames } from "../../shared/config/schema-notices.ts";
import type { RateForm } from "../../shared/config/schema-requests.ts";
import type { ScheduleForm } from "../../shared/config/schema-schedule.ts";
import type { DefaultsForm, PoolForm, ServiceForm } from "../../shared/config/schema-service.ts";
import type { MetricForm, SignalsForm } from "../../shared/config/schema-signals.ts";
import { destinationForms, publishedForms } from "./records-legal-forms.ts";

/** Names as people give them, and some that are also properties of every object. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/),
  fc.constantFrom("constructor", "toString", "valueOf", "1", "01", "hasOwnProperty"),
);

const some = <T>(values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<T> =>
  fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<T>;

const whole = (min: number, max: number) => fc.integer({ min, max });

const sizedPool = fc
  .tuple(
    whole(1, 6),
    some<PoolForm>({ processes: whole(1, 3), extras: whole(0, 2), library: fc.constantFrom(...POOL_LIBRARY_NAMES) }),
    fc.boolean(),
  )
  .map(
    ([size, pool, elastic]): PoolForm =>
      elastic ? { ...pool, size, kind: "elastic", minimum: size - 1, admission: "measured" } : { ...pool, size },
  );

const pool = fc.oneof(
  whole(1, 20),
  sizedPool,
  fc.constantFrom(...POOL_LIBRARY_NAMES).map((library): PoolForm => ({ library })),
  fc.array(sizedPool, { minLength: 1, maxLength: 2 }),
);

const metric: fc.Arbitrary<MetricForm> = fc
  .record({
    periodSeconds: fc.constantFrom(10, 20, 30, 60, 300),
    target: whole(1, 9000),
    more: some<Partial<MetricForm>>({
      dimensions: fc.dictionary(
        fc.constantFrom("QueueName", "Consumer Group", "Topic"),
        fc.constantFrom("a", "b c", "12"),
      ),
      statistic: fc.constantFrom("Average", "Maximum", "Minimum", "Sum"),
      asksAlone: fc.boolean(),
      toleranceRatio: fc.constantFrom(0, 0.05, 0.5),
    }),
  })
  .map(
    ({ periodSeconds, target, more }): MetricForm => ({
      ...more,
      namespace: "AWS/SQS",
      name: "M",
      measures: "total",
      target,
      periodSeconds,
    }),
  );

const alarm = fc.record({ alarmName: fc.constantFrom("high latency", "x") });

const target = {
  loadBalancer: "app/shop/50dc6c495c0c9188",
  targetGroup: "targetgroup/web/73e2d6bc24d8a067",
} as const;
const ownMetric = { namespace: "Shop", name: "Requests" } as const;
const source = fc.constantFrom<RateForm>(target, { metric: ownMetric });

const backlogForm = fc
  .record({
    place: fc.constantFrom<Partial<BacklogForm>>(
      { sqsQueue: "jobs.fifo" },
      { kafka: { cluster: "k", consumerGroup: "g", topic: "t" } },
      { activeMq: { broker: "mq", queue: "jobs" } },
      { rabbitMq: { broker: "mq", queue: "jobs" } },
      { metric: ownMetric },
    ),
    messagesPerSecond: whole(1, 90),
    drainSeconds: whole(1, 600),
  })
  .map(({ place, ...rest }): BacklogForm => ({ ...place, ...rest }));

/** Within every tasks.min and tasks.max of these forms. */
const scheduleForm: fc.Arbitrary<ScheduleForm> = fc
  .record({
    when: fc.constantFrom<ScheduleForm>(
      { cron: "0 8 * * 1-5", durationMinutes: 600, timeZone: "Europe/Berlin" },
      { from: "2026-11-27T00:00", until: "2026-12-01T00:00:00Z" },
      { until: "2026-12-01T00:00:00+01:00" },
    ),
    bounds: fc.constantFrom<ScheduleForm>({ min: 4 }, { max: 4 }, { max: 0 }, { min: 4, max: 4 }),
  })
  .map(({ when, bounds }) => ({ ...when, ...bounds }));

const signals = some<SignalsForm>({
  requests: source.map((place) => ({ target: 40, ...place })),
  rate: source,
  latency: fc.constantFrom({ threshold: 2, ...target }, { threshold: 2, statistic: "Average", metric: ownMetric }),
  backlogs: fc.dictionary(
    name.map((text) => `b-${text}`),
    backlogForm,
    { maxKeys: 2 },
  ),
  schedules: fc.dictionary(name, scheduleForm, { maxKeys: 2 }),
  cpu: fc.oneof(whole(1, 100), fc.constant(false), fc.record({ target: whole(1, 100) })),
  memory: fc.oneof(whole(1, 100), fc.record({ target: whole(1, 100), toleranceRatio: fc.constant(0.2) })),
  // Prefixed, so that no two kinds of signals share a name.
  metrics: fc.dictionary(
    name.map((text) => `m-${text}`),
    metric,
    { maxKeys: 2 },
  ),
  alarms: fc.dictionary(
    name.map((text) => `a-${text}`),
    alarm,
    { maxKeys: 2 },
  ),
});

const shared = {
  mode: fc.constantFrom("observe", "govern"),
  capacity: fc.constantFrom(
    { launchType: "fargate" },
    { launchType: "ec2" },
    { launchType: "ec2", maxInstances: 3, networkInterfacesPerInstance: 4 },
  ),
  tasks: some<NonNullable<ServiceForm["tasks"]>>({ min: whole(0, 3), max: whole(4, 30) }),
  priority: whole(0, 9),
  weight: whole(1, 5),
  startSeconds: whole(1, 600),
  drain: some({ deregistrationDelaySeconds: whole(0, 600), stopTimeoutSeconds: whole(0, 120) }),
  surge: fc.constantFrom("borrow", "reserve"),
  deployment: some({
    maximumPercent: fc.constant(200),
    minimumHealthyPercent: whole(0, 100),
    entry: fc.constantFrom("announce", "fit"),
    leastHealthyPercent: whole(0, 100),
  }),
  signals,
  pace: some({
    up: some({ percent: whole(1, 300) }),
    down: some({ periodSeconds: whole(1, 600) }),
    stabilizationSeconds: whole(0, 900),
  }),
  pinMinutes: whole(0, 120),
};

const timeOfDay = fc
  .tuple(whole(0, 23), whole(0, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

const timeZone = fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York");

const notices = some<NoticesForm>({
  quietHours: fc
    .record(
      {
        from: timeOfDay,
        to: timeOfDay,
        timeZone,
        days: fc.uniqueArray(fc.constantFrom(...weekdayNames), { minLength: 1 }),
      },
      { requiredKeys: ["from", "to"] },
    )
    .filter(({ from, to }) => from !== to),
  digest: fc.record({ at: timeOfDay, timeZone }, { requiredKeys: ["at"] }),
  remindHours: whole(1, 168),
});

/** Legal forms: names that refer to each other, budgets that hold the minimums, rollouts that end. */
export const legalForms: fc.Arbitrary<ConfigForm> = fc
  .record({
    databaseNames: fc.uniqueArray(name, { maxLength: 3 }),
    serviceNames: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    defaults: some<DefaultsForm>(shared),
    destinations: destinationForms,
    top: some<Partial<ConfigForm>>({
      decisionRetentionDays: whole(1, 365),
      dailyReadBudget: whole(288, 9000),
      notices,
    }),
  })
  .chain(({ databaseNames, serviceNames, defaults, destinations, top }) => {
    const database = some({
      // Every minimum of 5 services fits, and one replaced task: (5 x 3 + 1) x at most 100.
      maxConnections: whole(10_000, 200_000),
      reservedConnections: whole(0, 20),
      marginConnections: whole(0, 50),
      unmanagedConnections: whole(0, 100),
      connectors: fc.dictionary(
        name,
        fc.oneof(
          whole(0, 40),
          fc.record({ connections: whole(0, 40) }),
          fc.record({ reservedConcurrency: whole(0, 20), connectionsPerExecution: whole(1, 2) }),
        ),
        { maxKeys: 3 },
      ),
    });
    const poolsOf =
      databaseNames.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...databaseNames), pool);
    const callsOf = (caller: string) => {
      const others = serviceNames.filter((other) => other !== caller);
      return others.length === 0
        ? fc.constant({})
        : fc.dictionary(fc.constantFrom(...others), fc.constantFrom(0.5, 1, 3));
    };
    const service = (own: string) => some<ServiceForm>({ ...shared, pools: poolsOf, calls: callsOf(own) });
    return fc
      .tuple(
        fc.tuple(...databaseNames.map(() => fc.tuple(database, fc.constantFrom("postgres", "mysql", "mariadb")))),
        fc.tuple(...serviceNames.map(service)),
        fc.tuple(...serviceNames.map((_, index) => publishedForms(index, Object.keys(destinations.nginx ?? {})))),
      )
      .map(
        ([databases, services, published]): ConfigForm => ({
          ...top,
          ...destinations,
          version: 1,
          name: "shop",
          defaults: { ...defaults, cluster: "shop" },
          databases: Object.fromEntries(
            databases.map(([form, engine], index) => [
              databaseNames[index]!,
              { ...(form as object), instance: `db-${index}`, engine },
            ]),
          ) as ConfigForm["databases"],
          services: Object.fromEntries(
            services.map((form, index) => [serviceNames[index]!, { ...form, ...published[index] }]),
          ),
        }),
      );
  });
