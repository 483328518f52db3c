import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { emptyMemory } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { CapacityReading } from "../../shared/plan/readings/capacity-reading.ts";
import type { ProxyReading } from "../../shared/plan/readings/database-reading.ts";
import {
  config,
  counts,
  database,
  databaseFacts,
  databaseReading,
  datapoint,
  known,
  nowMs,
  pool,
  proxyConfig,
  proxyFacts,
  proxyReading,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";
import { capacityReading, ec2, instance, placement, tasksOf } from "./capacity-case.ts";

type Given = {
  readonly service?: Partial<ServiceConfig>;
  readonly proxy?: Partial<ProxyReading>;
  readonly maxClientConnections?: number;
  readonly capacity?: CapacityReading;
};

/** `web` has 6 tasks and asks for 12. */
const capOf = (given: Given): Finding | undefined => {
  const world = config(
    [service({ cluster: "main", ...given.service })],
    [database()],
    [proxyConfig({ maxClientConnections: given.maxClientConnections ?? null })],
  );
  const reading = serviceReading({ tasks: known(counts()), signals: [datapoint({ value: 100 })] });
  const main = databaseReading({
    facts: known(databaseFacts({ proxies: [proxyFacts()] })),
    proxies: [proxyReading(given.proxy)],
  });
  const read = {
    ...snapshot([reading], [main]),
    ...(given.capacity === undefined ? {} : { capacity: given.capacity }),
  };
  const { findings } = plan(read, emptyMemory, world, nowMs);
  return findings.find(({ numbers }) => "grantedTasks" in numbers);
};

const behindProxy = { pools: [pool({ proxy: "front", connectionsPerTask: 10 })] };
const onInstances = { capacity: ec2, pools: [] };
/** 2 vCPU each, and a task takes half a vCPU: 8 fit on two instances, 6 are there. */
const twoInstances = capacityReading(
  [
    instance({ id: "i-1", remaining: { cpuUnits: 512, memoryMib: 1024 }, tasks: [tasksOf("web", 3)] }),
    instance({ id: "i-2", remaining: { cpuUnits: 512, memoryMib: 1024 }, tasks: [tasksOf("web", 3)] }),
  ],
  { web: placement() },
);

describe("a service that is capped by something else than a database is told what by", () => {
  it.each<{ when: string; given: Given; expected: Partial<Finding> }>([
    {
      when: "what its proxy's clients may borrow",
      // 70 % of 20 are 14; 6 tasks borrow 12 of them now.
      given: {
        service: behindProxy,
        proxy: { allowed: { kind: "known", value: [{ atMs: secondsAgo(180), value: 20 }] } },
      },
      expected: { code: "proxy-budget", database: "main", detail: "proxy/front" },
    },
    {
      when: "how many client connections its proxy should hold",
      given: { service: behindProxy, maxClientConnections: 80 },
      expected: {
        code: "proxy-clients",
        detail: "proxy-clients/front",
        numbers: { askTasks: 12, grantedTasks: 8, priceConnections: 10, leftConnections: 0 },
      },
    },
    {
      when: "the instances of its cluster, with how many more it would take",
      given: { service: onInstances, capacity: twoInstances },
      expected: {
        code: "cluster-capacity",
        database: null,
        numbers: expect.objectContaining({ askTasks: 12, grantedTasks: 8, instancesNeeded: 1 }) as never,
      },
    },
    {
      when: "the account's Fargate quota",
      // 4 vCPU less the 3 in use leave 1: two tasks of half a vCPU.
      given: {
        service: { pools: [] },
        capacity: {
          clusters: [],
          placements: { web: known(placement()) },
          fargate: { quotaVcpu: known(4), used: known({ vcpu: 3, atMs: secondsAgo(120) }) },
        },
      },
      expected: {
        code: "fargate-quota",
        numbers: { askTasks: 12, grantedTasks: 8, freeMilliVcpus: 0, neededMilliVcpus: 500 },
      },
    },
  ])("$when", ({ given, expected }) => expect(capOf(given)).toMatchObject(expected));

  it("with whole figures of what was asked, granted and left at the proxy", () => {
    const { numbers } = capOf({
      service: behindProxy,
      proxy: { allowed: { kind: "known", value: [{ atMs: secondsAgo(180), value: 20 }] } },
    })!;
    expect(numbers["askTasks"]).toBe(12);
    expect(numbers["grantedTasks"]).toBeLessThan(12);
    expect(numbers["leftConnections"]).toBeLessThan(numbers["priceConnections"]!);
  });
});
