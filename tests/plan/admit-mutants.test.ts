import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { admit } from "../../shared/plan/admit/admit.ts";
import type { Company, Raise } from "../../shared/plan/admit/company.ts";
import type { Contender, FreeUnits } from "../../shared/plan/admit/contender.ts";
import { committedTasks } from "../../shared/plan/admit/contender-of.ts";
import { anywhere, type PlaceRefusal, type Places } from "../../shared/plan/admit/places.ts";
import { type RaiseStep, type Refusal, takeOne, takeTogether } from "../../shared/plan/admit/purchase.ts";
import { emptyServiceMemory } from "../../shared/plan/memory.ts";
import { partiesOf } from "../../shared/plan/party.ts";
import type { ScalingPolicy } from "../../shared/plan/readings/autoscaling-reading.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  config,
  cpuSignal,
  known,
  memory,
  memorySignal,
  nowMs,
  scalableTarget,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";
import { contender } from "./contenders.ts";

const full: PlaceRefusal = { code: "cluster-capacity", detail: "no instance has room", numbers: {} };

/** So many places, shared by all, or by service. */
const places = (free: number | Readonly<Record<string, number>>): Places & { readonly taken: string[] } => {
  const left = new Map(typeof free === "number" ? [["", free]] : Object.entries(free));
  const key = (service: string): string => (typeof free === "number" ? "" : service);
  const taken: string[] = [];
  return {
    taken,
    refusal: (service, addedTasks) => (addedTasks > (left.get(key(service)) ?? 0) ? full : null),
    take: (service, addedTasks) => {
      left.set(key(service), left.get(key(service))! - addedTasks);
      taken.push(`${service} ${addedTasks}`);
    },
  };
};

const web = contender();
const api = contender({ name: "api", currentTasks: 3, wantedTasks: 3, prices: [{ room: "orders", unitsPerTask: 5 }] });
const raised = (toTasks: number, fromTasks = 3): RaiseStep => ({
  contender: api,
  fromTasks,
  raise: { name: "api", toTasks, neededPerSecond: 40, perTaskPerSecond: 10 },
});
const uncarried = (bound: unknown, carriedPerSecond = 30): Refusal =>
  ({ kind: "no-carrier", refusal: { callee: "api", neededPerSecond: 40, carriedPerSecond, bound } }) as Refusal;

describe("one more task on instances", () => {
  it("is refused where it has a room but no place, and spends nothing", () => {
    const left = new Map([["main", 40]]);
    expect(takeOne(web, 2, left, places(0))).toEqual({ kind: "no-place", refusal: full });
    expect(left).toEqual(new Map([["main", 40]]));
  });

  it("uses up its place", () => {
    const { admissions, left } = admit([web], new Map([["main", 40]]), places(3));
    expect(admissions.get("web")).toEqual({ kind: "unplaced", name: "web", tasks: 5, refusal: full });
    expect(left).toEqual(new Map([["main", 10]]));
  });
});

type Row = {
  readonly when: string;
  readonly own?: Contender;
  readonly step: RaiseStep;
  readonly free?: Readonly<Record<string, number | null>>;
  readonly places?: number | Readonly<Record<string, number>>;
  readonly refusal: Refusal | null;
  readonly left?: Readonly<Record<string, number | null>>;
  readonly taken?: readonly string[];
};

const room = { main: 40, orders: 40 };

describe("one more task with a task of another service", () => {
  it.each<Row>([
    {
      when: "pays for both, and takes a place for both",
      step: raised(4),
      places: 2,
      refusal: null,
      left: { main: 30, orders: 35 },
      taken: ["api 1", "web 1"],
    },
    {
      when: "is refused where both want the only place",
      step: raised(4),
      places: 1,
      refusal: { kind: "no-place", refusal: full },
    },
    {
      when: "is refused for its own sake first where there is none",
      step: raised(4),
      places: 0,
      refusal: { kind: "no-place", refusal: full },
    },
    {
      when: "is refused for the other's sake where only that has none",
      step: raised(4),
      places: { web: 1, api: 0 },
      refusal: uncarried({ kind: "no-place", refusal: full }),
    },
    {
      when: "needs no place for a task that exists already",
      own: contender({ commitment: () => 6 }),
      step: raised(4),
      places: { web: 0, api: 1 },
      refusal: null,
      left: { main: 40, orders: 35 },
      taken: ["api 1"],
    },
    {
      when: "keeps what the other was about to give up, on a closed room, without a place and without a price",
      step: raised(3, 2),
      free: { main: 40, orders: null },
      places: { web: 1, api: 0 },
      refusal: null,
      left: { main: 30, orders: null },
      taken: ["web 1"],
    },
    {
      when: "pays only for what the other doesn't have",
      step: raised(4, 1),
      refusal: null,
      left: { main: 30, orders: 35 },
      taken: ["api 1", "web 1"],
    },
    {
      when: "is refused where the other's room is closed",
      step: raised(4),
      free: { main: 40, orders: null },
      refusal: uncarried({ kind: "closed", room: "orders" }),
    },
    {
      when: "is refused where the other's room has too little",
      step: raised(4),
      free: { main: 40, orders: 4 },
      refusal: uncarried({ kind: "no-room", room: "orders", freeUnits: 4, priceUnits: 5 }),
    },
    {
      when: "is refused where its own room has too little, and leaves the other's as it was",
      step: raised(4),
      free: { main: 9, orders: 40 },
      refusal: { kind: "no-room", by: "main", freeUnits: 9, priceUnits: 10 },
    },
  ])("$when", ({ own = web, step, free = room, places: slots = 9, refusal, left = free, taken = [] }) => {
    const units = new Map(Object.entries(free));
    const used = places(slots);
    expect(takeTogether(own, 2, [step], units, used)).toEqual(refusal);
    expect(units).toEqual(new Map(Object.entries(left)));
    if (refusal === null) expect(used.taken).toEqual(taken);
  });
});

