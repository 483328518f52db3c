import { describe, expect, it } from "@jest/globals";
import { buildHistory, type RecordedPoint } from "../../simulator/backtest/build-history.ts";
import { prepareBacktest } from "../../simulator/backtest/prepare-backtest.ts";
import { configFor, dayRates, following, recordPoints, service, worldOf } from "./recorded-world.ts";

const hours = 6;
const rates = dayRates(hours, 80, 400);
const points = recordPoints({ spec: worldOf([service({ rates })]), hours, counts: { order: following(rates, 45) } });
const config = configFor({ order: "{ pools: { shop-db: 20 } }" });
const prepare = (recorded: readonly RecordedPoint[]) => {
  const prepared = prepareBacktest(buildHistory(recorded, 60), config, ["target-tracking"]);
  if (prepared.kind === "refused") throw new Error(JSON.stringify(prepared.problems));
  return prepared;
};
const changed = (change: (point: RecordedPoint) => number): readonly RecordedPoint[] =>
  points.map((point) => ({ ...point, value: change(point) }));
const minuteOf = ({ atMs }: RecordedPoint): number => atMs / 60_000;

describe("checkCalibration", () => {
  it("repeats what the world itself has recorded to within 3 %", () => {
    const { check } = prepare(points);
    expect(check.isTrusted).toBe(true);
    expect(check.errors.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(["cpu order", "connections shop-db"]);
    for (const { medianRatio } of check.errors) expect(medianRatio).toBeLessThan(0.03);
  });

  it("gives no verdict on CPU that half follows something else than the requests", () => {
    const { check } = prepare(
      changed((point) => point.value * (point.series === "cpuPercent" ? (minuteOf(point) % 2 === 0 ? 0.82 : 1.2) : 1)),
    );
    expect(check.isTrusted).toBe(false);
    expect(check.errors.map(({ isWithinBounds }) => isWithinBounds)).toEqual([false, true]);
  });

  it("gives no verdict on connections that jobs open now and then", () => {
    // Every ten minutes 150 more, for four minutes.
    const { check } = prepare(
      changed((point) => point.value + (point.series === "connections" && minuteOf(point) % 10 < 4 ? 150 : 0)),
    );
    expect(check.errors.map(({ isWithinBounds }) => isWithinBounds)).toEqual([true, false]);
  });

  it("compares nothing where nothing was recorded, and counts that", () => {
    const gap = points.filter((point) => minuteOf(point) % 4 !== 0);
    const { check } = prepare(gap);
    // Of 360 minutes ten are warm-up, and a quarter is missing.
    expect(check.errors[0]!.slots).toBeGreaterThan(255);
    expect(check.errors[0]!.slots).toBeLessThan(270);
    expect(check.isTrusted).toBe(true);
  });

  it("refuses a wall below what was recorded", () => {
    const low = { ...config, databases: config.databases.map((one) => ({ ...one, maxConnections: 100 })) };
    expect(prepareBacktest(buildHistory(points, 60), low, ["static"])).toMatchObject({
      kind: "refused",
      problems: [{ code: "limit-below-recorded", subject: "shop-db" }],
    });
  });
});

describe("the scenario of a backtest", () => {
  it("has the recorded requests as traffic, and tells everybody what headgate.yml says", () => {
    const { scenario } = prepare(points);
    const [order] = scenario.world.services;
    expect(order!.traffic).toEqual({
      kind: "trace",
      slotSeconds: 60,
      requestsPerSlot: points.filter(({ series }) => series === "requests").map(({ value }) => value),
    });
    expect(scenario).toMatchObject({
      name: "backtest",
      seconds: hours * 3600,
      controllers: ["target-tracking"],
      terms: [{ service: "order", minTasks: 3, maxTasks: 30, targetPercent: 60 }],
      world: { databases: [{ name: "shop-db", maxConnections: 500, reservedConnections: 8, baseConnections: 17 }] },
    });
    // (60 % - 3 % idle) / 12 ms.
    expect(scenario.terms[0]!.requestsPerTask).toBeCloseTo(47.5, 0);
    // (500 - 8 - 17) / 12.
    expect(scenario.terms[0]!.handSetCap).toBe(30);
  });
});
