import { describe, expect, it } from "@jest/globals";
import {
  HorizontalPodAutoscaler,
  type HpaOptions,
} from "../../../../simulator/controllers/kubernetes/horizontal-pod-autoscaler.ts";
import { hpaRules } from "../../../../simulator/controllers/kubernetes/hpa-rules.ts";
import { PodScraper } from "../../../../simulator/controllers/kubernetes/pod-scraper.ts";
import type { FaultSpec } from "../../../../simulator/world/fault-spec.ts";
import type { ServiceSpec } from "../../../../simulator/world/spec.ts";
import { World } from "../../../../simulator/world/world.ts";
import { legalWorld } from "../../world/small-world.ts";
import type { Change } from "../play-kind.ts";

function changes(
  service: Partial<ServiceSpec>,
  seconds: number,
  options: Partial<HpaOptions> = {},
  faults: readonly FaultSpec[] = [],
): Change[] {
  const world = new World(legalWorld(service, { faults }), 1);
  const metrics = [{ kind: "cpu", targetPercent: 50 }] as const;
  const hpa = new HorizontalPodAutoscaler({ service: "shop", metrics, minPods: 1, maxPods: 100, ...options });
  const found: Change[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const before = world.counts("shop").desired;
    hpa.step(world);
    const { desired } = world.counts("shop");
    if (desired !== before) found.push({ atSecond: second, desired });
    world.step();
  }
  return found;
}

const rise = (rate: number) =>
  ({ kind: "perSecond", requestsPerSecond: [...new Array<number>(600).fill(110), rate] }) as const;

describe("on a world", () => {
  it("published: with pods that start at once, 5 -> 10 -> 20 -> 40 in 45 s", () => {
    // The request rate doesn't top out at 100 % per pod, as CPU does.
    const found = changes({ traffic: rise(2_000), initialTasks: 5 }, 660, {
      metrics: [{ kind: "requests", perPod: 25 }],
    });
    // The scrape at 600 s has one second of the rise in it: 110 + 1,890 / 15 = 236 requests a second are 10 pods.
    expect(found.map(({ desired }) => desired).slice(0, 3)).toEqual([10, 20, 40]);
    expect((found[2] as Change).atSecond - (found[0] as Change).atSecond).toBe(30);
  });

  it("CPU tops out at 100 %: one turn is at most x2 at a target of 50 %, and waits for the new pods", () => {
    const found = changes({ traffic: rise(2_000), initialTasks: 5, pendingSeconds: 20, bootSeconds: 40 }, 675);
    expect(found).toEqual([{ atSecond: 622, desired: 10 }]);
  });

  it("a ratio within the tolerance changes nothing in an hour", () => {
    expect(changes({ traffic: { kind: "perSecond", requestsPerSecond: [120] }, initialTasks: 5 }, 3_600)).toEqual([]);
  });

  it("nothing was measured before second 0: no scale-in at the first turn, even without a window", () => {
    const scaleDown = { ...hpaRules.scaleDown, stabilizationSeconds: 0 };
    expect(changes({ traffic: rise(110), initialTasks: 5 }, 60, { scaleDown })).toEqual([]);
  });

  it("Value multiplies the ready pods: those that are pending are not multiplied again", () => {
    const metrics = [{ kind: "external", targetType: "Value", target: 50, read: () => 100 }] as const;
    expect(changes({ initialTasks: 5, pendingSeconds: 600 }, 120, { metrics })).toEqual([{ atSecond: 7, desired: 10 }]);
  });

  it("while metrics are stale it has no value and holds", () => {
    const stale = { kind: "stale-metrics", fromSecond: 590, untilSecond: 700 } as const;
    const found = changes({ traffic: rise(400), initialTasks: 5 }, 730, {}, [stale]);
    expect(found[0]?.atSecond).toBeGreaterThanOrEqual(705);
  });

  it("a throttled change is not counted as one: the next turn may go as far", () => {
    const throttled = { kind: "api-throttling", api: "ecs", ratio: 1, fromSecond: 600, untilSecond: 630 } as const;
    const slow = { policies: [{ kind: "pods", value: 3, periodSeconds: 600 }], select: "max" } as const;
    const options = {
      metrics: [{ kind: "requests", perPod: 25 }] as const,
      scaleUp: { ...slow, stabilizationSeconds: 0 },
    };
    const found = changes({ traffic: rise(2_000), initialTasks: 5 }, 700, options, [throttled]);
    expect(found).toEqual([{ atSecond: 637, desired: 8 }]);
  });

  it("a service at 0 is off, and one outside its range goes to the bound without a metric", () => {
    expect(changes({ initialTasks: 0 }, 120)).toEqual([]);
    expect(changes({ initialTasks: 2 }, 20, { minPods: 3 })).toEqual([{ atSecond: 7, desired: 3 }]);
    expect(changes({ initialTasks: 9 }, 20, { maxPods: 6 })).toEqual([{ atSecond: 7, desired: 6 }]);
  });
});

describe("how pods are grouped", () => {
  type Row = {
    when: string;
    atSecond: number;
    bootSeconds?: number;
    orders?: number;
    expected: { ready: number; unready: number; missing: number };
  };
  // 4 pods of second 0; 2 more ordered at 60, RUNNING at 70, traffic from 90 on.
  it.each<Row>([
    { when: "pending pods are unready", atSecond: 65, expected: { ready: 4, unready: 2, missing: 0 } },
    { when: "running and not scraped since: missing", atSecond: 73, expected: { ready: 4, unready: 0, missing: 2 } },
    { when: "scraped and booting: unready", atSecond: 80, expected: { ready: 4, unready: 2, missing: 0 } },
    {
      when: "ready, but not for a whole scrape: unready",
      atSecond: 100,
      expected: { ready: 4, unready: 2, missing: 0 },
    },
    { when: "ready for a whole scrape: ready", atSecond: 106, expected: { ready: 6, unready: 0, missing: 0 } },
    {
      when: "started 5 minutes ago and ready: ready without a whole scrape",
      atSecond: 370,
      bootSeconds: 295,
      expected: { ready: 6, unready: 0, missing: 0 },
    },
    { when: "stopping pods are in no group", atSecond: 75, orders: 2, expected: { ready: 2, unready: 0, missing: 0 } },
    { when: "long after: ready", atSecond: 1_000, expected: { ready: 6, unready: 0, missing: 0 } },
  ])("$when", ({ atSecond, bootSeconds = 20, orders = 6, expected }) => {
    const world = new World(legalWorld({ bootSeconds }), 1);
    const scraper = new PodScraper("shop", hpaRules);
    for (let second = 0; second < atSecond; second += 1) {
      if (second === 60) world.setDesiredCount("shop", orders);
      scraper.look(world);
      world.step();
    }
    scraper.look(world);
    expect(scraper.groups(world)).toEqual(expected);
  });
});

it("defaults are Kubernetes' own", () => {
  expect(hpaRules).toEqual({
    syncSeconds: 15,
    syncOffsetSeconds: 7,
    scrapeSeconds: 15,
    tolerance: 0.1,
    cpuInitializationSeconds: 300,
    scaleUp: {
      stabilizationSeconds: 0,
      policies: [
        { kind: "percent", value: 100, periodSeconds: 15 },
        { kind: "pods", value: 4, periodSeconds: 15 },
      ],
      select: "max",
    },
    scaleDown: {
      stabilizationSeconds: 300,
      policies: [{ kind: "percent", value: 100, periodSeconds: 15 }],
      select: "max",
    },
  });
});