/** Each task of `a` needs as many of `c`. */
const aNeedsC = (toTasks: (tasks: number) => number = (tasks) => tasks, name = "c"): Company => ({
  needs: (caller, tasks) => {
    const raise: Raise = { name, toTasks: toTasks(tasks), neededPerSecond: 1, perTaskPerSecond: 1 };
    return { kind: "needs", raises: caller === "a" ? [raise] : [] };
  },
  take: () => {},
});

const small = (name: string, changes: Partial<Contender> = {}): Contender =>
  contender({ name, minTasks: 0, currentTasks: 0, wantedTasks: 4, ...changes });

const shared = (contenders: readonly Contender[], free: number, company?: Company): Record<string, number> => {
  const units: FreeUnits = new Map([["main", free]]);
  const { admissions } = admit(contenders, units, anywhere, company);
  return Object.fromEntries([...admissions.values()].map(({ name, tasks }) => [name, tasks]));
};

describe("what is shared among services that need each other", () => {
  it.each<{ when: string; contenders: readonly Contender[]; free: number; company?: Company; expected: object }>([
    {
      when: "a service that another one has raised waits for those that got nothing",
      contenders: [small("a"), small("b"), small("c")],
      free: 40,
      company: aNeedsC(),
      expected: { a: 1, b: 2, c: 1 },
    },
    {
      when: "one that was raised to what it wants gets no more",
      contenders: [small("a", { wantedTasks: 1 }), small("c", { wantedTasks: 1 })],
      free: 100,
      company: aNeedsC(),
      expected: { a: 1, c: 1 },
    },
    {
      when: "one that doesn't want to grow is raised all the same",
      contenders: [small("a"), small("c", { wantedTasks: 0 })],
      free: 100,
      company: aNeedsC(),
      expected: { a: 4, c: 4 },
    },
    {
      when: "one that has more than is needed keeps it",
      contenders: [small("a", { wantedTasks: 2 }), small("c", { currentTasks: 5, wantedTasks: 5 })],
      free: 20,
      company: aNeedsC(),
      expected: { a: 2, c: 5 },
    },
    {
      when: "a need of itself, or of a service that takes no part, is none",
      contenders: [small("a", { wantedTasks: 2 })],
      free: 100,
      company: aNeedsC(() => 9, "nobody"),
      expected: { a: 2 },
    },
    {
      when: "two that have as far to go take turns, however many they have",
      contenders: [small("api", { wantedTasks: 2 }), small("web", { minTasks: 4, currentTasks: 4, wantedTasks: 6 })],
      free: 30,
      expected: { api: 2, web: 5 },
    },
    {
      when: "below the minima the one that is furthest from its own comes first",
      contenders: [
        small("api", { minTasks: 4, currentTasks: 1, wantedTasks: 4 }),
        small("web", { minTasks: 2, wantedTasks: 2 }),
      ],
      free: 10,
      expected: { api: 1, web: 1 },
    },
  ])("$when", ({ contenders, free, company, expected }) => expect(shared(contenders, free, company)).toEqual(expected));

  it("asks with the tasks that each has so far, and knows nobody else's", () => {
    const seen: (number | null)[] = [];
    const company: Company = {
      needs: (name, _, tasksOf) => {
        if (name === "c") seen.push(tasksOf("a"), tasksOf("c"), tasksOf("nobody"));
        return { kind: "needs", raises: [] };
      },
      take: () => {},
    };
    shared([small("a", { wantedTasks: 1 }), small("c", { currentTasks: 3, wantedTasks: 4 })], 100, company);
    expect(seen).toEqual([1, 3, null]);
  });
});

const policy = (targetPercent: number | null): ScalingPolicy => ({
  name: "cpu",
  kind: "target-tracking",
  targetPercent,
});

describe("6 tasks that somebody else scales commit what they have and one step of that autoscaler", () => {
  it.each<{
    when: string;
    service: Partial<ServiceConfig>;
    reading?: Partial<ServiceReading>;
    expected: number;
  }>([
    { when: "by the CPU target of headgate.yml", service: { mode: "observe" }, expected: 12 },
    {
      when: "by that target also where memory stands first",
      service: { mode: "observe", signals: [memorySignal({ target: 20 }), cpuSignal()] },
      expected: 12,
    },
    {
      when: "by that target where there is no policy to read one from",
      service: { mode: "observe", signals: [cpuSignal({ target: 75 })] },
      reading: { scalingPolicies: known([]) },
      expected: 8,
    },
    {
      when: "by the policy that steps furthest",
      service: { mode: "observe" },
      reading: { scalingPolicies: known([policy(60), policy(40)]) },
      expected: 15,
    },
    {
      when: "up to the target's MaxCapacity where it is ours to scale and has policies of its own",
      service: {},
      reading: { scalingPolicies: known([policy(50)]), scalableTarget: known(scalableTarget({ maxCapacity: 8 })) },
      expected: 8,
    },
    {
      when: "up to maxTasks where that target can't be read",
      service: { maxTasks: 9 },
      reading: { scalingPolicies: known([policy(50)]), scalableTarget: unknown() },
      expected: 9,
    },
  ])("$when", ({ service: changes, reading, expected }) => {
    const services = [service({ name: "api" }), service(changes)];
    const read = snapshot([serviceReading({ name: "api" }), serviceReading(reading)]);
    const remembered = memory({ api: emptyServiceMemory, web: emptyServiceMemory });
    const [, web] = partiesOf(read, remembered, config(services, []), nowMs);
    expect(committedTasks(web!, nowMs)).toBe(expected);
  });
});
