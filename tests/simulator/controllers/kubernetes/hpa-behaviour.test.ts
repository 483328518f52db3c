import { describe, expect, it } from "@jest/globals";
import { HpaBehaviour } from "../../../../simulator/controllers/kubernetes/hpa-behaviour.ts";
import { type HpaRules, hpaRules } from "../../../../simulator/controllers/kubernetes/hpa-rules.ts";

/** Recommendations every 15 s; the count that each of them leads to. */
function counts(
  start: number,
  recommended: readonly number[],
  rules: Partial<HpaRules> = {},
  range = [1, 100],
): number[] {
  const behaviour = new HpaBehaviour({ ...hpaRules, ...rules });
  const [minPods = 1, maxPods = 100] = range;
  let current = start;
  return recommended.map((pods, turn) => {
    const next = behaviour.decide(pods, current, minPods, maxPods, turn * 15_000);
    behaviour.recordChange(current, next, turn * 15_000);
    current = next;
    return current;
  });
}

const { scaleUp, scaleDown } = hpaRules;
const atOnce = { ...scaleDown, stabilizationSeconds: 0 };

describe("rates, defaults", () => {
  it("published: 5 -> 10 -> 20 -> 40 in 45 s", () => expect(counts(5, [100, 100, 100])).toEqual([10, 20, 40]));
  it("few pods grow by 4: 1 -> 5 -> 10", () => expect(counts(1, [50, 50])).toEqual([5, 10]));
  it("down to the recommendation at once, without a window", () => {
    expect(counts(40, [3], { scaleDown: atOnce })).toEqual([3]);
  });
  it("the maximum and the minimum come last", () => {
    expect(counts(5, [100, 100], {}, [2, 12])).toEqual([10, 12]);
    expect(counts(5, [0], { scaleDown: atOnce }, [2, 12])).toEqual([2]);
  });
});

describe("stabilization", () => {
  it("down: the largest of 300 s holds, then all of it goes at once", () => {
    const found = counts(20, new Array<number>(22).fill(4));
    expect(found.slice(0, 20)).toEqual(new Array<number>(20).fill(20));
    expect(found[20]).toBe(4);
  });
  it("down: what is exactly 300 s old no longer holds, however long the up window is", () => {
    const slow = { scaleUp: { ...scaleUp, stabilizationSeconds: 600 } };
    expect(counts(20, new Array<number>(22).fill(4), slow)[20]).toBe(4);
  });
  it("a fresh HPA takes what runs for its first recommendation", () => expect(counts(20, [1])).toEqual([20]));
  it("up: the least of the window, so a peak of 15 s is not followed", () => {
    const slow = { scaleUp: { ...scaleUp, stabilizationSeconds: 30 } };
    expect(counts(5, [5, 9, 5, 8, 8, 8], slow)).toEqual([5, 5, 5, 5, 8, 8]);
  });
  it("what was recommended and not reached holds the count for its 300 s", () => {
    const found = counts(5, [40, ...new Array<number>(20).fill(6)]);
    expect([found[0], found[19], found[20]]).toEqual([10, 10, 6]);
  });
});

describe("rate policies", () => {
  const up = (policies: HpaRules["scaleUp"]["policies"], select: HpaRules["scaleUp"]["select"]) => ({
    scaleUp: { stabilizationSeconds: 0, policies, select },
    scaleDown: atOnce,
  });
  const twoUp = [
    { kind: "percent", value: 100, periodSeconds: 60 },
    { kind: "pods", value: 2, periodSeconds: 60 },
  ] as const;

  it("percent up rounds up, percent down is cut", () => {
    expect(counts(5, [9], up([{ kind: "percent", value: 10, periodSeconds: 60 }], "max"))).toEqual([6]);
    const down = { ...atOnce, policies: [{ kind: "percent", value: 10, periodSeconds: 60 }] as const };
    // 19 x 0.9 = 17.1 stays: 17.
    expect(counts(19, [1], { scaleDown: down })).toEqual([17]);
  });
  it("a period's pods are spent once: 2 a minute", () => {
    expect(counts(5, [20, 20, 20, 20, 20], up([twoUp[1]], "max"))).toEqual([7, 7, 7, 7, 9]);
  });
  it("historic bug, absent: selectPolicy Min is the least change, not a change to 0", () => {
    expect(counts(5, [20], up(twoUp, "min"))).toEqual([7]);
    const down = {
      ...atOnce,
      policies: [{ kind: "pods", value: 1, periodSeconds: 60 }] as const,
      select: "min" as const,
    };
    expect(counts(10, [1], { scaleDown: down })).toEqual([9]);
  });
  it("historic bug, absent: what went in the other direction within the period counts too", () => {
    // 10 at the period's start, 4 removed: up to 12 is 2 more than there were, though 6 more than there are.
    expect(counts(10, [6, 20], up([twoUp[1]], "max"))).toEqual([6, 12]);
  });
  it("disabled does not change the count in its direction", () => {
    expect(counts(5, [20, 3], up(twoUp, "disabled"))).toEqual([5, 3]);
  });
});
