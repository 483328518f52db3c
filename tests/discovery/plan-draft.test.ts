import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { planDraft } from "../../shared/discovery/plan-draft.ts";
import { noDatabase } from "../../shared/discovery/questions.ts";
import { renderDraft } from "../../shared/discovery/render-draft.ts";
import { account, container, dbCluster, hostOf, instance, service, variables } from "./account-builders.ts";

const url = `postgresql://app:s3cr3t@${hostOf("shop-orders")}:5432/orders`;

const shop = account({
  services: [
    service({
      container: {
        variables: variables({ DATABASE_URL: url, DB_POOL_SIZE: "8", WEB_CONCURRENCY: "2" }),
        ports: [{ containerPort: 8080, hostPort: null, protocol: "tcp" }],
        stopTimeoutSeconds: 45,
      },
      targetGroupArns: ["arn:tg"],
      healthCheckGraceSeconds: 40,
    }),
  ],
  targets: [{ resourceId: "service/shop/order", minCapacity: 2, maxCapacity: 12 }],
  policies: [
    {
      resourceId: "service/shop/order",
      name: "cpu",
      kind: "TargetTrackingScaling",
      predefinedMetric: "ECSServiceAverageCPUUtilization",
      targetValue: 55,
      resourceLabel: null,
    },
  ],
  instances: [instance("shop-orders")],
  targetGroups: [{ arn: "arn:tg", deregistrationDelaySeconds: 20 }],
});

describe("the draft of a shop", () => {
  it("has every value with where it comes from", () => {
    expect(renderDraft(planDraft(shop))).toBe(`# yaml-language-server: $schema=./docs/headgate.schema.json

# Written by headgate init. read: as AWS has it. likely: inferred. guess: check it.

version: 1 # of this file's form
name: shop # likely: the cluster's name; it begins every notice

# One entry per RDS instance, or per role of a cluster. maxConnections is left out: the function limits finds it.
databases:
  shop-orders:
    instance: shop-orders # read: DBInstanceIdentifier
    engine: postgres # read: its engine in RDS

# mode observe writes nothing: it says what would have happened. Later govern or scale, service by service.
services:
  # It listens on 8080/tcp: containerPort of records and nginx.
  order:
    cluster: shop # read: where it was found
    mode: observe # only watches
    tasks:
      min: 2 # read: MinCapacity of its scaling target
      max: 12 # read: MaxCapacity of its scaling target
    startSeconds: 40 # likely: healthCheckGracePeriodSeconds, the most that a start may take
    drain:
      deregistrationDelaySeconds: 20 # read: deregistration delay of its target group
      stopTimeoutSeconds: 45 # read: the longest stopTimeout of its containers
    deployment:
      maximumPercent: 200 # read: its deployment configuration
      minimumHealthyPercent: 100 # read: its deployment configuration
    signals:
      cpu: 55 # read: TargetValue of the policy cpu
    pools:
      # read: DATABASE_URL of app is the endpoint of shop-orders
      shop-orders:
        size: 8 # likely: DB_POOL_SIZE
        processes: 2 # likely: WEB_CONCURRENCY
        variables:
          size: DB_POOL_SIZE # likely: headgate preflight reads it again
          processes: WEB_CONCURRENCY # likely: headgate preflight reads it again
`);
  });

  it("passes validate, with the unknown limit as its only warning", () => {
    const reading = parseConfig(renderDraft(planDraft(shop)), "headgate.yml");
    expect(reading).toMatchObject({ kind: "ok", warnings: [{ code: "limit-unknown" }] });
  });

  it("never shows what a variable holds", () => {
    expect(JSON.stringify(planDraft(shop)) + renderDraft(planDraft(shop))).not.toContain("s3cr3t");
  });
});

