import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { plan } from "../../shared/plan/plan.ts";
import { always } from "./always.ts";
import { shuffled } from "./shuffled.ts";
import { fleetId, inDns, inDnsAndNginx, publishedConfig, publishedService, record, zoneId } from "./withdrawal-case.ts";
import { afterOwnWrites, type Happened, happen, type Step } from "./withdrawal-world.ts";

const runs = 150;

const mostly = <T>(value: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );

const startTasks = 6;

const step: fc.Arbitrary<Step> = fc.record({
  afterSeconds: fc.oneof(fc.constant(20), fc.integer({ min: 1, max: 120 })),
  asks: mostly(3, 8, 1, 2, 4, 5, 6, 8),
  records: mostly(3, 4, 0, 1, 2),
  recordsFail: mostly(false, 8, true),
  reads: mostly<Step["reads"]>("known", 16, "counts-unknown", "tasks-unknown", "absences-unknown"),
  writes: mostly<Step["writes"]>("taken", 12, "refused", "protection-refused", "lost-posts"),
  befalls: mostly<Step["befalls"]>("nothing", 24, "death", "app-protects", "rollout", "rollout-ends", "rollout-ends"),
  salt: fc.nat(1000),
  ecsDelaySeconds: fc.integer({ min: 0, max: 60 }),
  pausedSeconds: mostly(0, 20, 1000, 2400),
});

/** Long spells in which one thing is amiss, so that rounds get stuck. */
const moods = {
  mixed: {},
  "records-down": { asks: 3, records: 0, befalls: "nothing", pausedSeconds: 0 },
  "one-destination-down": { asks: 3, records: 1, befalls: "nothing", pausedSeconds: 0 },
  "protection-denied": { asks: 3, writes: "protection-refused", befalls: "nothing", pausedSeconds: 0 },
} as const satisfies Record<string, Partial<Step>>;

const history: fc.Arbitrary<History> = fc
  .record({
    steps: fc.array(step, { minLength: 12, maxLength: 60 }),
    ttlSeconds: fc.constantFrom(0, 10, 30, 120),
    both: fc.boolean(),
    mood: mostly<keyof typeof moods>("mixed", 9, "records-down", "one-destination-down", "protection-denied"),
  })
  .map(({ mood, steps, ...others }) => ({ ...others, steps: steps.map((each) => ({ ...each, ...moods[mood] })) }));

type History = { readonly steps: readonly Step[]; readonly ttlSeconds: number; readonly both: boolean };

const happenedIn = ({ steps, ttlSeconds, both }: History): Happened => {
  const publish = { ...(both ? inDnsAndNginx : inDns), records: [record({ ttlSeconds })] };
  const config = publishedConfig([publishedService({ publish })]);
  return happen(steps, config, both ? [fleetId, zoneId] : [zoneId], startTasks);
};

const calm = (count: number, asks: number, afterSeconds = 20): readonly Step[] =>
  Array.from({ length: count }, () => ({
    afterSeconds,
    asks,
    records: 3,
    recordsFail: false,
    reads: "known",
    writes: "taken",
    befalls: "rollout-ends",
    salt: 0,
    ecsDelaySeconds: 5,
  }));

const inEvery = (check: (happened: Happened, given: History) => void): void =>
  always(
    fc.property(history, (given) => check(happenedIn(given), given)),
    runs,
  );

