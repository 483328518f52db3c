import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Mode, ServiceConfig } from "../../shared/config/service-config.ts";
import {
  type CountIntent,
  type Intent,
  intentFor,
  type ModeIntent,
  type ParkIntent,
  type PauseIntent,
  withIntent,
  withoutIntent,
} from "../../shared/plan/intents/intent.ts";
import { withIntents } from "../../shared/plan/intents/with-intents.ts";
import { lesserMode, withModes } from "../../shared/plan/intents/with-modes.ts";
import { emptyMemory, type Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import { always } from "./always.ts";
import {
  config,
  counts,
  database,
  datapoint,
  known,
  nowMs,
  pool,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";

const posted = { service: "web", sinceMs: nowMs, run: "r1", by: "arn:aws:iam::123456789012:user/ann" };
const hourMs = 3_600_000;
const countOf = (tasks: number, changes: Partial<CountIntent> = {}): CountIntent => ({
  ...posted,
  kind: "count",
  tasks,
  untilMs: nowMs + hourMs,
  forced: false,
  ...changes,
});
const park: ParkIntent = { ...posted, kind: "park", untilMs: null };
const pause: PauseIntent = { ...posted, kind: "pause", untilMs: nowMs + hourMs };
const modeOf = (mode: Mode): ModeIntent => ({ ...posted, kind: "mode", mode, untilMs: null });

type Given = {
  readonly intents: readonly Intent[];
  readonly desired?: number;
  readonly load?: number;
  readonly service?: Partial<ServiceConfig>;
  readonly memory?: Memory;
  readonly atMs?: number;
  readonly maxConnections?: number;
};

/** A service of 4 tasks with pools of 10 on a database of 100 connections, whose CPU is at its target of 50 %. */
const planned = ({
  intents,
  desired = 4,
  load = 50,
  service: changes = {},
  memory,
  atMs = nowMs,
  maxConnections = 200,
}: Given): Plan => {
  const signals = [datapoint({ tasks: desired, value: load, atMs: atMs - 60_000 })];
  const reading = serviceReading({ tasks: known(counts({ desired, running: desired })), signals });
  const web = service({ minTasks: 2, maxTasks: 20, pools: [pool()], ...changes });
  const before = snapshot([reading], undefined, { readAtMs: atMs });
  return plan(
    withIntents(before, intents, atMs),
    memory ?? emptyMemory,
    config([web], [database({ maxConnections })]),
    atMs,
  );
};

const targetOf = ({ services }: Plan): number | null => services[0]!.targetTasks;
const codesOf = ({ findings }: Plan): readonly string[] => findings.map(({ code }) => code);

describe("an intent in the plan", () => {
  it.each<{ when: string; given: Given; expected: number | null; codes: readonly string[] }>([
    { when: "none: the signals decide", given: { intents: [] }, expected: 4, codes: [] },
    {
      when: "a count above: the service grows to it, although no signal asks",
      given: { intents: [countOf(6)] },
      expected: 6,
      codes: ["scaled-out", "count-by-runbook"],
    },
    {
      when: "a count below: it shrinks at its pace, without waiting for a calm window",
      given: { intents: [countOf(2)] },
      expected: 2,
      codes: ["scaled-in", "count-by-runbook"],
    },
    {
      when: "a count that stands is kept although the signals ask for more",
      given: { intents: [countOf(4)], load: 95 },
      expected: 4,
      codes: ["count-by-runbook"],
    },
    {
      when: "a count that has ended counts no more",
      given: { intents: [countOf(6, { untilMs: nowMs })] },
      expected: 4,
      codes: [],
    },
    {
      when: "somebody else's count is not this service's",
      given: { intents: [countOf(6, { service: "worker" })] },
      expected: 4,
      codes: [],
    },
    {
      when: "a pause: no statement is made",
      given: { intents: [pause], load: 95 },
      expected: null,
      codes: ["paused-by-runbook"],
    },
    {
      when: "a pause goes before a count",
      given: { intents: [countOf(6), pause] },
      expected: null,
      codes: ["paused-by-runbook"],
    },
    {
      when: "parked: at its pace towards none",
      given: { intents: [park] },
      expected: 2,
      codes: ["scaled-in", "parked"],
    },
    {
      when: "parking goes before a count",
      given: { intents: [countOf(6), park] },
      expected: 2,
      codes: ["scaled-in", "parked"],
    },
    {
      when: "a mode lowered to observe: planned, not written",
      given: { intents: [modeOf("observe")], load: 95 },
      expected: 8,
      codes: ["would-scale-out"],
    },
  ])("$when", ({ given, expected, codes }) => {
    const made = planned({ ...given, service: { mode: "scale" } });
    expect([targetOf(made), codesOf(made)]).toEqual([expected, codes]);
  });

  it("past the budget a count is granted what fits, and forced by two people all of it", () => {
    const given = { desired: 8, maxConnections: 130, service: { mode: "scale" as const } };
    const fits = planned({ ...given, intents: [countOf(14)] });
    expect(targetOf(fits)).toBeLessThan(14);
    expect(codesOf(fits)).toContain("database-budget");
    const forced = planned({ ...given, intents: [countOf(14, { forced: true })] });
    expect(targetOf(forced)).toBe(14);
    expect(codesOf(forced)).toContain("forced-past-budget");
  });

  it("starts a service that a person has at 0", () => {
    expect(targetOf(planned({ desired: 0, intents: [countOf(3)], service: { mode: "scale" } }))).toBe(3);
  });

  it("in observe writes nothing", () => {
    for (const intent of [countOf(6), countOf(14, { forced: true }), park])
      expect(planned({ intents: [intent], service: { mode: "observe" } }).actions).toEqual([]);
  });

  it("is looked at again when it ends", () => {
    const soon = planned({ intents: [countOf(4, { untilMs: nowMs + 15_000 })], service: { mode: "scale" } });
    expect(soon.nextRead.inSeconds).toBe(15);
    expect(planned({ intents: [{ ...pause, untilMs: nowMs + 15_000 }] }).nextRead.inSeconds).toBe(15);
  });
});

describe("modes", () => {
  it("are lowered, and never raised above headgate.yml's", () => {
    const modes: readonly Mode[] = ["observe", "govern", "scale"];
    const rows = modes.flatMap((mode) =>
      modes.map((by) => withModes(config([service({ mode })], [database()]), [modeOf(by)], nowMs).services[0]!.mode),
    );
    expect(rows).toEqual([
      "observe",
      "observe",
      "observe",
      "observe",
      "govern",
      "govern",
      "observe",
      "govern",
      "scale",
    ]);
    expect(lesserMode("scale", "govern")).toBe("govern");
  });
});

describe("a list of intents", () => {
  const anIntent: fc.Arbitrary<Intent> = fc
    .record({ service: fc.constantFrom("a", "b", "c"), kind: fc.constantFrom("count", "park", "pause", "mode") })
    .map(({ service: name, kind }): Intent => {
      const base = { ...posted, service: name, untilMs: nowMs + 1 };
      if (kind === "count") return { ...base, kind: "count", tasks: 1, forced: false };
      if (kind === "mode") return { ...base, kind: "mode", mode: "observe" };
      return kind === "park" ? { ...base, kind: "park" } : { ...base, kind: "pause" };
    });

  it("always holds at most one of a kind per service, whatever came in whatever order", () => {
    always(
      fc.property(fc.array(anIntent, { maxLength: 20 }), (intents) => {
        const list = intents.reduce<readonly Intent[]>(withIntent, []);
        const keys = list.map(({ service: name, kind }) => `${name} ${kind}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toEqual([...keys].sort());
        expect(new Set(keys)).toEqual(new Set(intents.map(({ service: name, kind }) => `${name} ${kind}`)));
        for (const { kind, service: name } of intents) {
          expect(intentFor(list, kind, name, nowMs)?.kind).toBe(kind);
          expect(intentFor(list, kind, name, nowMs + 1)).toBeNull();
          expect(intentFor(withoutIntent(list, kind, name), kind, name, nowMs)).toBeNull();
        }
      }),
      200,
    );
  });
});
