import { describe, expect, it } from "@jest/globals";
import type { UpstreamConfig } from "../../shared/config/publication.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { Admission } from "../../shared/plan/admit/admit.ts";
import type { Room } from "../../shared/plan/budget/rooms.ts";
import { type Gate, gateOf } from "../../shared/plan/gate/gate.ts";
import type { GateMemory } from "../../shared/plan/gate/gate-memory.ts";
import { planGate } from "../../shared/plan/gate/plan-gate.ts";
import type { Stance } from "../../shared/plan/policy/stance.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  counts,
  cpuSignal,
  datapoint,
  nowMs,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
} from "./builders.ts";

/** A minute of so many requests a second, as the load balancer counts it. */
const arriving = (perSecond: number): SignalReading => series([perSecond * 60], { seenAtMs: secondsAgo(120) });

const room = (changes: Partial<Room> = {}): Room => ({
  name: "main",
  database: "main",
  unit: "connections",
  free: 0,
  saturated: false,
  closed: null,
  ...changes,
});

const capped: Admission = { kind: "capped", name: "web", tasks: 6, by: "main", freeUnits: 0, priceUnits: 10 };
const held: Admission = { kind: "held", name: "web", tasks: 6, by: "main" };

type Case = {
  readonly arrivingPerSecond: number;
  readonly admission?: Admission | null;
  readonly room?: Room;
  readonly counts?: TaskCounts | null;
  readonly before?: GateMemory | null;
};

/** 6 tasks that are to serve 40 requests a second each, within 10 %. */
const gate = ({ arrivingPerSecond, admission = capped, room: wall = room(), ...rest }: Case): Gate =>
  gateOf(
    {
      service: service({ signals: [requestsSignal({ targetPerSecond: 40, toleranceRatio: 0.1 })] }),
      reading: serviceReading({ signals: [arriving(arrivingPerSecond)] }),
      memory: serviceMemory(),
    },
    rest.counts === undefined ? counts() : rest.counts,
    admission,
    new Map([[wall.name, wall]]),
    rest.before ?? null,
    nowMs,
  );

const admittedOf = (found: Gate): number | null => (found.kind === "binding" ? found.admitted.requestsPerSecond : null);

describe("what a capped service may be sent", () => {
  it.each<Case & { readonly when: string; readonly expected: number | null }>([
    // 6 x 40 = 240 at the target; 15 % more is 276. But at 100 % of the resource a task has 40 here.
    {
      when: "its healthy tasks' rate at the target, where nothing tells of more",
      arrivingPerSecond: 400,
      expected: 240,
    },
    {
      when: "not a task that is starting",
      arrivingPerSecond: 400,
      counts: counts({ desired: 6, running: 5 }),
      expected: 200,
    },
    {
      when: "not a task whose health check fails",
      arrivingPerSecond: 400,
      counts: counts({ unhealthy: 2 }),
      expected: 160,
    },
    { when: "nothing is shed while nine tenths of it are not reached", arrivingPerSecond: 215, expected: null },
    { when: "from nine tenths on the load counts as being there", arrivingPerSecond: 216, expected: 240 },
    {
      when: "a service that got what it asked for is open",
      arrivingPerSecond: 400,
      admission: { kind: "full", name: "web", tasks: 6 },
      expected: null,
    },
    { when: "one that was no contender is open", arrivingPerSecond: 400, admission: null, expected: null },
    {
      when: "no healthy task: there is no rate to admit",
      arrivingPerSecond: 400,
      counts: counts({ running: 0 }),
      expected: null,
    },
    { when: "tasks that can't be read: nobody is turned away", arrivingPerSecond: 400, counts: null, expected: null },
    {
      when: "a saturated database binds",
      arrivingPerSecond: 400,
      admission: held,
      room: room({ closed: { code: "database-saturated", detail: "" } }),
      expected: 240,
    },
    {
      when: "an unknown limit turns nobody away",
      arrivingPerSecond: 400,
      admission: held,
      room: room({ closed: { code: "limit-unknown", detail: "" } }),
      expected: null,
    },
    {
      when: "a cap that no database has set is not ours to shed for",
      arrivingPerSecond: 400,
      room: room({ name: "other" }),
      expected: null,
    },
  ])("$when", ({ expected, when: _, ...given }) => expect(admittedOf(gate(given))).toBe(expected));

  it("names the database behind a proxy", () => {
    const proxy = room({ name: "front", database: "main", unit: "milli-connections" });
    const found = gate({ arrivingPerSecond: 400, admission: { ...capped, by: "front" }, room: proxy });
    expect(found).toMatchObject({ admitted: { boundBy: "main", tasks: 6 }, arrivingPerSecond: 400 });
  });

  it("a service whose requests nobody counts is open", () => {
    const blind = gateOf(
      { service: service(), reading: serviceReading(), memory: serviceMemory() },
      counts(),
      capped,
      new Map([["main", room()]]),
      null,
      nowMs,
    );
    expect(blind).toEqual({ kind: "open", perTask: null });
  });

  it("on a saturated CPU what a task carries is what it did before, and beyond the tolerance a signal still asks", () => {
    const saturated = gateOf(
      {
        service: service({ signals: [cpuSignal({ target: 50, toleranceRatio: 0.1 }), rateSignal()] }),
        reading: serviceReading({ signals: [datapoint({ value: 99 }), arriving(900)] }),
        memory: serviceMemory(),
      },
      counts(),
      capped,
      new Map([["main", room()]]),
      { perTask: { perSecond: 50, fullPerSecond: 100, atMs: secondsAgo(3600) }, posted: null },
      nowMs,
    );
    // 50 x 1.15 x 6 = 345: at 57.5 % CPU, where a target of 50 within 10 % asks for another task.
    expect(admittedOf(saturated)).toBe(345);
  });
});

