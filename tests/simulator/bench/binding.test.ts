import { expect, it } from "@jest/globals";
import type { Binding } from "../../../simulator/bench/bench-report.ts";
import { bindingOf } from "../../../simulator/bench/binding.ts";
import type { DatabaseResult, RunResult } from "../../../simulator/runs/run-result.ts";
import type { Scenario } from "../../../simulator/scenario/scenario.ts";
import { legalScenario } from "../runs/small-scenario.ts";
import { legalPool, legalWorld } from "../world/small-world.ts";
import { legalResult } from "./bench-builders.ts";

type Row = {
  readonly when: string;
  readonly scenario: Scenario;
  readonly results?: readonly RunResult[];
  readonly expected: Binding;
};

// 55 connections fit, 5 of others and five pools of 10; a task carries 30 requests a second.
const scenarioAt = (requestsPerSecond: number, kind: "fixed" | "elastic" = "fixed") =>
  legalScenario({
    world: legalWorld({
      pool: legalPool({ kind }),
      traffic: { kind: "perSecond", requestsPerSecond: [requestsPerSecond] },
    }),
  });
const wentTo = (controller: RunResult["controller"], orders: Partial<DatabaseResult>) =>
  legalResult(controller, {
    databases: { orders: { limit: 55, peak: 0, peakCommitted: 0, secondsOver: 0, ...orders } },
  });

it.each<Row>([
  {
    when: "a want that fits to the last connection is not bound",
    scenario: scenarioAt(150),
    results: [wentTo("hpa", { peak: 55, peakCommitted: 55 })],
    expected: { kind: "not-bound" },
  },
  {
    when: "a want of one task more is bound, whoever played",
    scenario: scenarioAt(151),
    expected: { kind: "bound", database: "orders", want: 65, wall: 55, by: "ideal" },
  },
  {
    when: "it is bound when the ideal fits and somebody committed more; who went farthest is named",
    scenario: scenarioAt(30),
    results: [wentTo("keda", { peakCommitted: 65 }), wentTo("hpa", { peakCommitted: 95 })],
    expected: { kind: "bound", database: "orders", want: 95, wall: 55, by: "hpa" },
  },
  {
    when: "elastic pools that were committed above the wall and stayed below it are not bound",
    scenario: scenarioAt(30, "elastic"),
    results: [wentTo("hpa", { peak: 54, peakCommitted: 200 })],
    expected: { kind: "not-bound" },
  },
  {
    when: "elastic pools that filled the wall are",
    scenario: scenarioAt(30, "elastic"),
    results: [wentTo("hpa", { peak: 55, peakCommitted: 200 })],
    expected: { kind: "bound", database: "orders", want: 55, wall: 55, by: "hpa" },
  },
  {
    when: "a sweep is bound when one of its points is",
    scenario: {
      ...scenarioAt(30),
      sweep: [
        { label: "x1", world: scenarioAt(30).world, seed: 1 },
        { label: "x6", world: scenarioAt(180).world, seed: 1 },
      ],
    },
    expected: { kind: "bound", database: "orders", want: 65, wall: 55, by: "ideal" },
  },
])("$when", ({ scenario, results = [], expected }) => expect(bindingOf(scenario, results)).toEqual(expected));
