import { describe, expect, it } from "@jest/globals";
import type { AccountMetrics, DatabaseMetrics } from "../../shared/checklist/account-metrics.ts";
import type { AccountReading } from "../../shared/checklist/account-reading.ts";
import type { PriceOf } from "../../shared/checklist/price.ts";
import { stageOf } from "../../shared/checklist/stage.ts";
import type { Reading } from "../../shared/reading.ts";
import {
  account,
  cluster,
  database,
  databaseCluster,
  denied,
  ecsService,
  groupArn,
  known,
  twoZones,
} from "./accounts.ts";

const silent: Reading<number> = { kind: "unknown", because: "no-data", detail: "nothing was published" };
const value = (figure: number): Reading<number> => ({ kind: "known", value: figure });

const busy = (parts: Partial<DatabaseMetrics>): AccountMetrics => ({
  windowDays: 7,
  databases: [
    {
      id: "orders-db",
      busyCpuPercent: silent,
      peakConnections: silent,
      busyReadIops: silent,
      busyWriteIops: silent,
      ...parts,
    },
  ],
  services: [],
});
const calm = busy({});

const two = known([
  cluster([ecsService({ targetGroups: [groupArn] }), ecsService({ service: "user", targetGroups: [groupArn] })]),
]);
const target = (service: string, max = 10) => ({ cluster: "shop", service, min: 2, max });

describe("the stage", () => {
  it.each<{ when: string; given: Partial<AccountReading>; is: number; seen: string }>([
    {
      when: "one server",
      given: { clusters: known([cluster([ecsService({ desired: 1 })])]) },
      is: 1,
      seen: "0 services have two tasks or more behind a balancer",
    },
    {
      when: "two tasks without a balancer are still one server to their callers",
      given: { clusters: known([cluster([ecsService()])]) },
      is: 1,
      seen: "0 read replicas",
    },
    {
      when: "several behind a balancer",
      given: { clusters: two },
      is: 2,
      seen: "2 services have two tasks or more behind a balancer",
    },
    {
      when: "a read replica",
      given: { clusters: two, databases: known([database(), database({ id: "r", isReplica: true })]) },
      is: 3,
      seen: "1 read replica",
    },
    {
      when: "a cluster's reader",
      given: { clusters: two, databaseClusters: known([databaseCluster()]) },
      is: 3,
      seen: "1 read replica",
    },
    {
      when: "a cache without anything elastic",
      given: { clusters: two, cacheSeen: known(true) },
      is: 2,
      seen: "2 services have two tasks or more behind a balancer",
    },
    {
      when: "a cache and one elastic service",
      given: { clusters: two, cacheSeen: known(true), scalableTargets: known([target("order")]) },
      is: 4,
      seen: "a cache",
    },
    {
      when: "a cache and an Auto Scaling group",
      given: { clusters: two, cacheSeen: known(true), autoScalingGroupSeen: known(true) },
      is: 4,
      seen: "a cache, and an Auto Scaling group",
    },
    {
      when: "two elastic services",
      given: { clusters: two, scalableTargets: known([target("order"), target("user")]) },
      is: 5,
      seen: "2 services scale by themselves",
    },
    {
      when: "a target without room between its bounds is no scaling",
      given: { clusters: two, scalableTargets: known([target("order", 2), target("user")]) },
      is: 2,
      seen: "2 services have two tasks or more behind a balancer",
    },
    {
      when: "a target of a service that is gone",
      given: { clusters: two, scalableTargets: known([target("order"), target("gone")]) },
      is: 2,
      seen: "2 services have two tasks or more behind a balancer",
    },
    {
      when: "what can't be read holds for nothing, and is said",
      given: { clusters: two, cacheSeen: denied("cloudwatch:ListMetrics") },
      is: 2,
      seen: "not known: cloudwatch:ListMetrics: AccessDeniedException: not authorized to perform: cloudwatch:ListMetrics",
    },
    {
      when: "a cluster whose services can't be listed",
      given: { clusters: known([cluster([], { services: denied("ecs:ListServices") })]) },
      is: 1,
      seen: "not known: cluster shop can't be judged: ecs:ListServices: AccessDeniedException: not authorized to perform: ecs:ListServices",
    },
  ])("$when: $is", ({ given, is, seen }) => {
    const stage = stageOf(account({ subnetZones: twoZones, ...given }), calm, null);
    expect(stage.number).toBe(is);
    expect(stage.evidence).toContain(seen);
  });
});

const one = { databases: known([database()]), subnetZones: twoZones };
const reads = { busyReadIops: value(900), busyWriteIops: value(100) };
const writes = { busyReadIops: value(100), busyWriteIops: value(900) };
const hot = { busyCpuPercent: value(80) };
const replica = database({ id: "orders-db-replica", isReplica: true, replicaOf: "orders-db" });
const ofService = (percent: number): AccountMetrics => ({
  ...calm,
  services: [{ cluster: "shop", service: "order", busyCpuPercent: value(percent) }],
});

