import { describe, expect, it } from "@jest/globals";
import { buildHistory, type RecordedPoint } from "../../simulator/backtest/build-history.ts";
import { calibrate } from "../../simulator/backtest/calibrate.ts";
import type { Calibration, Figure } from "../../simulator/backtest/calibration.ts";
import type { History } from "../../simulator/backtest/history.ts";
import {
  configFor,
  dayRates,
  disturbed,
  elasticPool,
  following,
  type RecordedWorld,
  record,
  recordPoints,
  service,
  worldOf,
} from "./recorded-world.ts";

const hours = 8;
const rates = dayRates(hours, 80, 400);
const counts = { order: following(rates, 45) };
const fixedWorld: RecordedWorld = { spec: worldOf([service({ rates })]), hours, counts };
const elasticWorld: RecordedWorld = { ...fixedWorld, spec: worldOf([service({ rates, pool: elasticPool })]) };

const payRates = dayRates(hours, 200, 60).map((rate, minute) => rate * (1 + 0.3 * Math.sin(minute / 50)));
const pay = service({
  name: "pay",
  rates: payRates,
  initialTasks: 5,
  cpuSecondsPerRequest: 0.02,
  pool: { ...elasticPool, holdSecondsPerRequest: 0.08 },
});
const twoWorld: RecordedWorld = {
  spec: worldOf([service({ rates }), pay]),
  hours,
  counts: { ...counts, pay: following(payRates, 25) },
};

/** What the team believes: not what is true. */
const believed = { order: "{ pools: { shop-db: 20 } }" };
const believedElastic = "{ pools: { shop-db: { size: 40, kind: elastic, minimum: 2 } } }";

const calibrationOf = (history: History, services: Readonly<Record<string, string>>): Calibration => {
  const outcome = calibrate(history, configFor(services));
  if (outcome.kind === "refused") throw new Error(JSON.stringify(outcome.problems));
  return outcome.calibration;
};

/** Every figure by a name; a figure of a database under the database's name. */
const figuresOf = ({ services, databases }: Calibration): Readonly<Record<string, Figure>> =>
  Object.fromEntries([
    ...services.flatMap((one) => [
      [`${one.service} cpu`, one.cpuSecondsPerRequest],
      [`${one.service} idle`, one.idleCpuRatio],
      [`${one.service} pending`, one.pendingSeconds],
      [`${one.service} boot`, one.bootSeconds],
      ...(one.pool === null
        ? []
        : [
            [`${one.service} connections`, one.pool.connectionsPerTask],
            [`${one.service} hold`, one.pool.holdSecondsPerRequest],
          ]),
    ]),
    ...databases.map(({ database, othersConnections }) => [database, othersConnections]),
  ]);

type Row = {
  readonly title: string;
  readonly points: () => readonly RecordedPoint[];
  readonly services?: Readonly<Record<string, string>>;
  /** True values; each has to be measured, and to lie within its own plus-minus. */
  readonly truth: Readonly<Record<string, number>>;
};

const orderTruth = { "order cpu": 0.012, "order idle": 0.03, "order pending": 25, "order boot": 20 };
const fixedTruth = { ...orderTruth, "order connections": 12, "shop-db": 17 };