/** The one service's pools, with the database first. */
const poolsOf = (
  pairs: Readonly<Record<string, string>>,
  more: Parameters<typeof container>[0] = {},
  engine = "postgres",
) => {
  const { services } = planDraft(
    account({
      services: [service({ container: { variables: variables(pairs), ...more } })],
      instances: [instance("shop-orders", { engine }), instance("other")],
    }),
  );
  return services[0]!.pools.map(({ end, library, size, processes, sizeVariable }) => ({
    end,
    ...(library === null ? {} : { library: library.value }),
    ...(size === null ? {} : { size: size.value }),
    ...(processes === null ? {} : { processes: processes.value }),
    ...(sizeVariable === null ? {} : { variable: sizeVariable.value }),
  }));
};

const host = hostOf("shop-orders");

describe("what a task definition says of its pool", () => {
  type Row = {
    readonly when: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly command?: readonly string[];
    readonly engine?: string;
    readonly expected: object;
  };
  it.each<Row>([
    { when: "a bare host", variables: { DB_HOST: host }, expected: { size: 10 } },
    {
      when: "a host in capitals with its port",
      variables: { DB_HOST: `${host.toUpperCase()}:5432` },
      expected: { size: 10 },
    },
    {
      when: "a JDBC URL is HikariCP's",
      variables: { SPRING_DATASOURCE_URL: `jdbc:postgresql://${host}:5432/shop` },
      expected: { library: "hikaricp" },
    },
    {
      when: "Spring's own variable of the size",
      variables: {
        SPRING_DATASOURCE_URL: `jdbc:postgresql://${host}/shop`,
        SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE: "17",
      },
      expected: { library: "hikaricp", size: 17, variable: "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE" },
    },
    {
      when: "Prisma's connection_limit in the URL",
      variables: { DATABASE_URL: `postgresql://u:p%40@${host}/db?schema=a&connection_limit=5`, NODE_ENV: "production" },
      expected: { library: "node-postgres", size: 5, variable: "DATABASE_URL?connection_limit" },
    },
    {
      when: "Npgsql's keyword",
      variables: { ConnectionStrings__Shop: `Host=${host};Username=app;Password=x;Maximum Pool Size=30` },
      expected: { library: "npgsql", size: 30 },
    },
    {
      when: "SQLAlchemy's pool and overflow together",
      variables: {
        SQLALCHEMY_DATABASE_URI: `postgresql+psycopg://u:p@${host}/db`,
        SQLALCHEMY_POOL_SIZE: "6",
        SQLALCHEMY_MAX_OVERFLOW: "4",
      },
      expected: { library: "sqlalchemy", size: 10 },
    },
    {
      when: "MySQL under Node",
      variables: { MYSQL_HOST: host, NODE_ENV: "production" },
      engine: "mysql",
      expected: { library: "mysql2" },
    },
    {
      when: "Rails",
      variables: { DATABASE_URL: `postgres://u:p@${host}/db`, RAILS_ENV: "production" },
      expected: { library: "rails" },
    },
    {
      when: "pgx in the URL",
      variables: { DATABASE_URL: `postgres://u:p@${host}/db?pool_max_conns=7` },
      expected: { library: "pgxpool", size: 7, variable: "DATABASE_URL?pool_max_conns" },
    },
    {
      when: "workers in gunicorn's arguments",
      variables: { DB_HOST: host, GUNICORN_CMD_ARGS: "--bind :80 --workers=3" },
      expected: { size: 10, processes: 3 },
    },
    {
      when: "workers in the command",
      variables: { DB_HOST: host },
      command: ["gunicorn", "-w", "4", "app"],
      expected: { size: 10, processes: 4 },
    },
    {
      when: "somebody else's pool is not the database's",
      variables: { DB_HOST: host, REDIS_POOL_SIZE: "50", HTTP_MAX_CONNECTIONS: "9" },
      expected: { size: 10 },
    },
    { when: "a size that is none", variables: { DB_HOST: host, DB_POOL_SIZE: "auto" }, expected: { size: 10 } },
    { when: "a size of nothing", variables: { DB_HOST: host, DB_POOL_SIZE: "0" }, expected: { size: 10 } },
    { when: "a host that another name ends with", variables: { A: `x${host}`, DB_HOST: host }, expected: { size: 10 } },
  ])("$when", ({ variables: pairs, command = [], engine, expected }) => {
    expect(poolsOf(pairs, { command }, engine)).toEqual([{ end: "shop-orders", ...expected }]);
  });

  it("a host that merely ends alike is another, and what is taken instead is called a guess", () => {
    const readings = account({
      services: [service({ container: { variables: variables({ DB_HOST: `x${host}` }) } })],
      instances: [instance("shop-orders"), instance("other")],
    });
    expect(planDraft(readings).services[0]!.pools).toMatchObject([{ because: { certainty: "guess" } }]);
    expect(planDraft(readings).questions[0]!.message).toContain("DB_HOST names no endpoint of this account");
  });

  it("has two pools where two containers connect, and extras where one only migrates", () => {
    const containers = [
      container({ name: "app", variables: variables({ DB_HOST: host, DB_POOL_SIZE: "4" }) }),
      container({ name: "worker", variables: variables({ DB_HOST: host, DB_POOL_SIZE: "2" }) }),
      container({ name: "migrate", variables: variables({ DB_HOST: host }), runsOnce: true }),
    ];
    const readings = account({
      services: [service({ definition: { family: "order", containers } })],
      instances: [instance("shop-orders")],
    });
    const [drafted] = planDraft(readings).services;
    expect(drafted!.pools.map(({ size, extras }) => [size?.value, extras?.value ?? 0])).toEqual([
      [4, 1],
      [2, 0],
    ]);
    const reading = parseConfig(renderDraft(planDraft(readings)), "headgate.yml");
    expect(reading.kind === "ok" && reading.config.services[0]!.pools[0]!.connectionsPerTask).toBe(7);
  });
});

