import { describe, expect, it } from "@jest/globals";
import {
  averageValueReplicas,
  largestProposal,
  type PodGroups,
  resourceReplicas,
  valueReplicas,
} from "../../../../simulator/controllers/kubernetes/replica-count.ts";

const tolerance = 0.1;

describe("a resource metric, target 50 %", () => {
  type Row = {
    when: string;
    current: number;
    pods: Partial<PodGroups>;
    cpu: number | undefined;
    expected: number | undefined;
  };
  it.each<Row>([
    { when: "ratio 2 doubles the ready pods", current: 5, pods: { ready: 5 }, cpu: 1, expected: 10 },
    { when: "ratio 1.3 of 5 rounds up to 7", current: 5, pods: { ready: 5 }, cpu: 0.65, expected: 7 },
    { when: "1.1 is within the tolerance, its end included", current: 5, pods: { ready: 5 }, cpu: 0.55, expected: 5 },
    {
      when: "0.9 is within the tolerance, its end included",
      current: 10,
      pods: { ready: 10 },
      cpu: 0.45,
      expected: 10,
    },
    { when: "1.12 is outside", current: 5, pods: { ready: 5 }, cpu: 0.56, expected: 6 },
    { when: "55.9 % is cut to 55 % first", current: 5, pods: { ready: 5 }, cpu: 0.559, expected: 5 },
    { when: "it scales the ready pods, not the current count", current: 8, pods: { ready: 4 }, cpu: 1, expected: 8 },
    { when: "unready pods count 0 on the way up", current: 8, pods: { ready: 5, unready: 3 }, cpu: 1, expected: 10 },
    {
      when: "unready pods that turn the direction: no action",
      current: 10,
      pods: { ready: 5, unready: 5 },
      cpu: 0.8,
      expected: 10,
    },
    {
      when: "unready pods don't matter on the way down",
      current: 10,
      pods: { ready: 8, unready: 2 },
      cpu: 0.25,
      expected: 4,
    },
    {
      when: "missing pods count 100 % on the way down",
      current: 10,
      pods: { ready: 8, missing: 2 },
      cpu: 0.2,
      expected: 8,
    },
    {
      when: "missing pods that turn the direction: no action",
      current: 10,
      pods: { ready: 5, missing: 5 },
      cpu: 0.4,
      expected: 10,
    },
    { when: "missing pods count 0 on the way up", current: 10, pods: { ready: 8, missing: 2 }, cpu: 1, expected: 16 },
    {
      when: "recomputed within the tolerance: no action",
      current: 10,
      pods: { ready: 9, missing: 1 },
      cpu: 0.6,
      expected: 10,
    },
    {
      when: "no ready pod has a metric: no recommendation",
      current: 3,
      pods: { unready: 3 },
      cpu: undefined,
      expected: undefined,
    },
  ])("$when", ({ current, pods, cpu, expected }) => {
    const groups = { ready: 0, unready: 0, missing: 0, ...pods };
    expect(resourceReplicas(current, groups, cpu, 50, tolerance)).toBe(expected);
  });
});

describe("external metrics", () => {
  it.each([
    {
      when: "AverageValue: ceil(total / target), whatever is ready",
      found: averageValueReplicas(5, 701, 100, tolerance),
      expected: 8,
    },
    {
      when: "AverageValue: 550 over 5 x 100 is within the tolerance",
      found: averageValueReplicas(5, 550, 100, tolerance),
      expected: 5,
    },
    { when: "AverageValue of nothing is 0", found: averageValueReplicas(5, 0, 100, tolerance), expected: 0 },
    { when: "Value: ceil(ratio x ready pods)", found: valueReplicas(6, 4, 90, 60, tolerance), expected: 6 },
    { when: "Value: 66 over 60 is within the tolerance", found: valueReplicas(6, 6, 66, 60, tolerance), expected: 6 },
    { when: "Value from 0 pods: the ratio alone", found: valueReplicas(0, 0, 90, 60, tolerance), expected: 2 },
    {
      when: "the classic mistake: a ratio as AverageValue asks for 2 pods at any size",
      found: averageValueReplicas(20, 90, 60, tolerance),
      expected: 2,
    },
  ])("$when", ({ found, expected }) => expect(found).toBe(expected));
});

describe("several metrics", () => {
  it.each([
    { when: "the largest wins", proposals: [4, 7, 5], expected: 7 },
    { when: "a failing one does not block a scale-up", proposals: [undefined, 7], expected: 7 },
    { when: "a failing one blocks a scale-down", proposals: [undefined, 3], expected: undefined },
    {
      when: "a failing one beside one that keeps the count: kept, and remembered",
      proposals: [undefined, 5],
      expected: 5,
    },
    { when: "all failing change nothing", proposals: [undefined, undefined], expected: undefined },
  ])("$when", ({ proposals, expected }) => expect(largestProposal(proposals, 5)).toBe(expected));
});
