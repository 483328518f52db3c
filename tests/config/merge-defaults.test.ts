import { describe, expect, it } from "@jest/globals";
import { publishesNothing } from "../../shared/config/publication.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { lines } from "./problem-row.ts";

const compiled = (defaults: string, service: string): ServiceConfig => {
  const databases = "databases: { db: { instance: db-1, engine: mysql, maxConnections: 900 } }";
  const text = lines("version: 1", "name: shop", databases, `defaults: ${defaults}`, `services: { order: ${service} }`);
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config.services[0]!;
};

const signalNames = (service: ServiceConfig): readonly string[] => service.signals.map(({ name }) => name);
const lag = (target: number) => `{ namespace: N, name: M, measures: total, target: ${target}, periodSeconds: 300 }`;

describe("the defaults block lies under each service", () => {
  it("a service without keys is the defaults block and the documented defaults", () => {
    expect(compiled("{ cluster: shop }", "{}")).toEqual({
      name: "order",
      cluster: "shop",
      ecsService: "order",
      autoscaling: "refuse",
      poolSettings: [],
      publish: publishesNothing,
      mode: "observe",
      minTasks: 3,
      maxTasks: 20,
      priority: 5,
      weight: 1,
      startSeconds: 60,
      drainSeconds: 330,
      pools: [],
      surge: "borrow",
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      deploymentEntry: "announce",
      leastHealthyPercent: 100,
      signals: [],
      schedules: [],
      pace: { upPercent: 100, upPeriodSeconds: 30, downPercent: 50, downPeriodSeconds: 300, stabilizationSeconds: 300 },
      capacity: { kind: "fargate" },
      pinMinutes: 60,
      calls: [],
    });
  });

  it.each([
    {
      when: "groups are merged key by key",
      defaults:
        "{ cluster: a, tasks: { min: 4, max: 9 }, drain: { deregistrationDelaySeconds: 60 }, deployment: { maximumPercent: 150 } }",
      service: "{ tasks: { max: 12 }, drain: { stopTimeoutSeconds: 5 }, deployment: { minimumHealthyPercent: 50 } }",
      gives: { minTasks: 4, maxTasks: 12, drainSeconds: 65, maximumPercent: 150, minimumHealthyPercent: 50 },
    },
    {
      when: "both directions of the pace are merged",
      defaults: "{ cluster: a, pace: { up: { percent: 50 }, down: { periodSeconds: 60 }, stabilizationSeconds: 10 } }",
      service: "{ pace: { up: { periodSeconds: 20 }, down: { percent: 10 } } }",
      gives: {
        pace: { upPercent: 50, upPeriodSeconds: 20, downPercent: 10, downPeriodSeconds: 60, stabilizationSeconds: 10 },
      },
    },
    {
      when: "a plain value of the service wins",
      defaults: "{ cluster: a, mode: govern, priority: 1, weight: 3, startSeconds: 10, surge: reserve, pinMinutes: 0 }",
      service: "{ cluster: b, mode: observe, priority: 2 }",
      gives: {
        cluster: "b",
        mode: "observe",
        priority: 2,
        weight: 3,
        startSeconds: 10,
        surge: "reserve",
        pinMinutes: 0,
      },
    },
    {
      when: "a pool of the same database is replaced as a whole",
      defaults: "{ cluster: a, pools: { db: { size: 2, processes: 8 } } }",
      service: "{ pools: { db: { size: 3 } } }",
      gives: { pools: [{ database: "db", connectionsPerTask: 3, kind: "fixed", minimumConnectionsPerTask: 3 }] },
    },
  ])("$when", ({ defaults, service, gives }) => expect(compiled(defaults, service)).toMatchObject(gives));

  it("signals of both are there, sorted by name; the same name is replaced, and false takes one away", () => {
    const defaults = `{ cluster: a, signals: { cpu: 70, memory: 80, metrics: { base: ${lag(4)}, lag: ${lag(5)} }, alarms: { early: { alarmName: y } } } }`;
    const service = `{ signals: { memory: false, metrics: { depth: ${lag(6)}, lag: ${lag(7)} }, alarms: { slow: { alarmName: x } } } }`;
    const order = compiled(defaults, service);
    expect(signalNames(order)).toEqual(["base", "cpu", "depth", "early", "lag", "slow"]);
    expect(order.signals[4]).toMatchObject({ target: 7, staleAfterSeconds: 900 });
    expect(order.signals[5]).toEqual({
      kind: "alarm",
      name: "slow",
      alarmName: "x",
      stepPercent: 25,
      stepTasks: 1,
      windowSeconds: 300,
      warmUpSeconds: 60,
    });
  });

  it("cpu and memory become ECS's metrics of the service, and memory never asks alone", () => {
    const order = compiled(
      "{ cluster: shop }",
      "{ ecsService: order-v2, signals: { cpu: 70, memory: { target: 80 } } }",
    );
    const shared = {
      kind: "target",
      measures: "average",
      toleranceRatio: 0.1,
      staleAfterSeconds: 180,
    };
    const metric = {
      namespace: "AWS/ECS",
      dimensions: { ClusterName: "shop", ServiceName: "order-v2" },
      statistic: "Average",
      periodSeconds: 60,
    };
    expect(order.signals).toEqual([
      { ...shared, name: "cpu", target: 70, asksAlone: true, metric: { ...metric, metricName: "CPUUtilization" } },
      {
        ...shared,
        name: "memory",
        target: 80,
        asksAlone: false,
        metric: { ...metric, metricName: "MemoryUtilization" },
      },
    ]);
  });
});