describe("where a service connects to", () => {
  const ends = (pairs: Readonly<Record<string, string>>) =>
    planDraft(
      account({
        services: [service({ container: { variables: variables(pairs) } })],
        dbClusters: [dbCluster("aurora")],
        instances: [
          instance("aurora-1", { dbCluster: "aurora", engine: "aurora-postgresql" }),
          instance("aurora-2", { dbCluster: "aurora", engine: "aurora-postgresql" }),
          instance("legacy", { engine: "oracle-ee" }),
        ],
        proxies: [{ proxy: "Front", endpoint: hostOf("front.proxy-c1"), target: { kind: "cluster", id: "aurora" } }],
      }),
    );
  it.each([
    { when: "a cluster's endpoint is the writer", host: hostOf("aurora.cluster-c1"), expected: ["aurora-writer"] },
    { when: "a reader endpoint is the readers", host: hostOf("aurora.cluster-ro-c1"), expected: ["aurora-reader"] },
    { when: "an instance's own endpoint is the role it has", host: hostOf("aurora-2"), expected: ["aurora-reader"] },
    { when: "a proxy is named itself", host: hostOf("front.proxy-c1"), expected: ["Front"] },
    { when: "an engine without rules is no pool", host: hostOf("legacy"), expected: [] },
  ])("$when", ({ host: name, expected }) => {
    const draft = ends({ DB_HOST: name });
    expect(draft.services[0]!.pools.map(({ end }) => end)).toEqual(expected);
    expect(parseConfig(renderDraft(draft), "headgate.yml").kind).toBe("ok");
  });

  it("brings the database behind a proxy along", () => {
    const draft = ends({ DB_HOST: hostOf("front.proxy-c1") });
    expect(draft.proxies.map(({ name, database }) => [name, database.value])).toEqual([["Front", "aurora-writer"]]);
    expect(draft.databases.map(({ name }) => name)).toEqual(["aurora-writer"]);
  });
});

