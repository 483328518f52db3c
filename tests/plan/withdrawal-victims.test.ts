import { describe, expect, it } from "@jest/globals";
import type { TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import { chooseVictims } from "../../shared/plan/withdrawal/choose-victims.ts";
import { nowMs, secondsAgo } from "./builders.ts";
import { task, tasks } from "./withdrawal-case.ts";

describe("the victims are", () => {
  it.each<{
    readonly when: string;
    readonly tasks: readonly TaskStanding[];
    readonly count: number;
    readonly expected: readonly string[];
  }>([
    { when: "nobody, where nobody has to go", tasks: tasks("a", "b"), count: 0, expected: [] },
    { when: "nobody, where nobody is there", tasks: [], count: 2, expected: [] },
    { when: "all, where more have to go than there are", tasks: tasks("b", "a"), count: 3, expected: ["a", "b"] },
    {
      when: "those with the smaller id, where nothing else tells",
      tasks: tasks("c", "a", "b"),
      count: 2,
      expected: ["a", "b"],
    },
    {
      when: "the one that is not RUNNING yet: it serves nobody",
      tasks: [task("a", { health: "UNHEALTHY" }), task("b", { lastStatus: "PENDING", createdAtMs: 1 }), task("c")],
      count: 1,
      expected: ["b"],
    },
    {
      when: "the UNHEALTHY one before a newer healthy one",
      tasks: [task("a", { createdAtMs: nowMs }), task("b", { health: "UNHEALTHY" })],
      count: 1,
      expected: ["b"],
    },
    {
      when: "from the zone with most tasks, though others are newer",
      tasks: [
        task("a", { availabilityZone: "z1", createdAtMs: nowMs }),
        task("b", { availabilityZone: "z2" }),
        task("c", { availabilityZone: "z2" }),
      ],
      count: 1,
      expected: ["b"],
    },
    {
      when: "taken so that the zones are even afterwards",
      tasks: [
        ...["a1", "a2", "a3", "a4"].map((id) => task(id, { availabilityZone: "z1" })),
        ...["b1", "b2"].map((id) => task(id, { availabilityZone: "z2" })),
        task("c1", { availabilityZone: "z3" }),
      ],
      count: 4,
      expected: ["a1", "a2", "a3", "b1"],
    },
    {
      when: "from the fullest zone also where its surplus is not RUNNING in another",
      tasks: [
        task("a1", { availabilityZone: "z1" }),
        task("a2", { availabilityZone: "z1" }),
        task("b1", { availabilityZone: "z2", lastStatus: "PROVISIONING" }),
        task("b2", { availabilityZone: "z2" }),
      ],
      count: 2,
      expected: ["a1", "b1"],
    },
    {
      when: "the newest of a zone; one of unknown age counts as old",
      tasks: [
        task("a", { createdAtMs: null }),
        task("b", { createdAtMs: secondsAgo(100) }),
        task("c", { createdAtMs: secondsAgo(50) }),
      ],
      count: 2,
      expected: ["b", "c"],
    },
    {
      when: "nobody who is protected, though the zone is the fullest",
      tasks: [
        task("a", { availabilityZone: "z1", protectedUntilMs: nowMs + 1 }),
        task("b", { availabilityZone: "z1", protectedUntilMs: nowMs + 1 }),
        task("c", { availabilityZone: "z2" }),
      ],
      count: 2,
      expected: ["c"],
    },
    {
      when: "also one whose protection has run out",
      tasks: [task("a", { protectedUntilMs: nowMs })],
      count: 1,
      expected: ["a"],
    },
  ])("$when", ({ tasks: given, count, expected }) => {
    expect(chooseVictims(given, count, nowMs)).toEqual(expected);
    expect(chooseVictims([...given].reverse(), count, nowMs)).toEqual(expected);
  });
});
