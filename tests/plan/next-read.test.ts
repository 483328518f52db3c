import { describe, expect, it } from "@jest/globals";
import type { MetricConfig, SignalConfig } from "../../shared/config/signal-config.ts";
import { planWant } from "../../shared/plan/demand/want.ts";
import type { LoopMemory } from "../../shared/plan/memory.ts";
import { planNextRead, quickServices } from "../../shared/plan/next-read.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { ServicePlan } from "../../shared/plan/service-plan.ts";
import {
  alarm,
  alarmSignal,
  backlogSignal,
  counts,
  cpuSignal,
  datapoint,
  known,
  nowMs,
  rateSignal,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";

/** A service that asks for its 6 tasks, far from its target. */
const planned = (
  tasks: Partial<TaskCounts> | null,
  changes: Partial<ServicePlan> & { readonly signal?: SignalReading; readonly fires?: boolean } = {},
): ServicePlan => {
  const { signal = datapoint({ value: 36, tasks: 8 }), fires = false, ...rest } = changes;
  const want = planWant(
    service(fires ? { signals: [alarmSignal()], maxTasks: 6 } : {}),
    serviceReading({
      tasks: tasks === null ? unknown() : known(counts(tasks)),
      signals: [fires ? alarm() : signal],
    }),
    serviceMemory(),
    nowMs,
  );
  return {
    name: "web",
    stance: "scaled",
    want,
    counts: tasks === null ? null : counts(tasks),
    admission: null,
    targetTasks: 6,
    scalableTarget: known("none"),
    governed: null,
    ceiling: null,
    suspension: null,
    entry: null,
    ...rest,
  };
};
const quick: MetricConfig = { ...cpuSignal().metric, periodSeconds: 20 };
const fresh: LoopMemory = { fingerprint: "", unchangedReads: 0 };
const hot = { kind: "hot", inSeconds: 20 };
const warm = { kind: "warm", inSeconds: 60 };
const calm = { kind: "calm", inSeconds: 300 };

describe("the domain is looked at again", () => {
  it.each<{ readonly when: string; readonly services: readonly ServicePlan[]; readonly expected: object }>([
    { when: "in 5 min while all is calm", services: [planned({})], expected: calm },
    { when: "in 5 min where there is no service", services: [], expected: calm },
    {
      when: "in a minute while a signal is at 0.75 of its target",
      services: [planned({}, { signal: datapoint({ value: 37.5, tasks: 8 }) })],
      expected: warm,
    },
    { when: "in a minute while an alarm fires to no avail", services: [planned({}, { fires: true })], expected: warm },
    {
      when: "in 20 s while the next ask differs",
      services: [planned({}, { signal: datapoint({ value: 75 }) })],
      expected: hot,
    },
    { when: "in 20 s while the target differs", services: [planned({}, { targetTasks: 7 })], expected: hot },
    { when: "in 5 min where nothing is stated", services: [planned({}, { targetTasks: null })], expected: calm },
    { when: "in 20 s while a task is pending", services: [planned({ pending: 1 })], expected: hot },
    { when: "in 20 s while a task is stopping", services: [planned({ stopping: 1 })], expected: hot },
    { when: "in 20 s while a task is missing", services: [planned({ running: 5 })], expected: hot },
    {
      when: "in 20 s while a deployment runs",
      services: [planned({ deployment: { kind: "rolling", sinceMs: nowMs } })],
      expected: hot,
    },
    { when: "in 20 s while ECS can't be read", services: [planned(null)], expected: hot },
    { when: "in 5 min where a service is left alone", services: [planned({ desired: 0 })], expected: calm },
    { when: "as soon as any of its services needs", services: [planned({}), planned({ pending: 1 })], expected: hot },
  ])("$when", ({ services, expected }) => expect(planNextRead(services, fresh).next).toEqual(expected));

  it.each<{ readonly when: string; readonly services: readonly ServicePlan[]; readonly expected: object }>([
    { when: "in 5 min while it is calm", services: [planned({})], expected: calm },
    {
      when: "in 20 s while it is warm",
      services: [planned({}, { signal: datapoint({ value: 37.5, tasks: 8 }) })],
      expected: hot,
    },
    { when: "in 20 s while its next ask differs", services: [planned({}, { targetTasks: 7 })], expected: hot },
    {
      when: "in a minute while another service is warm",
      services: [planned({}), { ...planned({}, { signal: datapoint({ value: 37.5, tasks: 8 }) }), name: "other" }],
      expected: warm,
    },
  ])("with a signal of 20 s $when", ({ services, expected }) =>
    expect(planNextRead(services, fresh, false, new Set(["web"])).next).toEqual(expected),
  );

  it("in 40 s at the latest while a caller waits for its callee", () => {
    let loop = fresh;
    const waits: object[] = [];
    for (let read = 0; read < 4; read++) {
      const { next, loop: after } = planNextRead([planned({})], loop, true);
      waits.push(next);
      loop = after;
    }
    expect(waits).toEqual([20, 40, 40, 40].map((inSeconds) => ({ kind: "hot", inSeconds })));
  });

  const left = (code: "parked" | "autoscaling-suspended", changesInSeconds: number | null): ServicePlan => ({
    ...planned({}),
    want: {
      kind: "left",
      counts: counts(),
      code,
      detail: "",
      ...(changesInSeconds === null ? {} : { changesInSeconds }),
    },
  });
  const until = (changesInSeconds: number): ServicePlan => {
    const plain = planned({});
    if (plain.want.kind !== "wants") throw new Error("it wants");
    return { ...plain, want: { ...plain.want, bounds: { ...plain.want.bounds, changesInSeconds } } };
  };
  it.each<{ readonly when: string; readonly services: readonly ServicePlan[]; readonly expected: object }>([
    {
      when: "in 20 s while a suspension is not read back",
      services: [left("autoscaling-suspended", null)],
      expected: hot,
    },
    { when: "in 5 min while a service is parked", services: [left("parked", null)], expected: calm },
    {
      when: "when a window wakes a parked service",
      services: [left("parked", 90)],
      expected: { kind: "hot", inSeconds: 90 },
    },
    { when: "when a window moves the bounds", services: [until(70)], expected: { kind: "hot", inSeconds: 70 } },
  ])("$when", ({ services, expected }) => expect(planNextRead(services, fresh).next).toEqual(expected));

  it("every 20 s while a service with a signal of 20 s is warm, however long the plan stays the same", () => {
    const same = planned({ pending: 1 }, { signal: datapoint({ value: 37.5, tasks: 8 }) });
    let loop = fresh;
    for (let read = 0; read < 6; read++) {
      const { next, loop: after } = planNextRead([same], loop, false, new Set(["web"]));
      expect(next).toEqual(hot);
      loop = after;
    }
    expect(planNextRead([same], loop).next).toEqual({ kind: "hot", inSeconds: 300 });
  });

  it.each<{ readonly when: string; readonly signal: SignalConfig; readonly expected: readonly string[] }>([
    { when: "CPU of a minute is none", signal: cpuSignal(), expected: [] },
    { when: "an alarm is none", signal: alarmSignal(), expected: [] },
    { when: "a queue is none", signal: backlogSignal(), expected: [] },
    { when: "CPU of 20 s is one", signal: cpuSignal({ metric: quick }), expected: ["web"] },
    { when: "CPU of 30 s is one", signal: cpuSignal({ metric: { ...quick, periodSeconds: 30 } }), expected: ["web"] },
    {
      when: "a backlog of a minute is none",
      signal: backlogSignal({ source: { kind: "metrics", metrics: [{ ...quick, periodSeconds: 60 }] } }),
      expected: [],
    },
    { when: "a rate of 20 s is one", signal: rateSignal({ metric: quick }), expected: ["web"] },
    {
      when: "a backlog of 30 s is one",
      signal: backlogSignal({ source: { kind: "metrics", metrics: [{ ...quick, periodSeconds: 30 }] } }),
      expected: ["web"],
    },
  ])("as a quick signal: $when", ({ signal, expected }) =>
    expect([...quickServices([{ service: service({ signals: [signal] }) }])]).toEqual(expected),
  );

  it("ever later while the plan stays the same: 20, 40, 80, 300 s", () => {
    let loop = fresh;
    const waits: number[] = [];
    for (let read = 0; read < 6; read++) {
      const { next, loop: after } = planNextRead([planned({ pending: 1 })], loop);
      waits.push(next.inSeconds);
      loop = after;
    }
    expect(waits).toEqual([20, 40, 80, 300, 300, 300]);
  });

  it.each<{ readonly when: string; readonly changed: ServicePlan }>([
    { when: "the target", changed: planned({ pending: 1 }, { targetTasks: 7 }) },
    { when: "the statement", changed: planned({ pending: 1 }, { targetTasks: null }) },
    { when: "the desired count", changed: planned({ desired: 7, pending: 1 }) },
    { when: "the ask", changed: planned({ pending: 1 }, { signal: datapoint({ value: 100 }) }) },
    { when: "whether it can be read", changed: planned(null) },
  ])("soon again once $when has changed", ({ changed }) => {
    const { loop } = planNextRead([planned({ pending: 1 })], fresh);
    const backedOff = { ...loop, unchangedReads: 3 };
    expect(planNextRead([planned({ pending: 1 })], backedOff).next.inSeconds).toBe(300);
    expect(planNextRead([changed], backedOff)).toMatchObject({ next: hot, loop: { unchangedReads: 0 } });
  });
});