describe("victim first", () => {
  it("always stops a task only when no destination has held it for its TTL and a minute", () => {
    inEvery(({ stops, lastPublishedMs }, { ttlSeconds }) => {
      for (const { taskId, atMs } of stops) {
        for (const front of [fleetId, zoneId]) {
          const lastMs = lastPublishedMs.get(`${front} ${taskId}`) ?? 0;
          expect(atMs - lastMs).toBeGreaterThanOrEqual((ttlSeconds + 60) * 1000);
        }
      }
    });
  });

  it("never has anybody stopped but a chosen victim, or one that has only just started", () => {
    inEvery(({ stops, victims, lastPublishedMs }) => {
      const others = stops.filter(({ taskId }) => !victims.has(taskId));
      const everPublished = others.filter(({ taskId }) => lastPublishedMs.has(`${zoneId} ${taskId}`));
      expect(everPublished).toEqual([]);
    });
  });

  it("never lowers the count below the target of the moment, nor while something is unknown", () => {
    inEvery(({ plans }) => {
      for (const { plan: planned, snapshot } of plans) {
        for (const action of planned.actions) {
          if (action.kind !== "set-desired-count" || action.to >= action.from) continue;
          const [reading] = snapshot.services;
          expect(action.to).toBeGreaterThanOrEqual(planned.services[0]!.targetTasks!);
          expect(reading!.front?.tasks.kind).toBe("known");
        }
      }
    });
  });

  it("never makes a scale-out wait", () => {
    inEvery(({ plans }) => {
      for (const { plan: planned } of plans) {
        const { counts, targetTasks } = planned.services[0]!;
        if (counts === null || targetTasks === null || targetTasks <= counts.desired) continue;
        expect(planned.actions[0]).toEqual({
          kind: "set-desired-count",
          service: "web",
          from: counts.desired,
          to: targetTasks,
        });
      }
    });
  });

  it("never touches a protection that an application has set for itself", () => {
    inEvery(({ trespasses }) => expect(trespasses).toEqual([]));
  });

  it("always plans to nothing again once its own writes are done", () => {
    inEvery(({ plans }, { both, ttlSeconds }) => {
      const publish = { ...(both ? inDnsAndNginx : inDns), records: [record({ ttlSeconds })] };
      const config = publishedConfig([publishedService({ publish })]);
      for (const { plan: planned, snapshot } of plans) {
        const again = plan(afterOwnWrites(snapshot, planned.actions), planned.memory, config, planned.nowMs);
        expect(again.actions).toEqual([]);
      }
    });
  });

  it("always plans the same, whatever the order of what was read", () => {
    always(
      fc.property(history, fc.nat(), (given, salt) => {
        const publish = {
          ...(given.both ? inDnsAndNginx : inDns),
          records: [record({ ttlSeconds: given.ttlSeconds })],
        };
        const config = publishedConfig([publishedService({ publish })]);
        for (const { plan: planned, snapshot, memory } of happenedIn(given).plans) {
          const services = snapshot.services.map((reading) => {
            const { front } = reading;
            if (front?.tasks.kind !== "known" || front.absences.kind !== "known") return reading;
            const tasks = { kind: "known" as const, value: shuffled(front.tasks.value, salt) };
            const absences = { kind: "known" as const, value: shuffled(front.absences.value, salt) };
            return { ...reading, front: { tasks, absences } };
          });
          expect(plan({ ...snapshot, services }, memory, config, planned.nowMs)).toEqual(planned);
        }
      }),
      60,
    );
  });

  it("always gives back every protection and publishes everybody again, once the world is calm", () => {
    always(
      fc.property(history, (given) => {
        // Protections that are refused to be lifted end by themselves: 33 minutes, and one look more.
        const after = happenedIn({ ...given, steps: [...given.steps, ...calm(90, startTasks, 30)] });
        const last = after.plans.at(-1)!.plan;
        expect(after.protectedByUs).toEqual([]);
        expect(after.withdrawn).toEqual([]);
        expect(last.memory.services["web"]?.withdrawal).toBeUndefined();
        expect(last.actions).toEqual([]);
      }),
      runs,
    );
  });

  it("always comes to an end: six tasks become three within the wait and five looks more", () => {
    always(
      fc.property(fc.constantFrom(0, 10, 30, 120, 600), fc.boolean(), (ttlSeconds, both) => {
        const looks = 1 + Math.ceil((ttlSeconds + 60) / 20) + 5;
        const steps = [...calm(3, startTasks), ...calm(looks, 3)];
        const { running, desired } = happenedIn({ steps, ttlSeconds, both });
        expect({ running, desired }).toEqual({ running: 3, desired: 3 });
      }),
      10,
    );
  });

  it("is really tried: the histories have scale-ins, deaths amid a round, refusals and rounds that were ended", () => {
    const seen = { stops: 0, rounds: 0, endedEarly: 0, protections: 0, stuck: 0 };
    inEvery(({ stops, plans }) => {
      seen.stops += stops.length;
      for (const { plan: planned, memory } of plans) {
        const before = memory.services["web"]?.withdrawal;
        const next = planned.memory.services["web"]?.withdrawal;
        if (before?.kind !== "withdrawing" && next?.kind === "withdrawing") seen.rounds += 1;
        if (before?.kind === "withdrawing" && before.committedAtMs === null && next?.kind === "ending")
          seen.endedEarly += 1;
        seen.protections += planned.actions.filter(({ kind }) => kind === "protect-tasks").length;
        seen.stuck += planned.findings.filter(({ code }) => code === "withdrawal-stuck").length;
      }
    });
    console.log(`of ${runs} histories: ${JSON.stringify(seen)}`);
    expect(seen.stops).toBeGreaterThan(100);
    expect(seen.rounds).toBeGreaterThan(300);
    expect(seen.endedEarly).toBeGreaterThan(50);
    expect(seen.stuck).toBeGreaterThan(10);
  });
});
