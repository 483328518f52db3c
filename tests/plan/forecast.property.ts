import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { planWant } from "../../shared/plan/demand/want.ts";
import { forecastOf } from "../../shared/plan/forecast/forecast.ts";
import { quarterOf } from "../../shared/plan/forecast/season-memory.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { countOf } from "../../shared/plan/service-plan.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { entriesOf, heldConnections, proxiedConnections, standingTasks } from "../../simulator/invariants/ledger.ts";
import { always } from "./always.ts";
import { cpuSignal, nowMs, requestsSignal, service, serviceMemory, serviceReading } from "./builders.ts";
import { type DomainCase, domainCases } from "./domain-case.ts";
import { afterWrites } from "./ecs-model.ts";
import { forecastConfig, usualRate } from "./forecast-case.ts";
import { momentsOf } from "./history.ts";

/** Every service counts its requests, and some forecast them. */
const foreseeing = (given: DomainCase, which: readonly boolean[]): DomainCase => {
  const services = given.config.services.map(
    (entry, index): ServiceConfig => ({
      ...entry,
      signals: [cpuSignal(), requestsSignal()],
      ...(which[index % which.length] ? { forecast: forecastConfig() } : {}),
    }),
  );
  return { ...given, config: { ...given.config, services } };
};

/** The same history with requests that rise by a part of themselves every minute. */
const steeper = (reading: SignalReading, growth: number): SignalReading =>
  reading.kind === "series"
    ? { ...reading, points: reading.points.map((point, at) => ({ ...point, value: point.value * (1 + growth * at) })) }
    : reading;

type Given = {
  readonly given: DomainCase;
  readonly which: readonly boolean[];
  readonly growth: number;
  /** What the time of day is used to, in tasks. */
  readonly usualTasks: number;
};

type Case = {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly memory: Memory;
  readonly nowMs: number;
  readonly plan: Plan;
};

const forecastCases: fc.Arbitrary<Given> = fc.record({
  given: domainCases,
  which: fc.oneof(fc.constant([true]), fc.array(fc.boolean(), { minLength: 1, maxLength: 8 })),
  growth: fc.constantFrom(0, 0.05, 0.3, 1),
  usualTasks: fc.oneof(fc.constant(0), fc.integer({ min: 10, max: 60 })),
});

/** Each look of a history, with the rise and the habit put into it. */
const casesOf = ({ given, which, growth, usualTasks }: Given): readonly Case[] =>
  momentsOf(foreseeing(given, which)).map(({ config, snapshot, memory, nowMs }) => {
    const services = snapshot.services.map((reading) => ({
      ...reading,
      signals: reading.signals.map((signal) => steeper(signal, growth)),
    }));
    const read = { ...snapshot, services };
    const learned = Object.fromEntries(
      config.services.map(({ name, forecast }) => {
        const before = Object.hasOwn(memory.services, name) ? memory.services[name]! : serviceMemory();
        return [
          name,
          forecast === undefined ? before : { ...before, forecast: { season: usualRate(usualTasks * 10) } },
        ];
      }),
    );
    const usual = { ...memory, services: learned };
    return { config, snapshot: read, memory: usual, nowMs, plan: plan(read, usual, config, nowMs) };
  });

const cases = 150;