describe("what only a person knows", () => {
  const hidden = account({
    services: [
      service({
        container: {
          secrets: [{ name: "DATABASE_URL", from: "arn:aws:secretsmanager:eu-central-1:1:secret:shop/url" }],
        },
      }),
    ],
    instances: [instance("payments"), instance("shop-orders")],
  });
  const id = "database/order";

  it("is asked, with the guess that the draft stands on", () => {
    const draft = planDraft(hidden);
    expect(draft.questions).toMatchObject([{ id, initial: "shop-orders", kind: "database" }, { kind: "pool-size" }]);
    expect(draft.services[0]!.pools).toMatchObject([{ end: "shop-orders", because: { certainty: "guess" } }]);
  });

  it("follows the answers", () => {
    const answered = planDraft(hidden, { [id]: "payments", "pool-size/order/payments": "25" });
    expect(answered.services[0]!.pools).toMatchObject([
      { end: "payments", because: { certainty: "likely", from: "your answer" }, size: { value: 25 } },
    ]);
    expect(planDraft(hidden, { [id]: noDatabase }).services[0]!.pools).toEqual([]);
  });

  it("knows the secret that RDS itself keeps", () => {
    const secretArn = "arn:aws:secretsmanager:eu-central-1:1:secret:rds!db-1-AbCdEf";
    const draft = planDraft(
      account({
        services: [service({ container: { secrets: [{ name: "DB_PASSWORD", from: `${secretArn}:password::` }] } })],
        instances: [instance("a"), instance("b", { secretArn })],
      }),
    );
    expect(draft.services[0]!.pools).toMatchObject([{ end: "b", because: { certainty: "likely" } }]);
  });

  it("is not guessed where several databases are equally far", () => {
    const draft = planDraft({ ...hidden, instances: [instance("a"), instance("b")] });
    expect(draft.services[0]!.pools).toEqual([]);
    expect(draft.services[0]!.remarks[0]).toBe(
      "DATABASE_URL comes from a secret, which is not read. No database is guessed: add its pool.",
    );
  });
});

describe("what is left out, with its reason", () => {
  it.each([
    { when: "a DAEMON service", parts: { scheduling: "DAEMON" as const }, says: /one task per instance/ },
    { when: "EXTERNAL deployments", parts: { controller: "EXTERNAL" as const }, says: /EXTERNAL/ },
    { when: "a name that no headgate.yml takes", parts: { service: "bestellung-ä" }, says: /characters/ },
  ])("$when", ({ parts, says }) => {
    const draft = planDraft(account({ services: [service(), service({ service: "other", ...parts })] }));
    expect(draft.services.map(({ name }) => name)).toEqual(["order"]);
    expect(draft.leftOut.map(({ because }) => because)).toEqual([expect.stringMatching(says)]);
    expect(renderDraft(draft)).toContain("# Left out: the service ");
  });

  it("a missing right is a line with the action to allow", () => {
    const gap = { action: "rds:DescribeDBInstances", about: "the databases", because: "denied" as const, detail: "no" };
    const text = renderDraft(planDraft(account({ services: [service()], gaps: [gap] })));
    expect(text).toContain(
      "# Not read: the databases could not be read: allow rds:DescribeDBInstances and run it again.",
    );
  });

  it("two clusters with a service of one name give two keys", () => {
    const draft = planDraft(account({ services: [service(), service({ cluster: "prod" })] }));
    expect(draft.services.map(({ name, ecsService }) => [name, ecsService?.value])).toEqual([
      ["prod-order", "order"],
      ["shop-order", "order"],
    ]);
  });

  it("a rollout that never ends is told, and the file stays valid", () => {
    const draft = planDraft(account({ services: [service({ maximumPercent: 100 })] }));
    expect(draft.services[0]!.remarks.join()).toContain("never ends");
    expect(parseConfig(renderDraft(draft), "headgate.yml").kind).toBe("ok");
  });
});
