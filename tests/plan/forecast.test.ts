import { describe, expect, it } from "@jest/globals";
import type { ForecastConfig } from "../../shared/config/forecast-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { planWant, type WantedCount } from "../../shared/plan/demand/want.ts";
import { forecastOf } from "../../shared/plan/forecast/forecast.ts";
import { noError } from "../../shared/plan/forecast/forecast-error.ts";
import type { ForecastMemory, TrendMemory } from "../../shared/plan/forecast/forecast-memory.ts";
import { emptyMemory, type Memory, type ServiceMemory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  alarm,
  alarmSignal,
  config,
  counts,
  cpuSignal,
  database,
  datapoint,
  known,
  nowMs,
  pool,
  rateSignal,
  requestsSignal,
  scalableTarget,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";
import { forecastConfig, usualRate } from "./forecast-case.ts";

/** Requests of five minutes at so many per second; the newest ended a minute ago. */
const perSecond = (...rates: readonly number[]): SignalReading => series(rates.map((rate) => rate * 60));
const points = (...values: readonly number[]) => series(values).points;
/** Half a request per second and second more: 20, 25 ... 45 a second; in 130 s from its middle 65 more. */
const rising = perSecond(30, 60, 90, 120, 150);
const steady = perSecond(60, 60, 60, 60, 60);
const off = { ratio: 0.4, isOff: true };
const wrongTrend: TrendMemory = {
  newest: { pointAtMs: secondsAgo(180), forMs: secondsAgo(60), perSecond: null },
  open: [],
  error: off,
};

type Given = {
  readonly forecast?: ForecastConfig;
  readonly changes?: Partial<ServiceConfig>;
  readonly signals?: readonly SignalReading[];
  readonly tasks?: Partial<TaskCounts>;
  readonly memory?: Partial<ServiceMemory>;
  readonly before?: ForecastMemory;
  readonly scarce?: boolean;
};

/** 10 requests a second and task, 6 tasks, 40 s to start one. */
const foreseen = ({ forecast = forecastConfig(), changes = {}, signals = [steady], tasks = {}, ...given }: Given) => {
  const { memory = {}, before, scarce = false } = given;
  const reading = serviceReading({ signals, tasks: known(counts(tasks)) });
  const own = serviceMemory({ ...memory, ...(before === undefined ? {} : { forecast: before }) });
  return forecastOf(service({ signals: [requestsSignal()], forecast, ...changes }), reading, own, nowMs, scarce);
};

const withRate: Partial<ServiceConfig> = { signals: [cpuSignal(), rateSignal()] };

describe("a forecast", () => {
  it.each<Given & { readonly when: string; readonly asks: number | null }>([
    {
      when: "asks for what a rise of 30 a minute leads to 130 s after the middle of its newest minute: 215 a second",
      signals: [rising],
      tasks: { desired: 15 },
      changes: { maxTasks: 100 },
      asks: 22,
    },
    { when: "asks for no more than the maximum", signals: [rising], tasks: { desired: 15 }, asks: 20 },
    { when: "asks for nothing while the rate stands and no day is known", asks: null },
    { when: "asks for what the time of day is used to", before: { season: usualRate(88) }, asks: 9 },
    {
      when: "asks for the larger of the two",
      signals: [rising],
      before: { season: usualRate(500) },
      changes: { maxTasks: 100 },
      asks: 50,
    },
    {
      when: "asks for what of its trend has come lately: a fifth did not, so for 172 of 215 a second",
      signals: [rising],
      tasks: { desired: 15 },
      changes: { maxTasks: 100 },
      before: { trend: { ...wrongTrend, error: { ratio: 0.2, isOff: false } } },
      asks: 18,
    },
    {
      when: "asks for what of its habit has come lately: a fifth did not, so for 70 of 88 a second",
      before: { season: usualRate(88, { error: { ratio: 0.2, isOff: false } }) },
      asks: 8,
    },
    {
      when: "asks for nothing once the moment of its trend is past by a period, however old a rate may be",
      changes: { maxTasks: 100, signals: [requestsSignal({ staleAfterSeconds: 3600 })] },
      signals: [rising],
      tasks: { desired: 15 },
      before: {
        trend: {
          newest: { pointAtMs: secondsAgo(120), forMs: secondsAgo(61), perSecond: 400 },
          open: [],
          error: noError,
        },
      },
      asks: null,
    },
    {
      when: "asks for what its trend leads to until then",
      changes: { maxTasks: 100 },
      signals: [rising],
      tasks: { desired: 15 },
      before: {
        trend: {
          newest: { pointAtMs: secondsAgo(120), forMs: secondsAgo(60), perSecond: 400 },
          open: [],
          error: noError,
        },
      },
      asks: 40,
    },
    {
      when: "knows of no period that has not begun",
      signals: [series([1800], { points: [...points(1800, 3600, 5400), { atMs: nowMs + 1, value: 7200 }] })],
      tasks: { desired: 15 },
      before: { season: usualRate(88) },
      asks: null,
    },
    { when: "asks for what is there within the tolerance", before: { season: usualRate(65) }, asks: 6 },
    {
      when: "asks for nothing while a budget binds",
      signals: [rising],
      before: { season: usualRate(88) },
      scarce: true,
      asks: null,
    },
    {
      when: "leaves out a trend that is often wrong",
      signals: [rising],
      before: { trend: wrongTrend, season: usualRate(88) },
      asks: 9,
    },
    {
      when: "leaves out a season that is often wrong",
      before: { season: usualRate(88, { error: off }) },
      asks: null,
    },
    {
      when: "leaves out a season that is not configured",
      forecast: forecastConfig({ season: null }),
      before: { season: usualRate(88) },
      asks: null,
    },
    {
      when: "leaves out a trend that is not configured",
      forecast: forecastConfig({ trend: false }),
      signals: [rising],
      asks: null,
    },
    {
      when: "asks for nothing where the rate can't be read, whatever the time of day is used to",
      signals: [unknown()],
      before: { season: usualRate(88) },
      asks: null,
    },
    {
      when: "asks for nothing where the rate is stale",
      changes: { signals: [requestsSignal({ staleAfterSeconds: 30 })] },
      signals: [rising],
      asks: null,
    },
    { when: "of 0 tasks has no trend", signals: [rising], tasks: { desired: 0 }, asks: null },
    { when: "of 0 tasks has a season", before: { season: usualRate(88) }, tasks: { desired: 0 }, asks: 9 },
    {
      when: "works out of the utilization what one task carries: 60 a second over 6 tasks at their target",
      changes: withRate,
      signals: [datapoint(), steady],
      before: { season: usualRate(88) },
      asks: 9,
    },
    {
      when: "remembers what one task carries while the utilization is silent",
      changes: withRate,
      signals: [unknown(), steady],
      before: { season: usualRate(88), perTask: { atMs: secondsAgo(600), perSecond: 4 } },
      asks: 20,
    },
    {
      when: "asks for nothing while nothing tells what one task carries",
      changes: withRate,
      signals: [unknown(), steady],
      before: { season: usualRate(88), perTask: { atMs: secondsAgo(86_400), perSecond: 4 } },
      asks: null,
    },
  ])("$when", ({ when: _, asks, ...given }) => expect(foreseen(given)!.ask?.tasks ?? null).toBe(asks));

  it("is none where it is not configured", () => {
    const reading = serviceReading({ signals: [rising] });
    expect(forecastOf(service({ signals: [requestsSignal()] }), reading, serviceMemory(), nowMs, false)).toBeNull();
  });

  it.each<Given & { readonly when: string; readonly perTask: number | undefined }>([
    { when: "is not learned where requests say it", perTask: undefined },
    { when: "is learned", signals: [datapoint(), steady], changes: withRate, perTask: 10 },
    {
      when: "moves by a quarter, so that a minute's noise is little",
      changes: withRate,
      signals: [datapoint(), steady],
      before: { perTask: { atMs: secondsAgo(600), perSecond: 14 } },
      perTask: 13,
    },
    {
      when: "is learned from a datapoint once",
      changes: withRate,
      signals: [datapoint(), steady],
      before: { perTask: { atMs: secondsAgo(120), perSecond: 14 } },
      perTask: 14,
    },
    {
      when: "is not learned from tasks that are full",
      changes: withRate,
      signals: [datapoint({ value: 90 }), steady],
      before: { perTask: { atMs: secondsAgo(600), perSecond: 14 } },
      perTask: 14,
    },
    {
      when: "is not learned behind a closed gate",
      changes: withRate,
      signals: [datapoint(), steady],
      memory: { gate: { perTask: null, posted: { atMs: nowMs, requestsPerSecond: 50, sinceMs: nowMs } } },
      perTask: undefined,
    },
  ])("what one task carries $when", ({ when: _, perTask, ...given }) =>
    expect(foreseen(given)!.memory.perTask?.perSecond).toBe(perTask),
  );

  it("says which part is off, and how wrong it was", () => {
    const { notes } = foreseen({ before: { season: usualRate(88, { error: off }), trend: wrongTrend } })!;
    const numbers = { errorPercent: 40, mostErrorPercent: 30 };
    expect(notes).toEqual([
      { code: "forecast-off", detail: "trend", numbers },
      { code: "forecast-off", detail: "season", numbers },
    ]);
  });
});

describe("what a service wants with a forecast", () => {
  const wants = (
    own: Partial<ServiceConfig>,
    reading: Partial<ServiceReading>,
    usual: number,
    memory: Partial<ServiceMemory> = {},
  ): WantedCount => {
    const configured = service({ forecast: forecastConfig(), ...own });
    const read = serviceReading(reading);
    const before = serviceMemory({ forecast: { season: usualRate(usual) }, ...memory });
    const forecast = forecastOf(configured, read, before, nowMs, false);
    return planWant(configured, read, before, nowMs, false, 0, forecast) as WantedCount;
  };
  const calm = [{ atMs: secondsAgo(600), tasks: 3 }];

  it("is the forecast where the signals ask for less, and says what it would be without", () => {
    const want = wants({ signals: [requestsSignal()] }, { signals: [steady] }, 88);
    expect(want).toMatchObject({ askTasks: 9, wantedTasks: 9, presentTasks: 6 });
    expect(want.demand.opinions.at(-1)).toMatchObject({ kind: "ask", signal: "forecast", tasks: 9, asksAlone: true });
  });

  it("is what the signals ask for where that is more", () => {
    const want = wants({ signals: [requestsSignal()] }, { signals: [perSecond(90)] }, 70);
    expect(want).toMatchObject({ askTasks: 9 });
    expect(want).not.toHaveProperty("presentTasks");
  });

  it("goes at the pace of any ask", () => {
    const want = wants({ signals: [requestsSignal()], maxTasks: 100 }, { signals: [steady] }, 600);
    expect(want).toMatchObject({ askTasks: 60, wantedTasks: 12 });
  });

  it("does not shrink below the forecast", () => {
    const reading = { signals: [perSecond(20)] };
    expect(wants({ signals: [requestsSignal()] }, reading, 50, { asks: calm }).wantedTasks).toBe(5);
    expect(wants({ signals: [requestsSignal()] }, reading, 1, { asks: calm }).wantedTasks).toBe(3);
  });

  it("is not lowered by a forecast where no signal has an opinion", () => {
    const reading = { signals: [alarm({ state: "OK" }), datapoint({ atMs: secondsAgo(120) }), steady] };
    const own = { signals: [alarmSignal(), cpuSignal({ asksAlone: true }), rateSignal()] };
    expect(wants(own, reading, 10, { asks: calm }).wantedTasks).toBe(6);
    const silent = { signals: [alarm({ state: "OK" }), steady] };
    const perTask = { atMs: secondsAgo(60), perSecond: 10 };
    const memory = { asks: calm, forecast: { season: usualRate(10), perTask } };
    const want = wants({ signals: [alarmSignal(), rateSignal()] }, silent, 10, memory);
    expect(want.demand.opinions.at(-1)).toMatchObject({ signal: "forecast", tasks: 1 });
    expect(want.wantedTasks).toBe(6);
  });
});

/** Two services of 10 connections a task on one database that carries 15 tasks; `web` is used to 20 tasks' rate. */
const domain = (forecast: boolean, apiRate: number) => {
  const own = { signals: [requestsSignal()], pools: [pool()] };
  const web = service({ ...own, name: "web", ...(forecast ? { forecast: forecastConfig() } : {}) });
  const api = service({ ...own, name: "api" });
  const reading = (name: string, rate: number): ServiceReading =>
    serviceReading({ name, signals: [perSecond(rate, rate, rate, rate, rate)], tasks: known(counts()) });
  return {
    config: config([web, api], [database({ maxConnections: 160 })]),
    read: snapshot([reading("api", apiRate), reading("web", 60)]),
  };
};

const remembering = (perSecondUsual: number): Memory => ({
  ...emptyMemory,
  services: { web: serviceMemory({ forecast: { season: usualRate(perSecondUsual) } }) },
});

const targets = ({ services }: Plan) =>
  Object.fromEntries(services.map(({ name, targetTasks }) => [name, targetTasks]));

describe("a budget", () => {
  it("is filled by a forecast no further than it goes, and refusing only a forecast binds nothing", () => {
    const { config: configured, read } = domain(true, 60);
    const first = plan(read, remembering(200), configured, nowMs);
    expect(targets(first)).toEqual({ web: 9, api: 6 });
    expect(first.memory.databases["main"]?.bound ?? null).toBeNull();
    expect(first.findings.map(({ code }) => code)).toContain("database-budget");
  });

  it("that refuses only a forecast sheds nothing of what users send", () => {
    const { config: configured, read } = domain(true, 60);
    const busy = { ...read, services: read.services.map((entry) => ({ ...entry, signals: [perSecond(65)] })) };
    const planned = plan(busy, remembering(200), configured, nowMs);
    expect(targets(planned)).toEqual({ web: 9, api: 6 });
    expect(planned.findings.map(({ code }) => code)).not.toContain("gate-offered");
  });

  it("that refuses what a neighbour needs now ends the forecast at the next look", () => {
    const { config: configured, read } = domain(true, 200);
    const first = plan(read, remembering(200), configured, nowMs);
    expect(first.memory.databases["main"]?.bound).toEqual({ sinceMs: nowMs, lastMs: nowMs });
    const later = nowMs + 20_000;
    const second = plan({ ...read, readAtMs: later }, first.memory, configured, later);
    const want = second.services.find(({ name }) => name === "web")!.want as WantedCount;
    expect(want.askTasks).toBe(6);
    expect(want.demand.opinions.map(({ signal }) => signal)).toEqual(["requests"]);
  });

  it("of a governed service is not asked for by a forecast, which only learns", () => {
    const { config: configured, read } = domain(true, 60);
    const [api, web] = configured.services.map((entry) => ({ ...entry, mode: "govern" as const })).reverse();
    const governed = { ...configured, services: [api!, web!] };
    const services = read.services.map((entry) => ({ ...entry, scalableTarget: known(scalableTarget()) }));
    const planned = plan({ ...read, services }, remembering(200), governed, nowMs);
    const want = planned.services.find(({ name }) => name === "web")!.want as WantedCount;
    expect(want.askTasks).toBe(6);
    expect(planned.memory.services["web"]?.forecast?.season?.running).toMatchObject({ points: 5 });
  });

  it("memory keeps what was learned, and drops it with the forecast", () => {
    const { config: configured, read } = domain(true, 60);
    const first = plan(read, remembering(200), configured, nowMs);
    expect(first.memory.services["web"]?.forecast?.season?.running).toMatchObject({ points: 5 });
    expect(first.memory.services["api"]).not.toHaveProperty("forecast");
    const without = plan(read, first.memory, domain(false, 60).config, nowMs);
    expect(without.memory.services["web"]).not.toHaveProperty("forecast");
  });

  it("notice says why the service grows: the forecast", () => {
    const { config: configured, read } = domain(true, 60);
    const grown = plan(read, remembering(88), configured, nowMs).findings.find(({ code }) => code === "scaled-out");
    expect(grown?.detail).toContain("forecast at 1.47 x target asks for 9");
  });
});
