import { describe, expect, it } from "@jest/globals";
import type { Mode } from "../../shared/config/service-config.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import { inOrderOfWriting } from "../../shared/plan/policy/policy.ts";
import { stancesOf } from "../../shared/plan/policy/stance.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  databaseReading,
  datapoint,
  known,
  memory,
  nowMs,
  scalableTarget,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";

const planOf = (mode: Mode, value: number, tasks: Partial<TaskCounts> = {}) =>
  plan(
    snapshot(
      [
        serviceReading({
          tasks: known(counts(tasks)),
          signals: [datapoint({ value })],
          scalableTarget: known(scalableTarget()),
        }),
      ],
      [databaseReading()],
    ),
    memory({ web: calmMemory(3) }),
    config([service({ mode })], [database()]),
    nowMs,
  );

describe("what may be written", () => {
  it.each<{
    readonly mode: Mode;
    readonly value: number;
    readonly expected: readonly Action[];
    readonly codes: readonly string[];
  }>([
    {
      mode: "scale",
      value: 75,
      expected: [{ kind: "set-desired-count", service: "web", from: 6, to: 9 }],
      codes: ["scaled-out"],
    },
    {
      mode: "scale",
      value: 20,
      expected: [{ kind: "set-desired-count", service: "web", from: 6, to: 3 }],
      codes: ["scaled-in"],
    },
    { mode: "scale", value: 50, expected: [], codes: [] },
    { mode: "observe", value: 75, expected: [], codes: ["would-scale-out"] },
    { mode: "observe", value: 20, expected: [], codes: ["would-scale-in"] },
    { mode: "observe", value: 50, expected: [], codes: [] },
    {
      mode: "govern",
      value: 75,
      expected: [{ kind: "set-max-capacity", service: "web", from: 20, to: 19, suspendFirst: true }],
      codes: [],
    },
  ])("in $mode at cpu $value: $codes", ({ mode, value, expected, codes }) => {
    const planned = planOf(mode, value);
    expect(planned.actions).toEqual(expected);
    const changes = planned.findings.map(({ code }) => code).filter((code) => /scale/.test(code));
    expect(changes).toEqual(codes);
  });

  it("nothing is written for a service that can't be planned", () => {
    expect(planOf("scale", 75, { desired: 0 }).actions).toEqual([]);
    expect(planOf("govern", 75, { scheduling: "DAEMON" }).actions).toEqual([]);
  });
});

describe("the stance of a service", () => {
  it.each<{ readonly when: string; readonly modes: readonly Mode[]; readonly expected: readonly string[] }>([
    {
      when: "a domain that is all observe is rehearsed",
      modes: ["observe", "observe"],
      expected: ["rehearsed", "rehearsed"],
    },
    {
      when: "observe beside others stands by",
      modes: ["observe", "scale", "govern"],
      expected: ["bystander", "scaled", "governed"],
    },
    { when: "observe beside govern stands by", modes: ["govern", "observe"], expected: ["governed", "bystander"] },
  ])("$when", ({ modes, expected }) => expect(stancesOf(modes.map((mode) => service({ mode })))).toEqual(expected));
});

it("rights are taken back before they are given away, then by name", () => {
  const setMax = (name: string, from: number, to: number): Action => ({
    kind: "set-max-capacity",
    service: name,
    from,
    to,
    suspendFirst: to < from,
  });
  const setDesired = (name: string, from: number, to: number): Action => ({
    kind: "set-desired-count",
    service: name,
    from,
    to,
  });
  const inOrder: readonly Action[] = [
    { kind: "suspend-scale-out", service: "z" },
    setMax("y", 9, 4),
    setDesired("a", 5, 4),
    setDesired("b", 5, 4),
    setDesired("c", 5, 6),
    setMax("b", 4, 9),
    { kind: "resume-scale-out", service: "a" },
    { kind: "resume-scale-out", service: "b" },
  ];
  expect(inOrderOfWriting([...inOrder].reverse())).toEqual(inOrder);
  expect(inOrderOfWriting(inOrder)).toEqual(inOrder);
});
