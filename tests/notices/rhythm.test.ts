import { describe, expect, it } from "@jest/globals";
import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { NoticesConfig } from "../../shared/config/notices-config.ts";
import type { NoticeMemory } from "../../shared/notices/notice.ts";
import { planNotices } from "../../shared/notices/plan-notices.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { context, findingOf } from "./builders.ts";

const finding = (code: FindingCode, service = "order"): Finding => findingOf({ code, service });

/** Plays findings second by second. @returns what was told, as "second state code service" */
const told = (
  reads: readonly (readonly [seconds: number, findings: readonly Finding[]])[],
  settings = compileNotices(),
): readonly string[] => {
  let memory: NoticeMemory = {};
  return reads.flatMap(([seconds, findings]) => {
    const planned = planNotices(findings, memory, context({ settings }), seconds * 1000);
    memory = planned.memory;
    return planned.notices.map(({ state, code, service }) => `${seconds} ${state} ${code} ${service}`);
  });
};

const cap = finding("database-budget");
const hold = finding("signal-unknown");
const change = finding("scaled-out");
const leaving = finding("withdrawing");
const hour = 3600;

type Row = {
  readonly when: string;
  readonly reads: readonly (readonly [number, readonly Finding[]])[];
  readonly expected: readonly string[];
};

describe("what is told, and how often", () => {
  it.each<Row>([
    {
      when: "tasks that are being taken out of DNS are worth a word after a quarter of an hour, and not before",
      reads: [
        [0, [leaving]],
        [899, [leaving]],
        [900, [leaving]],
      ],
      expected: ["900 raised withdrawing order"],
    },
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

/** Quiet from the first to the eighth hour after the epoch. */
const settings: NoticesConfig = {
  quietHours: { fromMinute: 60, toMinute: 480, timeZone: "UTC", weekdays: [0, 1, 2, 3, 4, 5, 6] },
  digest: null,
  remindSeconds: 2 * hour,
};

describe("what is told in quiet hours", () => {
  const low = finding("alarm-muted");
  const high = finding("database-budget");
  const medium = finding("signal-unknown");
  it.each<Row>([
    {
      when: "what is low waits, and is told at the first read after them if it lasts",
      reads: [
        [2 * hour, [low]],
        [3 * hour, [low]],
        [8 * hour - 1, [low]],
        [8 * hour + 30, [low]],
      ],
      expected: [`${8 * hour + 30} raised alarm-muted order`],
    },
    {
      when: "what is low and came and went in them is told to nobody",
      reads: [
        [2 * hour, [low]],
        [3 * hour, [low]],
        [5 * hour, []],
        [9 * hour, []],
      ],
      expected: [],
    },
    {
      when: "a change in them is told to nobody, and one after them is",
      reads: [
        [2 * hour, [change]],
        [3 * hour, []],
        [9 * hour, [change]],
      ],
      expected: [`${9 * hour} raised scaled-out order`],
    },
    {
      when: "what is high is told at once, again after the hours that the configuration says, and when it is over",
      reads: [
        [2 * hour, [high]],
        [4 * hour, [high]],
        [5 * hour, []],
      ],
      expected: [
        `${2 * hour} raised database-budget order`,
        `${4 * hour} reminder database-budget order`,
        `${5 * hour} cleared database-budget order`,
      ],
    },
    {
      when: "what is medium is told too",
      reads: [
        [2 * hour, [medium]],
        [2 * hour + 120, [medium]],
      ],
      expected: [`${2 * hour + 120} raised signal-unknown order`],
    },
    {
      when: "the end of what was told before them is told after them",
      reads: [
        [0, [low]],
        [120, [low]],
        [2 * hour, []],
        [7 * hour, []],
        [8 * hour, []],
        [9 * hour, []],
      ],
      expected: ["120 raised alarm-muted order", `${8 * hour} cleared alarm-muted order`],
    },
    {
      when: "what was told before them, ends and comes back in them is one cause",
      reads: [
        [0, [low]],
        [120, [low]],
        [2 * hour, []],
        [7 * hour, [low]],
        [9 * hour, [low]],
      ],
      expected: ["120 raised alarm-muted order"],
    },
  ])("$when", ({ reads, expected }) => expect(told(reads, settings)).toEqual(expected));
});
