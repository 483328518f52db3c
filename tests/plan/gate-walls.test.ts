import { describe, expect, it } from "@jest/globals";
import { publishesNothing, type UpstreamConfig } from "../../shared/config/publication.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import type { Admission } from "../../shared/plan/admit/admit.ts";
import type { Room } from "../../shared/plan/budget/rooms.ts";
import { type Gate, gateOf } from "../../shared/plan/gate/gate.ts";
import { planGate } from "../../shared/plan/gate/plan-gate.ts";
import { downToThreeDigits } from "../../shared/plan/gate/three-digits.ts";
import { toldGates } from "../../shared/plan/gate/told-gates.ts";
import type { CalleeBound } from "../../shared/plan/graph/callee-refusal.ts";
import type { PerTaskMemory } from "../../shared/plan/graph/graph-memory.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { GatePost } from "../../shared/records/post.ts";
import {
  backlogSignal,
  counts,
  cpuSignal,
  datapoint,
  nowMs,
  queue,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
} from "./builders.ts";

const room: Room = { name: "main", database: "main", unit: "connections", free: 0, saturated: false, closed: null };
const capped: Admission = { kind: "capped", name: "web", tasks: 6, by: "main", freeUnits: 0, priceUnits: 10 };

/** A minute of 400 requests a second, as the load balancer counts it. */
const flood: SignalReading = series([400 * 60], { seenAtMs: secondsAgo(120) });

const gate = (
  admission: Admission,
  signals: readonly SignalConfig[],
  readings: readonly SignalReading[],
  before: PerTaskMemory | null = null,
): Gate =>
  gateOf(
    {
      service: service({ signals: [...signals] }),
      reading: serviceReading({ signals: [...readings] }),
      memory: serviceMemory(),
    },
    counts(),
    admission,
    new Map([["main", room]]),
    { perTask: before, posted: null },
    nowMs,
  );

const admittedBy = (found: Gate) =>
  found.kind === "binding" ? [found.admitted.requestsPerSecond, found.admitted.boundBy] : null;

describe("which wall closes a gate", () => {
  const uncarried = (bound: CalleeBound): Admission => ({
    kind: "uncarried",
    name: "web",
    tasks: 6,
    refusal: { callee: "stock", neededPerSecond: 400, carriedPerSecond: 240, bound },
  });
  const noRoom = (name: string): CalleeBound => ({ kind: "no-room", room: name, freeUnits: 0, priceUnits: 10 });

  it.each<{ when: string; admission: Admission; gives: string | null }>([
    { when: "a callee whose database is full", admission: uncarried(noRoom("main")), gives: "main" },
    { when: "a callee in a room that nobody knows", admission: uncarried(noRoom("other")), gives: null },
    {
      when: "a callee at its maximum, which no database has set",
      admission: uncarried({ kind: "maximum", maxTasks: 6 }),
      gives: null,
    },
    {
      when: "a callee in a closed room, which says nothing of why",
      admission: uncarried({ kind: "closed", room: "main" }),
      gives: null,
    },
    {
      when: "a service held by a room that is open",
      admission: { kind: "held", name: "web", tasks: 6, by: "main" },
      gives: null,
    },
    {
      when: "a service held by a room that nobody knows",
      admission: { kind: "held", name: "web", tasks: 6, by: "other" },
      gives: null,
    },
    {
      when: "no room on the machines, which is no database",
      admission: {
        kind: "unplaced",
        name: "web",
        tasks: 6,
        refusal: { code: "capacity-unknown", detail: "", numbers: {} },
      },
      gives: null,
    },
  ])("$when", ({ admission, gives }) => {
    const found = gate(admission, [requestsSignal({ targetPerSecond: 40 })], [flood]);
    expect(found.kind).toBe(gives === null ? "open" : "binding");
    expect(admittedBy(found)).toEqual(gives === null ? null : [240, gives]);
  });
});

describe("the rate of a gate", () => {
  const saturated = datapoint({ value: 99 });
  const before = { perSecond: 50, fullPerSecond: 100, atMs: secondsAgo(3600) };

  it.each<{
    when: string;
    signals: readonly SignalConfig[];
    readings: readonly SignalReading[];
    before: PerTaskMemory | null;
    gives: number | null;
  }>([
    {
      // 40 x (1 + 0.2 + 0.05) x 6 = 300
      when: "has the tolerance of the requests' signal",
      signals: [
        cpuSignal({ target: 50, toleranceRatio: 0 }),
        requestsSignal({ targetPerSecond: 40, toleranceRatio: 0.2 }),
      ],
      readings: [saturated, flood],
      before,
      gives: 300,
    },
    {
      // 40 x (1 + 0.3 + 0.05) x 6 = 324
      when: "has the largest tolerance",
      signals: [
        cpuSignal({ target: 50, toleranceRatio: 0.3 }),
        requestsSignal({ targetPerSecond: 40, toleranceRatio: 0.2 }),
      ],
      readings: [saturated, flood],
      before,
      gives: 324,
    },
    {
      when: "is never none at all: where a task was seen to carry nothing the gate is open",
      signals: [rateSignal()],
      readings: [flood],
      before: { ...before, perSecond: 0, fullPerSecond: 0 },
      gives: null,
    },
    {
      when: "is of requests: messages that wait in a queue close none",
      signals: [backlogSignal()],
      readings: [queue(1_000_000)],
      before,
      gives: null,
    },
  ])("$when", ({ signals, readings, before: remembered, gives }) => {
    expect(admittedBy(gate(capped, signals, readings, remembered))?.[0] ?? null).toBe(gives);
  });
});