describe("calibrate", () => {
  it.each<Row>([
    { title: "a service with a fixed pool", points: () => recordPoints(fixedWorld), truth: fixedTruth },
    {
      title: "a fixed pool through two deployments, whose surge is no start",
      points: () =>
        recordPoints({
          ...fixedWorld,
          deployments: [
            { service: "order", minute: 200 },
            { service: "order", minute: 400 },
          ],
        }),
      truth: fixedTruth,
    },
    {
      title: "an elastic pool, by how long a request holds a connection",
      points: () => recordPoints(elasticWorld),
      services: { order: believedElastic },
      truth: { ...orderTruth, "order hold": 0.15, "shop-db": 17 },
    },
    {
      title: "an elastic pool whose task count never changes",
      points: () => recordPoints({ spec: worldOf([service({ rates, initialTasks: 12, pool: elasticPool })]), hours }),
      services: { order: believedElastic },
      truth: { "order cpu": 0.012, "order hold": 0.15, "shop-db": 17 },
    },
    {
      title: "a fixed and an elastic pool at one database",
      points: () => recordPoints(twoWorld),
      services: { ...believed, pay: believedElastic },
      truth: { ...orderTruth, "order connections": 12, "pay cpu": 0.02, "pay hold": 0.08, "shop-db": 17 },
    },
  ])("recovers $title, within the errors that it states", ({ points, services, truth }) => {
    const figures = figuresOf(calibrationOf(buildHistory(points(), 60), services ?? believed));
    const off = Object.entries(truth).map(([name, value]) => {
      const figure = figures[name]!;
      const isWithin = figure.kind === "measured" && Math.abs(figure.value - value) <= figure.plusMinus;
      return [name, isWithin ? "within" : `${figure.value}, not ${value}: ${JSON.stringify(figure)}`];
    });
    expect(Object.fromEntries(off)).toEqual(Object.fromEntries(Object.keys(truth).map((name) => [name, "within"])));
  });

  it("states errors that hold the truth 19 times in 20 where gauges are 10 % off and every twentieth reading is missing", () => {
    const points = recordPoints(fixedWorld);
    const truth = { "order cpu": 0.012, "order idle": 0.03, "order connections": 12, "shop-db": 17 };
    const seeds = Array.from({ length: 25 }, (_, index) => index + 1);
    const within = seeds.flatMap((seed) => {
      const disturbance = { noiseRatio: 0.1, missingRatio: 0.05, seed };
      const figures = figuresOf(calibrationOf(buildHistory(disturbed(points, disturbance), 60), believed));
      return Object.entries(truth).map(([name, value]) => {
        const figure = figures[name]!;
        return figure.kind === "measured" && Math.abs(figure.value - value) <= figure.plusMinus;
      });
    });
    const share = within.filter((one) => one).length / within.length;
    expect(share).toBeGreaterThan(0.92);
    // Errors that hold it always would say nothing.
    expect(share).toBeLessThan(0.995);
  });

  it("states errors that mean something: at most 5 % for CPU and connections of a clean recording", () => {
    const figures = figuresOf(calibrationOf(record(fixedWorld), believed));
    for (const name of ["order cpu", "order idle", "order connections", "shop-db"])
      expect(figures[name]).toMatchObject({ kind: "measured", confidence: "high" });
  });

  it("tells fixed pools from elastic ones by what the connections do, not by what headgate.yml says", () => {
    const kinds = (history: History, services: Readonly<Record<string, string>>) =>
      calibrationOf(history, services).services.map(({ pool }) => pool?.kind);
    expect(kinds(record(fixedWorld), { order: believedElastic })).toEqual(["fixed"]);
    expect(kinds(record(elasticWorld), { order: "{ pools: { shop-db: { size: 40, kind: fixed } } }" })).toEqual([
      "elastic",
    ]);
    expect(kinds(record(twoWorld), { ...believed, pay: believedElastic })).toEqual(["fixed", "elastic"]);
  });

  it("takes the pool of headgate.yml where the task count never changed, and says why", () => {
    const steady = record({ spec: worldOf([service({ rates, initialTasks: 12 })]), hours });
    const figures = figuresOf(calibrationOf(steady, { order: "{ pools: { shop-db: 10 } }" }));
    expect(figures["order connections"]).toEqual({
      kind: "assumed",
      value: 10,
      from: "headgate.yml",
      because: "order: its task count never changed, so its connections per task can't be separated from others'",
    });
    // 12 tasks x 12 and 17 others are 161; 120 of them are taken for the pools.
    expect(figures["shop-db"]).toMatchObject({ kind: "assumed", value: 41 });
    expect(figures["order pending"]).toMatchObject({ kind: "assumed", value: 45, from: "headgate.yml" });
  });

  it("takes the configured start time less the boot where nobody recorded the desired count", () => {
    const points = recordPoints(fixedWorld).filter(({ series }) => series !== "desiredTasks");
    const figures = figuresOf(calibrationOf(buildHistory(points, 60), believed));
    const boot = figures["order boot"]!;
    expect(boot.kind).toBe("measured");
    expect(Math.abs(boot.value - 20)).toBeLessThanOrEqual(boot.kind === "measured" ? boot.plusMinus : 0);
    expect(figures["order pending"]).toMatchObject({
      kind: "assumed",
      value: Math.round(45 - boot.value),
      from: "headgate.yml",
    });
  });

  it("leaves out services that nobody recorded, and pools at a proxy, and says so", () => {
    const { services, leftOut } = calibrationOf(record(fixedWorld), { ...believed, mail: "{ pools: { shop-db: 2 } }" });
    expect(services.map((one) => one.service)).toEqual(["order"]);
    expect(leftOut).toEqual(["mail is left out: nobody recorded anything of it. Its connections count as others'."]);
  });

  it("gives the same calibration for the same recording", () => {
    const config = configFor(believed);
    expect(calibrate(record(fixedWorld), config)).toEqual(calibrate(record(fixedWorld), config));
  });
});

describe("calibrate refuses", () => {
  type Refusal = {
    readonly title: string;
    readonly points: () => readonly RecordedPoint[];
    readonly expected: { readonly code: string; readonly message: RegExp };
  };
  const steadyRates = rates.map(() => 200);
  it.each<Refusal>([
    {
      title: "CPU that is the same whatever comes, at a count that never changes",
      points: () =>
        recordPoints({ spec: worldOf([service({ rates, initialTasks: 12 })]), hours }).map((point) =>
          point.series === "cpuPercent" ? { ...point, value: 38 + ((point.atMs / 60_000) % 5) } : point,
        ),
      expected: { code: "unexplained", message: /CPU does not follow the requests/ },
    },
    {
      title: "requests that never vary",
      points: () => recordPoints({ spec: worldOf([service({ rates: steadyRates, initialTasks: 6 })]), hours: 4 }),
      expected: { code: "no-variation", message: /varied by \d+ % only/ },
    },
    {
      title: "a recording of half an hour",
      points: () => recordPoints({ ...fixedWorld, hours: 0.4, counts: {} }),
      expected: { code: "too-few-readings", message: /only \d+ readings/ },
    },
  ])("$title", ({ points, expected }) => {
    const outcome = calibrate(buildHistory(points(), 60), configFor(believed));
    expect(outcome).toMatchObject({
      kind: "refused",
      problems: [{ code: expected.code, subject: "order", message: expect.stringMatching(expected.message) }],
    });
  });
});
