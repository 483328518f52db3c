import * as fc from "fast-check";

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const whole = (min: number, max: number) => fc.integer({ min, max });
const decimal = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const rate = decimal(0, 300);

const traffic: fc.Arbitrary<object> = fc.oneof(
  fc.record({ requestsPerSecond: rate }),
  fc.record({
    ramp: fc.record({
      requestsPerSecond: rate,
      // Not left out: by its default it would come after the end of these short runs.
      riseAtSecond: whole(0, 50),
      rampSeconds: some(whole(0, 50)),
      amplitude: some(decimal(0, 5)),
    }),
  }),
  fc
    .uniqueArray(whole(0, 59), { minLength: 1, maxLength: 5 })
    .chain((times) =>
      fc.tuple(
        ...[...times]
          .sort((a, b) => a - b)
          .map((atSecond) => rate.map((requestsPerSecond) => ({ atSecond, requestsPerSecond }))),
      ),
    )
    .map((steps) => ({ steps })),
  fc.record({ perSecond: fc.array(rate, { minLength: 1, maxLength: 70 }) }),
  fc.record({ day: fc.record({ meanRequestsPerSecond: rate }) }),
);

const users = fc.record({
  users: fc.record({
    users: whole(0, 2_000),
    thinkSeconds: decimal(1, 30),
    changes: some(whole(0, 500).map((count) => [{ atSecond: 30, users: count }])),
  }),
});

const pool = (databases: readonly string[], proxies: readonly string[]) =>
  fc
    .record({
      place: fc.oneof(
        fc.constantFrom(...databases).map((database) => ({ database })),
        ...(proxies.length === 0 ? [] : [fc.constantFrom(...proxies).map((proxy) => ({ proxy }))]),
      ),
      connectionsPerTask: whole(1, 30),
      kind: fc.constantFrom("fixed" as const, "elastic" as const),
      withoutConnections: some(fc.constantFrom("degrade", "crash", "wait")),
      holdSecondsPerRequest: some(decimal(0, 2)),
      reconnectSeconds: some(whole(1, 30)),
      idleSeconds: some(whole(1, 30)),
      databaseHealthCheck: some(fc.constant({ intervalSeconds: 5, failuresToReplace: 2 })),
      migrationPool: some(fc.constant({ connectionsPerTask: 3, seconds: 20 })),
      startsWithOne: fc.boolean(),
    })
    .map(({ place, startsWithOne, ...form }) => ({
      ...form,
      ...place,
      ...(startsWithOne ? (form.kind === "fixed" ? { connectionsToStart: 1 } : { minimumConnectionsPerTask: 1 }) : {}),
    }));

const service = (databases: readonly string[], proxies: readonly string[]) =>
  fc.record({
    cpuSecondsPerRequest: decimal(0.001, 0.2),
    cpuSecondsPerRefusal: some(decimal(0, 0.01)),
    tasks: some(
      fc.record({
        initial: some(whole(0, 8)),
        min: whole(0, 3),
        max: whole(3, 12),
        targetPercent: some(whole(1, 100)),
      }),
    ),
    start: some(fc.record({ pendingSeconds: whole(1, 20), bootSeconds: whole(0, 20), jitterSeconds: whole(0, 9) })),
    drainSeconds: some(whole(0, 40)),
    vcpu: some(fc.constantFrom(0.25, 1, 4)),
    concurrency: some(whole(1, 50)),
    queueLimitPerTask: some(whole(1, 300)),
    queueOrder: some(fc.constantFrom("fifo", "shared")),
    client: some(fc.record({ timeoutSeconds: whole(1, 40), retries: whole(0, 3), retryPercent: decimal(0, 100) })),
    healthCheck: some(fc.constant({ intervalSeconds: 5, timeoutSeconds: 2, failuresToReplace: 2 })),
    deployment: some(fc.constant({ maximumPercent: 150, minimumHealthyPercent: 0 })),
    memory: some(fc.constant({ idlePercent: 20, fullQueuePercent: 90 })),
    placement: some(fc.constant({ tasksAtMost: 9 })),
    sloSeconds: some(decimal(0.1, 5)),
    pool: some(pool(databases, proxies)),
  });

const fault = (databases: readonly string[]) => {
  const span = whole(0, 55).chain((fromSecond) =>
    fc.record({ fromSecond: fc.constant(fromSecond), untilSecond: whole(fromSecond + 1, 90) }),
  );
  const kind = fc.oneof(
    fc.record({
      kind: fc.constant("api-throttling"),
      api: fc.constantFrom("ecs", "application-autoscaling", "cloudwatch"),
      percent: decimal(0, 100),
    }),
    fc.record({ kind: fc.constant("stale-metrics") }),
    fc.record({ kind: fc.constantFrom("lost-events", "duplicate-events", "zone-loss"), percent: decimal(0, 100) }),
    fc.record({ kind: fc.constant("slow-database"), database: fc.constantFrom(...databases), factor: decimal(1, 20) }),
  );
  return fc.tuple(span, kind).map(([from, what]) => ({ ...what, ...from }));
};

const deployment = (services: readonly string[]) =>
  fc.record({
    service: fc.constantFrom(...services),
    atSecond: whole(0, 59),
    strategy: some(fc.constantFrom("rolling", "blue-green", "canary")),
    defect: some(fc.record({ crashes: fc.boolean(), failedPercent: decimal(0, 100), cpuFactor: decimal(0.5, 5) })),
    circuitBreaker: some(fc.record({ rollback: fc.boolean() })),
    connectionsPerTask: some(whole(1, 20)),
  });

/** Whatever the form allows, small enough to run: services call only later ones, so that there is no circle. */
export const legalScenarios: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record({ services: whole(1, 5), databases: whole(1, 2), hasProxy: fc.boolean(), hasQueue: fc.boolean() })
  .chain(({ services: count, databases: databaseCount, hasProxy, hasQueue }) => {
    const names = Array.from({ length: count }, (_, index) => `s${index}`);
    const databases = Array.from({ length: databaseCount }, (_, index) => `d${index}`);
    const proxies = hasProxy ? ["p0"] : [];
    return fc
      .record({
        forms: fc.tuple(...names.map(() => service(databases, proxies))),
        /** Who calls each service; itself: its users do. */
        callers: fc.tuple(...names.map((_, index) => whole(0, index))),
        traffics: fc.tuple(...names.map(() => fc.oneof(traffic, users))),
        perRequest: decimal(0, 3),
        queueTraffic: traffic,
        faults: fc.array(fault(databases), { maxLength: 4 }),
        deployments: fc.array(deployment(names), { maxLength: 3 }),
      })
      .map(({ forms, callers, traffics, perRequest, queueTraffic, faults, deployments }) => ({
        version: 1,
        name: "any",
        durationSeconds: 60,
        services: Object.fromEntries([
          ...names.map((name, index) => [
            name,
            {
              ...forms[index],
              ...(callers[index] === index ? { traffic: traffics[index] } : {}),
              calls: names
                .filter((_, callee) => callee > index && callers[callee] === index)
                .map((callee) => ({ service: callee, requestsPerRequest: perRequest })),
            },
          ]),
          ...(hasQueue ? [["consumer", { cpuSecondsPerRequest: 0.05 }]] : []),
        ]),
        databases: Object.fromEntries(databases.map((name) => [name, { maxConnections: 60 }])),
        ...(hasProxy ? { proxies: { p0: { database: "d0", maxConnections: 20, pinnedPercent: 10 } } } : {}),
        ...(hasQueue ? { queues: { q0: { consumer: "consumer", traffic: queueTraffic } } } : {}),
        faults,
        deployments,
      }));
  });