it.each([
  { when: "no number", value: Number.NaN },
  { when: "less than nothing", value: -5 },
])("three digits of $when are nothing", ({ value }) => expect(downToThreeDigits(value)).toBe(0));

const upstream = (changes: Partial<UpstreamConfig> = {}): UpstreamConfig => ({
  fleet: "edge",
  upstream: "web",
  containerPort: null,
  address: "private",
  method: "least_conn",
  keepalive: 32,
  maxFails: 1,
  failTimeoutSeconds: 10,
  gate: { match: ["shop.example/"], retryAfterSeconds: 5, burstSeconds: 1, connectionsPerTask: null },
  ...changes,
});

it("a gate that was closed a minute ago opens where nothing tells of requests any more", () => {
  const perTask = { perSecond: 40, fullPerSecond: 50, atMs: secondsAgo(60) };
  const lost = series([400 * 60], {
    points: [{ atMs: secondsAgo(3600), value: 400 * 60 }],
    seenAtMs: secondsAgo(3600),
  });
  const found = gateOf(
    {
      service: service({ signals: [requestsSignal({ targetPerSecond: 40 })] }),
      reading: serviceReading({ signals: [lost] }),
      memory: serviceMemory(),
    },
    counts(),
    capped,
    new Map([["main", room]]),
    { perTask, posted: { atMs: secondsAgo(60), requestsPerSecond: 240, sinceMs: secondsAgo(60) } },
    nowMs,
  );
  expect(found.kind).toBe("open");
});

describe("where a gate is switched on", () => {
  const fleet = (name: string, policy: "observe" | "install") => ({
    name,
    policy,
    tag: { key: "Role", value: name },
    file: "/etc/nginx/conf.d/headgate.conf",
  });
  const binding: Gate = {
    kind: "binding",
    admitted: { requestsPerSecond: 240, tasks: 6, boundBy: "main" },
    arrivingPerSecond: 312.3456,
    perTask: null,
  };

  it.each<{
    when: string;
    upstreams: readonly UpstreamConfig[];
    fleets: readonly ReturnType<typeof fleet>[];
    isOn: boolean;
  }>([
    {
      when: "in one of two upstreams",
      upstreams: [upstream({ upstream: "admin", gate: null }), upstream()],
      fleets: [fleet("edge", "install")],
      isOn: true,
    },
    {
      when: "in a fleet that is written, beside one that is watched",
      upstreams: [upstream()],
      fleets: [fleet("edge", "install"), fleet("lab", "observe")],
      isOn: true,
    },
    {
      when: "only in a fleet that is watched, beside one that is written",
      upstreams: [upstream()],
      fleets: [fleet("edge", "observe"), fleet("lab", "install")],
      isOn: false,
    },
    { when: "nowhere", upstreams: [], fleets: [fleet("edge", "install")], isOn: false },
  ])("$when", ({ upstreams, fleets, isOn }) => {
    const { finding } = planGate(
      service({ publish: { ...publishesNothing, upstreams: [...upstreams] } }),
      "scaled",
      binding,
      null,
      { nginxFleets: [...fleets] },
      nowMs,
    );
    expect(finding).toEqual({
      code: isOn ? "gate-closed" : "gate-offered",
      service: "web",
      database: "main",
      numbers: { admittedRequestsPerSecond: 240, arrivingRequestsPerSecond: 312.3, tasks: 6 },
      detail: "",
      unlocks: [],
    });
  });
});

describe("what the fleets are told", () => {
  const post = (name: string): GatePost => ({ service: name, atMs: nowMs, admitted: null });
  const behind = (name: string, ...fleets: readonly string[]) =>
    service({
      name,
      publish: { ...publishesNothing, upstreams: fleets.map((fleet) => upstream({ fleet, upstream: name })) },
    });
  const services = [behind("web", "lab", "edge"), behind("admin", "edge"), behind("jobs", "inner"), behind("mail")];

  it.each([
    { when: "nothing is news", posts: [], gives: {} },
    {
      when: "two services have news, and share a fleet",
      posts: [post("web"), post("admin")],
      gives: { gates: { posts: [post("admin"), post("web")], wakes: ["nginx/edge", "nginx/lab"] } },
    },
    {
      when: "the service that has news is in no fleet any more",
      posts: [post("mail")],
      gives: { gates: { posts: [post("mail")], wakes: [] } },
    },
  ])("$when", ({ posts, gives }) => expect(toldGates(posts, services)).toEqual(gives));
});
