import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Config } from "../../shared/config/config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { callGraphOf } from "../../shared/plan/graph/call-graph.ts";
import { plan } from "../../shared/plan/plan.ts";
import { always } from "./always.ts";
import { cpuSignal, requestsSignal } from "./builders.ts";
import { type DomainCase, domainCases } from "./domain-case.ts";
import { afterWrites } from "./ecs-model.ts";
import { type Moment, momentsOf } from "./history.ts";
import { shuffledConfig, shuffledSnapshot } from "./shuffled.ts";

const shares = [0, 0, 0.5, 1, 1.3, null] as const;

/** Most of them count their requests; of those without a utilization what exceeds their target is left unserved. */
const signalsOf = (own: readonly SignalConfig[], at: number): readonly SignalConfig[] =>
  [[requestsSignal()], [cpuSignal(), requestsSignal()], [requestsSignal()], own][at % 4]!;

/** The domains of the other properties, with calls between their services: each to some that come after it by name. */
const callingCases: fc.Arbitrary<DomainCase> = fc
  .tuple(domainCases, fc.array(fc.constantFrom(...shares), { minLength: 36, maxLength: 36 }), fc.boolean())
  .map(([given, choices, circle]) => {
    const names = given.config.services.map(({ name }) => name);
    const services = given.config.services.map((service, from) => ({
      ...service,
      signals: signalsOf(service.signals, from),
      calls: names.flatMap((name, to) => {
        const isBack = circle && from === names.length - 1 && to === 0;
        const requestsPerRequest = isBack ? 0.2 : choices[(from * 7 + to) % choices.length]!;
        if ((to <= from && !isBack) || requestsPerRequest === 0) return [];
        return [{ service: name, requestsPerRequest }];
      }),
    }));
    return { ...given, config: { ...given.config, services } };
  });

const atEveryMoment = (check: (moment: Moment) => void): void =>
  always(
    fc.property(callingCases, (given) => momentsOf(given).forEach(check)),
    150,
  );

/** Rights are not kept like tasks but shared out anew, and in a circle it matters who asks first. */
const hasGovernedCircle = ({ services }: Config): boolean => {
  const calls = services.flatMap(({ name: caller, calls: made }) =>
    made.map(({ service: callee }) => ({ caller, callee, requestsPerRequest: 1 })),
  );
  const isGoverned = (name: string): boolean =>
    services.some((entry) => entry.name === name && entry.mode === "govern");
  return callGraphOf(calls).groups.some(({ names }) => names.length > 1 && names.some(isGoverned));
};

describe("a domain whose services call each other", () => {
  it("I2: always keeps its targets in [min, max], or where they were, or on their way there", () => {
    atEveryMoment((moment) => {
      for (const { counts, targetTasks, stance, want } of moment.plan.services) {
        if (counts === null || targetTasks === null || stance === "governed" || want.kind !== "wants") continue;
        const { leastTasks, mostTasks } = want.bounds;
        if (targetTasks > counts.desired) expect(targetTasks).toBeLessThanOrEqual(Math.max(mostTasks, want.askTasks));
        if (targetTasks < counts.desired)
          expect(targetTasks).toBeGreaterThanOrEqual(Math.min(leastTasks, want.askTasks));
      }
    });
  });

  it("I4: always plans to no action once its writes are done", () => {
    atEveryMoment(({ config, snapshot, nowMs, plan: first }) => {
      if (hasGovernedCircle(config)) return;
      const after = afterWrites(snapshot, first.actions);
      let before = first;
      for (let read = 0; read < 3; read++) {
        const again = plan(after, before.memory, config, nowMs);
        expect(again.actions).toEqual([]);
        before = again;
      }
    });
  });

  it("I6: never depends on the order of its input", () => {
    always(
      fc.property(callingCases, fc.integer({ min: 1, max: 1_000_000 }), (given, salt) => {
        for (const { config, snapshot, memory, nowMs, plan: planned } of momentsOf(given)) {
          const other = plan(shuffledSnapshot(snapshot, salt), memory, shuffledConfig(config, salt), nowMs);
          expect(JSON.stringify(other)).toBe(JSON.stringify(planned));
        }
      }),
      150,
    );
  });

  it("is always planned to the same after its input was stored as JSON", () => {
    const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    atEveryMoment(({ config, snapshot, memory, nowMs, plan: planned }) => {
      const again = plan(stored(snapshot), stored(memory), stored(config), nowMs);
      const wordless = (text: string): string => text.replaceAll("the value null", "the value NaN");
      expect(wordless(JSON.stringify(again))).toBe(JSON.stringify(planned));
    });
  });

  it("says something about its calls in some of the cases, and grows in some", () => {
    const seen = new Map<string, number>();
    for (const given of fc.sample(callingCases, { seed: 20_260_314, numRuns: 150 })) {
      for (const { plan: planned } of momentsOf(given)) {
        for (const { code } of planned.findings) {
          if (/call|waiting/.test(code)) seen.set(code, (seen.get(code) ?? 0) + 1);
        }
        if (planned.actions.length > 0) seen.set("acts", (seen.get("acts") ?? 0) + 1);
      }
    }
    console.log(`of the plans of 150 histories: ${JSON.stringify([...seen])}`);
    for (const kind of ["acts", "callee-unmeasured", "callee-capacity", "waiting-for-callee"]) {
      expect({ kind, enough: (seen.get(kind) ?? 0) >= 5 }).toEqual({ kind, enough: true });
    }
  });
});