describe("with forecasts", () => {
  it("connections are never planned above a known budget", () => {
    let grownByForecast = 0;
    always(
      fc.property(forecastCases, (given) => {
        for (const moment of casesOf(given)) {
          const entries = entriesOf(moment);
          for (const budget of moment.plan.budgets) {
            if (budget.kind === "unknown") continue;
            const before = heldConnections(entries, budget, standingTasks);
            const after = heldConnections(entries, budget, (entry) => countOf(entry.planned) ?? standingTasks(entry));
            expect(after).toBeLessThanOrEqual(Math.max(budget.budgetConnections - proxiedConnections(budget), before));
          }
          for (const { want, targetTasks, counts } of moment.plan.services) {
            if (want.kind !== "wants" || want.presentTasks === undefined || targetTasks === null) continue;
            if (targetTasks > Math.max(counts!.desired, want.presentTasks)) grownByForecast += 1;
          }
        }
      }),
      2 * cases,
    );
    expect(grownByForecast).toBeGreaterThan(50);
  });

  it("a plan whose writes are done always plans to no action, and a datapoint that is read again changes nothing", () => {
    always(
      fc.property(forecastCases, (given) => {
        for (const { config, snapshot, nowMs, plan: first } of casesOf(given)) {
          const after = afterWrites(snapshot, first.actions);
          const again = plan(after, first.memory, config, nowMs);
          expect(again.actions).toEqual([]);
          const forecasts = ({ memory }: Plan) => Object.values(memory.services).map(({ forecast }) => forecast);
          expect(forecasts(again)).toEqual(forecasts(first));
          const later = plan(after, again.memory, config, nowMs + 5000);
          expect(forecasts(later)).toEqual(forecasts(first));
        }
      }),
      cases,
    );
  });

  it("a service never wants fewer tasks than without, and never more than its maximum because of it", () => {
    let raised = 0;
    always(
      fc.property(forecastCases, fc.boolean(), (given, scarce) => {
        for (const { config, snapshot, memory, nowMs } of casesOf(given)) {
          for (const reading of snapshot.services) {
            const service = config.services.find(({ name }) => name === reading.name)!;
            const before = memory.services[reading.name]!;
            const forecast = forecastOf(service, reading, before, nowMs, scarce);
            const bare = planWant(service, reading, before, nowMs, scarce);
            const want = planWant(service, reading, before, nowMs, scarce, 0, forecast);
            expect(want.kind).toBe(bare.kind);
            if (want.kind !== "wants" || bare.kind !== "wants") continue;
            expect(want.wantedTasks).toBeGreaterThanOrEqual(bare.wantedTasks);
            if (want.wantedTasks === bare.wantedTasks) continue;
            raised += 1;
            expect(scarce).toBe(false);
            expect(want.wantedTasks).toBeLessThanOrEqual(Math.max(service.maxTasks, want.counts.desired));
          }
        }
      }),
      cases,
    );
    expect(raised).toBeGreaterThan(100);
  });

  it("nothing is ever asked of a newest datapoint that is stale, ahead of the clock or no number, whatever came before", () => {
    let asked = 0;
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0, max: 1e5, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e300) },
    );
    const series = fc.record({
      // Gaps, the same moment twice, disorder, and clocks that differ by up to 10 minutes.
      points: fc.array(fc.record({ agoSeconds: fc.integer({ min: -600, max: 1500 }), value }), { maxLength: 50 }),
      isInOrder: fc.boolean(),
      periodSeconds: fc.constantFrom(20, 60, 300),
      seenAgoSeconds: fc.option(fc.integer({ min: -600, max: 1500 })),
    });
    const startSeconds = fc.constantFrom(0, 40, 3600);
    const moment = fc.integer({ min: nowMs, max: nowMs + 8 * 24 * 3_600_000 });
    always(
      fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), startSeconds, moment, (looks, ahead, firstMs) => {
        const own = service({ signals: [requestsSignal()], startSeconds: ahead, forecast: forecastConfig() });
        let memory = serviceMemory({ forecast: { season: usualRate(120, { newestQuarter: quarterOf(firstMs) - 1 }) } });
        for (const [at, { points, isInOrder, periodSeconds, seenAgoSeconds }] of looks.entries()) {
          const lookMs = firstMs + at * 60_000;
          const dated = points.map(({ agoSeconds, value }) => ({ atMs: lookMs - agoSeconds * 1000, value }));
          if (isInOrder) dated.sort((a, b) => a.atMs - b.atMs);
          const seenAtMs = seenAgoSeconds === null ? null : lookMs - seenAgoSeconds * 1000;
          const signals: SignalReading[] = [{ kind: "series", points: dated, periodSeconds, seenAtMs }];
          const forecast = forecastOf(own, serviceReading({ signals }), memory, lookMs, false)!;
          memory = { ...memory, forecast: forecast.memory };
          if (forecast.ask === null) continue;
          asked += 1;
          const newest = dated.at(-1);
          const newestMs = Math.max(newest?.atMs ?? 0, seenAtMs ?? 0);
          expect(lookMs - newestMs).toBeLessThanOrEqual((180.5 + periodSeconds) * 1000);
          expect(Math.min(newest?.atMs ?? newestMs, newestMs)).toBeLessThanOrEqual(lookMs);
          if (seenAtMs === null) expect(newest!.value).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(forecast.ask.tasks)).toBe(true);
          expect(forecast.ask.tasks).toBeLessThanOrEqual(own.maxTasks);
        }
      }),
      1000,
    );
    expect(asked).toBeGreaterThan(200);
  });

  it("the same input, or what it was stored as, always gives the same plan", () => {
    const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    always(
      fc.property(forecastCases, (given) => {
        for (const { config, snapshot, memory, nowMs, plan: planned } of casesOf(given)) {
          const again = plan(stored(snapshot), stored(memory), stored(config), nowMs);
          const wordless = (text: string): string => text.replaceAll("the value null", "the value NaN");
          expect(wordless(JSON.stringify(again))).toBe(JSON.stringify(planned));
        }
      }),
      60,
    );
  });

  it("a service's memory of them is never more than 4 KB", () => {
    always(
      fc.property(forecastCases, (given) => {
        for (const { plan: planned } of casesOf(given)) {
          for (const { forecast } of Object.values(planned.memory.services)) {
            if (forecast !== undefined) expect(JSON.stringify(forecast).length).toBeLessThan(4000);
          }
        }
      }),
      40,
    );
  });
});
