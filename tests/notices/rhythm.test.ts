import { describe, expect, it } from "@jest/globals";
import type { NoticeMemory } from "../../shared/notices/notice.ts";
import { planNotices } from "../../shared/notices/plan-notices.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { context, findingOf } from "./builders.ts";

const finding = (code: FindingCode, service = "order"): Finding => findingOf({ code, service });

/** Plays findings second by second. @returns what was told, as "second state code service" */
const told = (reads: readonly (readonly [seconds: number, findings: readonly Finding[]])[]): readonly string[] => {
  let memory: NoticeMemory = {};
  return reads.flatMap(([seconds, findings]) => {
    const planned = planNotices(findings, memory, context(), seconds * 1000);
    memory = planned.memory;
    return planned.notices.map(({ state, code, service }) => `${seconds} ${state} ${code} ${service}`);
  });
};

const cap = finding("database-budget");
const hold = finding("signal-unknown");
const change = finding("scaled-out");
const hour = 3600;

type Row = {
  readonly when: string;
  readonly reads: readonly (readonly [number, readonly Finding[]])[];
  readonly expected: readonly string[];
};

describe("what is told, and how often", () => {
  it.each<Row>([
    { when: "a cap is told at once", reads: [[0, [cap]]], expected: ["0 raised database-budget order"] },
    {
      when: "the same cap at the next reads is not told again",
      reads: [
        [0, [cap]],
        [20, [cap]],
        [3 * hour, [cap]],
      ],
      expected: ["0 raised database-budget order"],
    },
    {
      when: "a cap that lasts is told again after four hours",
      reads: [
        [0, [cap]],
        [4 * hour - 1, [cap]],
        [4 * hour, [cap]],
      ],
      expected: ["0 raised database-budget order", `${4 * hour} reminder database-budget order`],
    },
    {
      when: "a cap that is gone for five minutes is cleared",
      reads: [
        [0, [cap]],
        [100, [cap]],
        [399, []],
        [400, []],
        [800, []],
      ],
      expected: ["0 raised database-budget order", "400 cleared database-budget order"],
    },
    {
      when: "a cap that flickers is one cause",
      reads: [
        [0, [cap]],
        [100, []],
        [200, [cap]],
        [300, []],
        [400, [cap]],
      ],
      expected: ["0 raised database-budget order"],
    },
    {
      when: "a cap that comes back after it was cleared is raised again",
      reads: [
        [0, [cap]],
        [300, []],
        [600, [cap]],
      ],
      expected: [
        "0 raised database-budget order",
        "300 cleared database-budget order",
        "600 raised database-budget order",
      ],
    },
    {
      when: "a reading that failed once is told to nobody, and neither is its end",
      reads: [
        [0, [hold]],
        [119, [hold]],
        [500, []],
      ],
      expected: [],
    },
    {
      when: "a reading that fails for two minutes is told",
      reads: [
        [0, [hold]],
        [120, [hold]],
      ],
      expected: ["120 raised signal-unknown order"],
    },
    {
      when: "a run of changes is told at its first step, and its end is no news",
      reads: [
        [0, [change]],
        [30, [change]],
        [60, [change]],
        [660, []],
      ],
      expected: ["0 raised scaled-out order"],
    },
    {
      when: "a change after ten quiet minutes is a new run",
      reads: [
        [0, [change]],
        [600, []],
        [900, [change]],
      ],
      expected: ["0 raised scaled-out order", "900 raised scaled-out order"],
    },
    {
      when: "the same code of two services is two causes, told in a fixed order",
      reads: [[0, [finding("database-budget", "user"), cap]]],
      expected: ["0 raised database-budget order", "0 raised database-budget user"],
    },
  ])("$when", ({ reads, expected }) => {
    expect(told(reads)).toEqual(expected);
  });

  it("gives a notice the same id however often it is planned from the same state", () => {
    const once = planNotices([cap], {}, context(), 1000).notices;
    expect(planNotices([cap], {}, context(), 1000).notices).toEqual(once);
    expect(once[0]?.id).toBe("shop/order/database-budget/order//raised/1000");
  });
});
