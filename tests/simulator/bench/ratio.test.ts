import { expect, it } from "@jest/globals";
import type { Ratio } from "../../../simulator/bench/bench-report.ts";
import { clearBelow, medianOf, ratioOf, ratioValue } from "../../../simulator/bench/ratio.ts";

type Row = { readonly when: string; readonly own: number; readonly base: number; readonly expected: Ratio };

// 0.01 % of the requests
it.each<Row>([
  {
    when: "two figures that say something are divided",
    own: 0.02,
    base: 0.08,
    expected: { kind: "ratio", value: 0.25 },
  },
  { when: "nothing of something is a ratio of 0", own: 0, base: 0.08, expected: { kind: "ratio", value: 0 } },
  {
    when: "two below 0.01 % are equal, whatever they are",
    own: 0.00009,
    base: 0.00001,
    expected: { kind: "both-clear" },
  },
  { when: "two zeros are equal", own: 0, base: 0, expected: { kind: "both-clear" } },
  { when: "something of next to nothing has no ratio", own: 0.0001, base: 0.00009, expected: { kind: "base-clear" } },
  { when: "0.01 % itself says something", own: 0.0002, base: 0.0001, expected: { kind: "ratio", value: 2 } },
])("$when", ({ own, base, expected }) => {
  expect(ratioOf(own, base, clearBelow("failedRatio", 0))).toEqual(expected);
});

it("0.01 % of a day is 8.64 s of violation", () => {
  expect(clearBelow("sloViolationMinutes", 86_400) * 60).toBeCloseTo(8.64, 10);
});

type MedianRow = { readonly when: string; readonly ratios: readonly Ratio[]; readonly expected: number | null };

it.each<MedianRow>([
  { when: "none has no median", ratios: [], expected: null },
  {
    when: "two that are clear count as 0",
    ratios: [{ kind: "both-clear" }, { kind: "ratio", value: 0.4 }, { kind: "both-clear" }],
    expected: 0,
  },
  {
    when: "against nothing is infinite, and does not move the middle",
    ratios: [{ kind: "base-clear" }, { kind: "ratio", value: 0.1 }, { kind: "ratio", value: 0.3 }],
    expected: 0.3,
  },
  {
    when: "of an even number it is the mean of the two in the middle",
    ratios: [2, 0.5, 0.1, 0.3].map((value) => ({ kind: "ratio", value })),
    expected: 0.4,
  },
])("$when", ({ ratios, expected }) => expect(medianOf(ratios.map(ratioValue))).toBe(expected));
