import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { AccountReadings, FoundContainer, FoundService } from "../../shared/discovery/account-readings.ts";
import { planDraft } from "../../shared/discovery/plan-draft.ts";
import { renderDraft } from "../../shared/discovery/render-draft.ts";
import { account, container, dbCluster, hostOf, instance } from "./account-builders.ts";

const secretText = "hunter2hunter2";

/** Names as ECS takes them, and some that it may take one day. */
const ecsName = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
  fc.constantFrom(
    "order",
    "Order",
    "true",
    "null",
    "1e3",
    "0x1F",
    "__proto__",
    "constructor",
    "a".repeat(255),
    "-",
    "~",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
);
const databaseName = fc.constantFrom("a", "shop-orders", "users", "no", "true", "z9");
const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.string({ unit: "grapheme", maxLength: 30 }));
const host = databaseName.chain((name) =>
  fc.constantFrom(
    hostOf(name),
    hostOf(`${name}.cluster-c1`),
    hostOf(`${name}.cluster-ro-c1`),
    hostOf(`${name}.proxy-c1`),
    hostOf("elsewhere"),
  ),
);
const variable = fc.record({
  name: fc.oneof(
    fc.constantFrom(
      "DATABASE_URL",
      "DB_HOST",
      "SPRING_DATASOURCE_URL",
      "DB_POOL_SIZE",
      "WEB_CONCURRENCY",
      "NODE_ENV",
      "RAILS_ENV",
      "SQLALCHEMY_POOL_SIZE",
      "SQLALCHEMY_MAX_OVERFLOW",
      "GUNICORN_CMD_ARGS",
    ),
    anyText,
  ),
  value: fc.oneof(
    host,
    host.map((name) => `postgresql://u:${secretText}@${name}:5432/db?pool_size=7`),
    host.map((name) => `jdbc:mysql://${name}/db?user=u&password=${secretText}`),
    host.map((name) => `Host=${name};Password=${secretText};Max Pool Size=20`),
    fc.integer({ min: -3, max: 99_999 }).map(String),
    fc.constantFrom("--workers 4", "-w 300"),
    anyText,
  ),
});
const anyContainer: fc.Arbitrary<FoundContainer> = fc
  .record({
    name: fc.oneof(fc.constantFrom("app", "worker"), anyText),
    command: fc.array(fc.oneof(anyText, fc.constantFrom("gunicorn", "--workers=3", "node", "java"))),
    variables: fc.array(variable, { maxLength: 6 }),
    secrets: fc.array(fc.record({ name: fc.constantFrom("DATABASE_URL", "API_KEY", "DB_PASSWORD"), from: anyText }), {
      maxLength: 2,
    }),
    hasEnvironmentFiles: fc.boolean(),
    runsOnce: fc.boolean(),
    stopTimeoutSeconds: fc.option(fc.integer({ min: 0, max: 100_000 })),
    startPeriodSeconds: fc.option(fc.integer({ min: 0, max: 300 })),
    ports: fc.array(
      fc.record({
        containerPort: fc.integer({ min: 1, max: 65_535 }),
        hostPort: fc.option(fc.constantFrom(0, 80)),
        protocol: fc.constantFrom("tcp", "udp"),
      }),
      { maxLength: 2 },
    ),
  })
  .map(container);
