import { expect, it } from "@jest/globals";
import { stageOf } from "../../shared/checklist/stage.ts";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import {
  account,
  checksOf,
  cluster,
  database,
  databaseCluster,
  ecsService,
  known,
  metricAlarm,
  twoZones,
  verdictsOf,
} from "./accounts.ts";

const config = (mode: string): Config => {
  const text = `version: 1
name: shop
databases:
  orders-db: { instance: orders-db, engine: postgres, maxConnections: 400 }
  reads: { cluster: shop, role: reader, engine: postgres, maxConnections: 200 }
services:
  order:
    cluster: shop
    mode: ${mode}
    startSeconds: 40
    drain: { deregistrationDelaySeconds: 60, stopTimeoutSeconds: 30 }
    signals: { cpu: 70, alarms: { slow: { alarmName: order-cpu } } }
    pools: { orders-db: { size: 10 } }
  user:
    cluster: shop
    mode: ${mode}
    startSeconds: 40
    drain: { deregistrationDelaySeconds: 60, stopTimeoutSeconds: 30 }
    signals: { cpu: 70 }
    pools: { reads: { size: 10 } }
`;
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "ok") return reading.config;
  throw new Error(JSON.stringify(reading.problems, null, 2));
};

const limitOf = (given: Parameters<typeof account>[0]) =>
  checksOf("alarm-connections", account(given), config("observe"))[0]?.numbers["limitConnections"];

it("headgate.yml's limit comes before the class's", () => {
  expect(limitOf({ databases: known([database()]) })).toBe(400);
  expect(
    checksOf("alarm-connections", account({ databases: known([database()]) }), config("observe"))[0]?.what,
  ).toContain("90 % of 400, by headgate.yml.");
});

it("a cluster's limit is that of the role it is written for", () => {
  const databaseClusters = known([databaseCluster()]);
  const member = (id: string) => known([database({ id, cluster: "shop", engine: "aurora-postgresql" })]);
  expect(limitOf({ databaseClusters, databases: member("shop-2") })).toBe(200);
  expect(limitOf({ databaseClusters, databases: member("shop-1") })).toBe(5000);
});

it("an alarm that headgate.yml has as a signal tells somebody: Headgate", () => {
  const reading = account({ alarms: known([metricAlarm({ actions: [] }), metricAlarm({ name: "x", actions: [] })]) });
  expect(verdictsOf("alarm-actions", reading, config("observe"))).toEqual(["finding x", "pass order-cpu"]);
});

it("services that Headgate scales are elastic; those that it observes are not", () => {
  const reading = account({
    clusters: known([cluster([ecsService(), ecsService({ service: "user" })])]),
    subnetZones: twoZones,
  });
  const metrics = { windowDays: 7, databases: [], services: [] };
  expect(stageOf(reading, metrics, config("scale")).number).toBe(5);
  expect(stageOf(reading, metrics, config("observe")).number).toBe(1);
});
