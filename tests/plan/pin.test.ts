import { describe, expect, it } from "@jest/globals";
import { pinOf } from "../../shared/plan/demand/pin.ts";
import type { Pin, ServiceMemory } from "../../shared/plan/memory.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { counts, nowMs, secondsAgo, service, serviceMemory } from "./builders.ts";

const hand = (tasks: number, sinceMs = nowMs): Pin => ({
  cause: "hand",
  tasks,
  sinceMs,
  untilMs: sinceMs + 3_600_000,
});
const reset = (tasks: number): Pin => ({ cause: "deployment", tasks, sinceMs: nowMs, untilMs: nowMs + 600_000 });
const wrote = (from: number, to: number): Partial<ServiceMemory> => ({
  intended: { atMs: secondsAgo(60), from, to },
  revision: "ecs-svc/1",
});

type Row = {
  readonly when: string;
  readonly given: Partial<TaskCounts>;
  readonly memory: Partial<ServiceMemory>;
  readonly expected: Pin | null;
};

describe("we wrote 8", () => {
  it.each<Row>([
    { when: "8 stands: nobody's hand", given: { desired: 8 }, memory: wrote(6, 8), expected: null },
    { when: "6 stands: our write failed, nobody's hand", given: { desired: 6 }, memory: wrote(6, 8), expected: null },
    { when: "12 stands: a hand, a floor of 12", given: { desired: 12 }, memory: wrote(6, 8), expected: hand(12) },
    { when: "4 stands: a hand too, a floor of 4", given: { desired: 4 }, memory: wrote(6, 8), expected: hand(4) },
    {
      when: "4 stands with a new revision: a deployment has reset it, 8 is asked for again",
      given: { desired: 4, revision: "ecs-svc/2" },
      memory: wrote(6, 8),
      expected: reset(8),
    },
    {
      when: "12 stands with a new revision: the deployment's own count, no pin",
      given: { desired: 12, revision: "ecs-svc/2" },
      memory: wrote(6, 8),
      expected: null,
    },
    {
      when: "4 stands and no revision was remembered: a hand",
      given: { desired: 4, revision: "ecs-svc/2" },
      memory: { ...wrote(6, 8), revision: null },
      expected: hand(4),
    },
    {
      when: "a pin stands for its hour",
      given: { desired: 8 },
      memory: { ...wrote(6, 8), pin: hand(5, secondsAgo(3599)) },
      expected: hand(5, secondsAgo(3599)),
    },
    {
      when: "a pin ends after its hour",
      given: { desired: 8 },
      memory: { ...wrote(6, 8), pin: hand(5, secondsAgo(3600)) },
      expected: null,
    },
    {
      when: "a new hand replaces the old pin",
      given: { desired: 4 },
      memory: { ...wrote(6, 8), pin: hand(12, secondsAgo(60)) },
      expected: hand(4),
    },
    {
      when: "a deployment that raises the count leaves the pin",
      given: { desired: 15, revision: "ecs-svc/2" },
      memory: { ...wrote(6, 8), pin: hand(12, secondsAgo(60)) },
      expected: hand(12, secondsAgo(60)),
    },
  ])("$when", ({ given, memory, expected }) =>
    expect(pinOf(service(), counts(given), serviceMemory(memory), nowMs)).toEqual(expected),
  );
});

describe("we wrote nothing yet", () => {
  it("whatever stands is nobody's hand", () => {
    expect(pinOf(service(), counts({ desired: 12 }), serviceMemory(), nowMs)).toBeNull();
  });

  it("a pin from before stands", () => {
    const pin = hand(5, secondsAgo(60));
    expect(pinOf(service(), counts(), serviceMemory({ pin }), nowMs)).toEqual(pin);
  });
});

it("a pin lasts pinMinutes", () => {
  const pin = pinOf(service({ pinMinutes: 5 }), counts({ desired: 4 }), serviceMemory(wrote(6, 8)), nowMs);
  expect(pin?.untilMs).toBe(nowMs + 300_000);
});