const anyService: fc.Arbitrary<FoundService> = fc.record({
  cluster: fc.oneof(fc.constantFrom("shop", "prod"), ecsName),
  service: ecsName,
  scheduling: fc.constantFrom("REPLICA" as const, "REPLICA" as const, "DAEMON" as const),
  controller: fc.constantFrom("ECS" as const, "CODE_DEPLOY" as const, "EXTERNAL" as const),
  desiredTasks: fc.integer({ min: 0, max: 6000 }),
  runsOn: fc.constantFrom("fargate" as const, "ec2" as const, "external" as const),
  maximumPercent: fc.option(fc.integer({ min: 100, max: 300 })),
  minimumHealthyPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  healthCheckGraceSeconds: fc.option(fc.integer({ min: 0, max: 2_147_483_647 })),
  targetGroupArns: fc.subarray(["tg-1", "tg-2"]),
  definition: fc.option(
    fc.record({ family: anyText, containers: fc.array(anyContainer, { minLength: 1, maxLength: 3 }) }),
  ),
});
const world: fc.Arbitrary<AccountReadings> = fc
  .record({
    services: fc.uniqueArray(anyService, {
      minLength: 1,
      maxLength: 12,
      selector: ({ cluster, service }) => `${cluster}/${service}`,
    }),
    names: fc.uniqueArray(databaseName),
    clusters: fc.uniqueArray(databaseName),
    engine: fc.constantFrom("postgres", "mysql", "mariadb", "oracle-ee"),
    min: fc.integer({ min: 0, max: 9000 }),
    max: fc.integer({ min: 0, max: 9000 }),
    policy: fc.constantFrom(
      "ECSServiceAverageCPUUtilization",
      "ECSServiceAverageMemoryUtilization",
      "ALBRequestCountPerTarget",
      null,
    ),
    targetValue: fc.option(fc.double({ min: 0.001, max: 1e6, noNaN: true })),
    label: fc.constantFrom("app/shop/50dc6c495c0c9188/targetgroup/a/73e2d6bc24d8a067", "nothing", null),
    alarmName: anyText,
    gap: anyText,
  })
  .map(({ services, names, clusters, engine, min, max, policy, targetValue, label, alarmName, gap }) => {
    const ids = services.map(({ cluster, service }) => `service/${cluster}/${service}`);
    const every = <T>(build: (resourceId: string) => T): readonly T[] =>
      ids.filter((_, index) => index % 2 === 0).map(build);
    return account({
      services,
      targets: every((resourceId) => ({ resourceId, minCapacity: Math.min(min, max), maxCapacity: max })),
      policies: every((resourceId) => ({
        resourceId,
        name: alarmName,
        kind: "TargetTrackingScaling",
        predefinedMetric: policy,
        targetValue,
        resourceLabel: label,
      })),
      instances: [
        ...names.map((name) => instance(name, { engine })),
        ...clusters.map((name) => instance(`${name}-1`, { engine: "aurora-mysql", dbCluster: name })),
      ],
      dbClusters: clusters.map((name) => dbCluster(name, { engine: "aurora-mysql" })),
      proxies: names.map((name) => ({
        proxy: name,
        endpoint: hostOf(`${name}.proxy-c1`),
        target: { kind: "instance", id: name },
      })),
      targetGroups: [{ arn: "tg-1", deregistrationDelaySeconds: 3600 }],
      alarms: services.map(({ cluster, service }) => ({ alarmName, cluster, service })),
      gaps: [{ action: "rds:DescribeDBProxies", about: gap, because: "failed", detail: gap }],
    });
  });

/** The values of a document that stand without a comment. */
const bare = (node: Node | null, path: string): readonly string[] => {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => bare(value as Node, `${path}.${String(key)}`));
  if (isSeq(node)) return node.items.flatMap((item, index) => bare(item as Node, `${path}[${index}]`));
  return isScalar(node) && (node.comment ?? "").trim() !== "" ? [] : [path];
};

const pinned = { seed: 20_261_121, numRuns: 150 };

const hasService = (readings: AccountReadings): boolean => planDraft(readings).services.length > 0;

describe("the draft of any account", () => {
  it("always passes validate, and every value always says where it comes from", () => {
    fc.assert(
      fc.property(world, (readings) => {
        fc.pre(hasService(readings));
        const text = renderDraft(planDraft(readings));
        const reading = parseConfig(text, "headgate.yml");
        expect(reading.kind === "ok" ? [] : reading.problems).toEqual([]);
        expect(bare(parseDocument(text).contents, "")).toEqual([]);
      }),
      pinned,
    );
  });

  it("never drops a service silently, and never shows a password", () => {
    fc.assert(
      fc.property(world, (readings) => {
        const draft = planDraft(readings);
        const left = draft.leftOut.filter(({ what }) => what.startsWith("the service ")).length;
        expect(draft.services.length + left).toBe(readings.services.length);
        expect(new Set(draft.services.map(({ name }) => name)).size).toBe(draft.services.length);
        expect(JSON.stringify(draft)).not.toContain(secretText);
      }),
      pinned,
    );
  });

  it("never depends on the order of what was read, and every guess is one of its choices", () => {
    fc.assert(
      fc.property(world, (readings) => {
        const reversed = Object.fromEntries(
          Object.entries(readings).map(([key, list]) => [key, [...list].reverse()]),
        ) as unknown as AccountReadings;
        const draft = planDraft(readings);
        expect(planDraft({ ...reversed, gaps: readings.gaps, services: reversed.services })).toEqual(draft);
        for (const question of draft.questions)
          if (question.kind === "database")
            expect(question.choices.map(({ value }) => value)).toContain(question.initial);
      }),
      pinned,
    );
  });
});
