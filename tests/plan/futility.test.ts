import { describe, expect, it } from "@jest/globals";
import { followGrowth } from "../../shared/plan/demand/futility.ts";
import type { FutilityMemory, SignalMoment } from "../../shared/plan/memory.ts";

type Step = Partial<SignalMoment> & { readonly asksForMore?: boolean; readonly unknown?: true };

/** 100 requests a second, a minute between two datapoints. */
const followed = (steps: readonly Step[]): FutilityMemory | null =>
  steps.reduce<FutilityMemory | null>((memory, { asksForMore = true, unknown, ...changes }, index) => {
    const moment = { atMs: index * 60_000, value: 80, tasks: 4, requestsPerSecond: 100, ...changes };
    return followGrowth(memory, unknown === true ? null : moment, asksForMore);
  }, null);

type Row = {
  readonly when: string;
  readonly steps: readonly Step[];
  readonly futile: boolean;
  readonly finished?: number;
};

const useless: readonly Step[] = [{ tasks: 4 }, { tasks: 8, value: 79 }, { tasks: 16, value: 78 }];

describe("a signal that asks for more", () => {
  it.each<Row>([
    { when: "is followed from its first ask", steps: [{}], futile: false, finished: 0 },
    { when: "is not judged after one step", steps: useless.slice(0, 2), futile: false, finished: 1 },
    {
      when: "is futile when two steps from 4 to 16 tasks have done nothing",
      steps: useless,
      futile: true,
      finished: 2,
    },
    {
      when: "is futile when it fell by less than a third of what was predicted: 19 of 60",
      steps: [{ tasks: 4 }, { tasks: 8 }, { tasks: 16, value: 61 }],
      futile: true,
    },
    {
      when: "is not when it fell by a third of it: 20 of 60",
      steps: [{ tasks: 4 }, { tasks: 8 }, { tasks: 16, value: 60 }],
      futile: false,
      finished: 0,
    },
    {
      when: "is not when the requests have grown with the tasks",
      steps: [{ tasks: 4 }, { tasks: 8, requestsPerSecond: 200 }, { tasks: 16, requestsPerSecond: 400 }],
      futile: false,
      finished: 0,
    },
    {
      when: "is when half of the growth was for more requests and the rest did nothing",
      steps: [{ tasks: 4 }, { tasks: 8, requestsPerSecond: 200 }, { tasks: 16, requestsPerSecond: 200 }],
      futile: true,
    },
    {
      when: "counts no step while the tasks stay the same",
      steps: [{ tasks: 4 }, { tasks: 4 }, { tasks: 8 }, { tasks: 8 }],
      futile: false,
      finished: 1,
    },
    {
      when: "counts no datapoint twice",
      steps: [{ tasks: 4 }, { tasks: 8 }, { tasks: 16, atMs: 60_000 }],
      futile: false,
      finished: 1,
    },
    {
      when: "counts nothing while tasks, requests or value are unknown",
      steps: [{ tasks: 4 }, { tasks: 8 }, { unknown: true }],
      futile: false,
      finished: 1,
    },
    {
      when: "begins anew when the service has shrunk",
      steps: [{ tasks: 8 }, { tasks: 16 }, { tasks: 4 }],
      futile: false,
      finished: 0,
    },
    {
      when: "stays futile while it moves by no more than a tenth",
      steps: [...useless, { tasks: 16, value: 85.8 }],
      futile: true,
    },
    { when: "stays futile while it can't be read", steps: [...useless, { unknown: true }], futile: true },
    {
      when: "has its vote again when it moves by more",
      steps: [...useless, { tasks: 16, value: 86 }],
      futile: false,
      finished: 0,
    },
  ])("$when", ({ steps, futile, finished }) => {
    const memory = followed(steps);
    expect(memory?.futile).toBe(futile);
    if (finished !== undefined) expect(memory?.finishedSteps).toBe(finished);
  });

  it("is forgotten when it asks for no more", () => {
    expect(followed([{ tasks: 4 }, { tasks: 8, asksForMore: false }])).toBeNull();
  });

  it("is not followed without requests", () => {
    expect(followed([{ requestsPerSecond: 0 }])).toBeNull();
  });
});