describe("behind a closed gate", () => {
  const perTask = { perSecond: 25, fullPerSecond: 50, atMs: secondsAgo(600) };
  const closedAt = (requestsPerSecond: number | null, sinceSeconds = 1200): GateMemory => ({
    perTask,
    posted: { atMs: secondsAgo(60), requestsPerSecond, sinceMs: secondsAgo(sinceSeconds) },
  });
  /** 6 tasks at 50 % CPU within 10 %: 25 each make 172.5 behind the gate. */
  const behind = (cpuPercent: number, arrivingPerSecond: number, before: GateMemory | null): Gate =>
    gateOf(
      {
        service: service({ signals: [cpuSignal({ target: 50, toleranceRatio: 0.1 }), rateSignal()] }),
        reading: serviceReading({ signals: [datapoint({ value: cpuPercent }), arriving(arrivingPerSecond)] }),
        memory: serviceMemory(),
      },
      counts(),
      capped,
      new Map([["main", room()]]),
      before,
      nowMs,
    );
  it.each<{
    readonly when: string;
    readonly gate: () => Gate;
    readonly rate: number | null;
    readonly perSecond: number;
  }>([
    {
      when: "the first rate is told to three digits",
      gate: () => behind(99, 400, closedAt(null)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "a rate that is a little low stays: a signal still asks for tasks",
      gate: () => behind(99, 168, closedAt(168)),
      rate: 168,
      perSecond: 25,
    },
    {
      when: "one that is lower does not: nothing would ask any longer, and the gate would open",
      gate: () => behind(99, 167, closedAt(167)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "a rate that is a tenth too high stays",
      gate: () => behind(99, 189, closedAt(189)),
      rate: 189,
      perSecond: 25,
    },
    { when: "one that is higher does not", gate: () => behind(99, 190, closedAt(190)), rate: 172, perSecond: 25 },
    {
      when: "what a task carries is learned from a steady minute",
      gate: () => behind(66, 172, closedAt(172)),
      rate: 149,
      perSecond: (172 * 50) / (6 * 66),
    },
    {
      when: "not from the first minutes, which work off what was queued",
      gate: () => behind(80, 172, closedAt(172, 299)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "not from requests that were counted in front of the gate",
      gate: () => behind(57, 900, closedAt(172)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "all that it lets through is a load, also when it is about to be widened",
      gate: () => behind(99, 118, closedAt(120)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "less than that is none",
      gate: () => behind(99, 107, closedAt(120)),
      rate: null,
      perSecond: 25,
    },
    {
      when: "in the first minutes what is seen to arrive is of the rate before",
      gate: () => behind(99, 107, closedAt(172, 299)),
      rate: 172,
      perSecond: 25,
    },
    {
      when: "while it is open it is",
      gate: () => behind(60, 180, closedAt(null)),
      rate: 172,
      perSecond: 25,
    },
  ])("$when", ({ gate: found, rate, perSecond }) => {
    const { perTask: carried } = found();
    expect(admittedOf(found())).toBe(rate);
    expect(carried?.perSecond).toBeCloseTo(perSecond, 9);
  });
});

describe("what is said of it", () => {
  const binding: Gate = {
    kind: "binding",
    admitted: { requestsPerSecond: 240, tasks: 6, boundBy: "main" },
    arrivingPerSecond: 400,
    perTask: null,
  };
  const open: Gate = { kind: "open", perTask: null };
  const upstream: UpstreamConfig = {
    fleet: "edge",
    upstream: "web",
    containerPort: null,
    address: "private",
    method: "least_conn",
    keepalive: 32,
    maxFails: 1,
    failTimeoutSeconds: 10,
    gate: { match: ["shop.example/"], retryAfterSeconds: 5, burstSeconds: 1, connectionsPerTask: null },
  };
  const fleet = { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf" };
  const posted = (secondsBefore: number, requestsPerSecond: number | null): GateMemory => ({
    perTask: null,
    posted: { atMs: secondsAgo(secondsBefore), requestsPerSecond, sinceMs: secondsAgo(3600) },
  });

  type Said = {
    readonly when: string;
    readonly gate: Gate;
    readonly before?: GateMemory | null;
    readonly stance?: Stance;
    readonly policy?: "observe" | "install";
    readonly switchedOn?: boolean;
    /** The rate of the post: a number closes, `null` opens, undefined says nothing. */
    readonly posts: number | null | undefined;
    readonly code: string | null;
  };

  it.each<Said>([
    { when: "a gate that binds is closed and told", gate: binding, posts: 240, code: "gate-closed" },
    {
      when: "the same rate is not said again at once",
      gate: binding,
      before: posted(60, 240),
      posts: undefined,
      code: "gate-closed",
    },
    {
      when: "it is renewed before it expires",
      gate: binding,
      before: posted(120, 240),
      posts: 240,
      code: "gate-closed",
    },
    { when: "another rate is news", gate: binding, before: posted(10, 200), posts: 240, code: "gate-closed" },
    { when: "what no longer binds is opened once", gate: open, before: posted(60, 240), posts: null, code: null },
    { when: "an open gate stays open in silence", gate: open, before: posted(60, null), posts: undefined, code: null },
    { when: "where nothing was ever said, nothing is", gate: open, before: null, posts: undefined, code: null },
    {
      when: "without the switch it is offered",
      gate: binding,
      switchedOn: false,
      posts: undefined,
      code: "gate-offered",
    },
    {
      when: "a fleet in observe is not told",
      gate: binding,
      policy: "observe",
      posts: undefined,
      code: "gate-offered",
    },
    {
      when: "a service in observe is not shed",
      gate: binding,
      stance: "rehearsed",
      posts: undefined,
      code: "gate-offered",
    },
    {
      when: "switched off, what was closed is opened",
      gate: binding,
      switchedOn: false,
      before: posted(60, 240),
      posts: null,
      code: "gate-offered",
    },
    {
      when: "nobody is offered to shed what is carried",
      gate: { ...binding, arrivingPerSecond: 240 },
      switchedOn: false,
      posts: undefined,
      code: null,
    },
    {
      when: "a governed service is shed like a scaled one",
      gate: binding,
      stance: "governed",
      posts: 240,
      code: "gate-closed",
    },
  ])(
    "$when",
    ({ gate: found, before = null, stance = "scaled", policy = "install", switchedOn = true, posts, code }) => {
      const upstreams = [switchedOn ? upstream : { ...upstream, gate: null }];
      const said = planGate(
        service({ publish: { ...publishesNothing, upstreams } }),
        stance,
        found,
        before,
        { nginxFleets: [{ ...fleet, policy }] },
        nowMs,
      );
      expect(said.post).toEqual(
        posts === undefined
          ? null
          : {
              service: "web",
              atMs: nowMs,
              admitted: posts === null ? null : { requestsPerSecond: posts, tasks: 6, boundBy: "main" },
            },
      );
      expect(said.finding?.code ?? null).toBe(code);
      expect(said.memory.posted).toEqual(
        posts === undefined
          ? (before?.posted ?? null)
          : {
              atMs: nowMs,
              requestsPerSecond: posts,
              sinceMs: before?.posted?.requestsPerSecond === posts ? secondsAgo(3600) : nowMs,
            },
      );
    },
  );
});
