import * as fc from "fast-check";
import { POOL_LIBRARY_NAMES } from "../../shared/config/pool-libraries.ts";
import type { ConfigForm } from "../../shared/config/schema.ts";
import type { DefaultsForm, PoolForm, ServiceForm } from "../../shared/config/schema-service.ts";
import type { MetricForm, SignalsForm } from "../../shared/config/schema-signals.ts";

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
      elastic ? { ...pool, size, kind: "elastic", minimum: size - 1 } : { ...pool, size },
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

const signals = some<SignalsForm>({
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
  tasks: some<NonNullable<ServiceForm["tasks"]>>({ min: whole(0, 3), max: whole(4, 30) }),
  priority: whole(0, 9),
  weight: whole(1, 5),
  startSeconds: whole(1, 600),
  drain: some({ deregistrationDelaySeconds: whole(0, 600), stopTimeoutSeconds: whole(0, 120) }),
  surge: fc.constantFrom("borrow", "reserve"),
  deployment: some({ maximumPercent: fc.constant(200), minimumHealthyPercent: whole(0, 100) }),
  signals,
  pace: some({
    up: some({ percent: whole(1, 300) }),
    down: some({ periodSeconds: whole(1, 600) }),
    stabilizationSeconds: whole(0, 900),
  }),
  pinMinutes: whole(0, 120),
};

/** Legal forms: names that refer to each other, budgets that hold the minimums, rollouts that end. */
export const legalForms: fc.Arbitrary<ConfigForm> = fc
  .record({
    databaseNames: fc.uniqueArray(name, { maxLength: 3 }),
    serviceNames: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    defaults: some<DefaultsForm>(shared),
    top: some<Partial<ConfigForm>>({ decisionRetentionDays: whole(1, 365), dailyReadBudget: whole(288, 9000) }),
  })
  .chain(({ databaseNames, serviceNames, defaults, top }) => {
    const database = some({
      // Every minimum of 5 services fits, and one replaced task: (5 x 3 + 1) x at most 100.
      maxConnections: whole(10_000, 200_000),
      reservedConnections: whole(0, 20),
      marginConnections: whole(0, 50),
      unmanagedConnections: whole(0, 100),
      connectors: fc.dictionary(name, whole(0, 40), { maxKeys: 3 }),
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
      )
      .map(
        ([databases, services]): ConfigForm => ({
          ...top,
          version: 1,
          name: "shop",
          defaults: { ...defaults, cluster: "shop" },
          databases: Object.fromEntries(
            databases.map(([form, engine], index) => [
              databaseNames[index]!,
              { ...(form as object), instance: `db-${index}`, engine },
            ]),
          ) as ConfigForm["databases"],
          services: Object.fromEntries(services.map((form, index) => [serviceNames[index]!, form])),
        }),
      );
  });