describe("the next step is the one that the metrics ask for first", () => {
  it.each<{ when: string; given: Partial<AccountReading>; metrics: AccountMetrics; asks: string }>([
    {
      when: "80 % of the connections",
      given: one,
      metrics: busy({ peakConnections: value(4000), ...hot, ...reads }),
      asks: "connections-proxy",
    },
    {
      when: "79 % of them, and a calm CPU",
      given: one,
      metrics: busy({ peakConnections: value(3999) }),
      asks: "nothing",
    },
    { when: "a busy writer that is read", given: one, metrics: busy({ ...hot, ...reads }), asks: "database-replica" },
    { when: "a writer at 69 %", given: one, metrics: busy({ busyCpuPercent: value(69), ...reads }), asks: "nothing" },
    {
      when: "the same with a replica and no cache",
      given: { ...one, databases: known([database(), replica]) },
      metrics: busy({ ...hot, ...reads }),
      asks: "database-cache",
    },
    {
      when: "the same with a cache",
      given: { ...one, databases: known([database(), replica]), cacheSeen: known(true) },
      metrics: busy({ ...hot, ...reads }),
      asks: "database-class",
    },
    {
      when: "whether there is a cache can't be read: then it isn't asked for",
      given: { ...one, databases: known([database(), replica]), cacheSeen: denied("cloudwatch:ListMetrics") },
      metrics: busy({ ...hot, ...reads }),
      asks: "database-class",
    },
    { when: "a busy writer that is written", given: one, metrics: busy({ ...hot, ...writes }), asks: "database-class" },
    { when: "a busy writer of which reads aren't known", given: one, metrics: busy(hot), asks: "database-class" },
    {
      when: "a replica is no writer",
      given: { databases: known([database({ isReplica: true })]) },
      metrics: busy(hot),
      asks: "nothing",
    },
    {
      when: "a database in one zone",
      given: { databases: known([database({ multiAz: false })]) },
      metrics: calm,
      asks: "second-zone",
    },
    {
      when: "a service in one zone",
      given: { clusters: known([cluster([ecsService({ subnets: ["subnet-a"] })])]), subnetZones: twoZones },
      metrics: calm,
      asks: "second-zone",
    },
    {
      when: "one task behind a balancer",
      given: {
        clusters: known([cluster([ecsService({ desired: 1, targetGroups: [groupArn] })])]),
        subnetZones: twoZones,
      },
      metrics: calm,
      asks: "more-tasks",
    },
    {
      when: "a busy service with a fixed count",
      given: { clusters: known([cluster([ecsService()])]), subnetZones: twoZones },
      metrics: ofService(60),
      asks: "elastic-service",
    },
    {
      when: "a busy service that scales",
      given: {
        clusters: known([cluster([ecsService()])]),
        subnetZones: twoZones,
        scalableTargets: known([target("order")]),
      },
      metrics: ofService(60),
      asks: "nothing",
    },
    {
      when: "who scales can't be read: then nobody is told to",
      given: { clusters: known([cluster([ecsService()])]), subnetZones: twoZones, scalableTargets: denied("x:Y") },
      metrics: ofService(60),
      asks: "nothing",
    },
    { when: "an empty account", given: {}, metrics: { ...calm, databases: [] }, asks: "nothing" },
  ])("$when: $asks", ({ given, metrics, asks }) => {
    expect(stageOf(account(given), metrics, null).nextStep.code).toBe(asks);
  });

  it("the busiest of two comes first, and of equals the smaller name", () => {
    const both = account({ databases: known([database({ id: "b" }), database({ id: "a" })]) });
    const at = (a: number, b: number): AccountMetrics => ({
      ...calm,
      databases: [
        { ...calm.databases[0]!, id: "b", busyCpuPercent: value(b), ...writes },
        { ...calm.databases[0]!, id: "a", busyCpuPercent: value(a), ...writes },
      ],
    });
    expect(stageOf(both, at(80, 90), null).nextStep.what).toContain("Give b ");
    expect(stageOf(both, at(90, 90), null).nextStep.what).toContain("Give a ");
  });
});

describe("the next step's price", () => {
  const asOf = "2026-11";
  const byClass: PriceOf = (what) => {
    const dollars =
      what.kind === "database-instance" ? { "db.r6g.2xlarge": 700, "db.r6g.4xlarge": 1400 }[what.instanceClass] : 20;
    return dollars === undefined
      ? { kind: "unknown" }
      : { kind: "known", monthlyDollars: dollars, asOf, source: "list" };
  };
  it.each<{
    when: string;
    given: Partial<AccountReading>;
    metrics: AccountMetrics;
    priceOf: PriceOf;
    price: object | null;
  }>([
    {
      when: "a replica costs an instance",
      given: one,
      metrics: busy({ ...hot, ...reads }),
      priceOf: byClass,
      price: { kind: "known", monthlyDollars: 700, asOf, source: "list" },
    },
    {
      when: "a larger class costs the difference",
      given: one,
      metrics: busy({ ...hot, ...writes }),
      priceOf: byClass,
      price: { kind: "known", monthlyDollars: 700, asOf, source: "list" },
    },
    {
      when: "a price that isn't known is not 0",
      given: one,
      metrics: busy({ ...hot, ...writes }),
      priceOf: () => ({ kind: "unknown" }),
      price: { kind: "unknown" },
    },
    {
      when: "more tasks cost what they run",
      given: { clusters: known([cluster([ecsService()])]), subnetZones: twoZones },
      metrics: ofService(90),
      priceOf: byClass,
      price: null,
    },
  ])("$when", ({ given, metrics, priceOf, price }) => {
    expect(stageOf(account(given), metrics, null, priceOf).nextStep.price).toEqual(price);
  });
});
