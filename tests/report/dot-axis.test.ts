import { describe, expect, it } from "@jest/globals";
import { logAxis } from "../../simulator/report/bench-report/axis.ts";

const percentAxis = logAxis({
  from: 0.01,
  to: 100,
  zeroLabel: "<0.01",
  ticks: [0.01, 0.1, 1, 10, 100],
  label: String,
});

describe("a logarithmic axis with a lane for zero", () => {
  it.each([
    { when: "nothing is in the middle of the zero lane", value: 0, expected: 38 },
    { when: "so is what is too small to tell from nothing", value: 0.0099, expected: 38 },
    { when: "the first value that counts is beside the lane", value: 0.01, expected: 100 },
    { when: "each decade is as wide as the others", value: 1, expected: 538 },
    { when: "the end is inside", value: 100, expected: 976 },
    { when: "what is beyond stays at the end", value: 1_000, expected: 976 },
  ])("$when", ({ value, expected }) => expect(percentAxis.place(value)).toBe(expected));

  it("leaves out a label that would touch the one before", () => {
    expect(percentAxis.ticks).toEqual([
      { place: 38, label: "<0.01" },
      { place: 319, label: "0.1" },
      { place: 538, label: "1" },
      { place: 757, label: "10" },
      { place: 976, label: "100" },
    ]);
  });
});

it("without a zero lane begins at its first value, and holds smaller ones there", () => {
  const axis = logAxis({ from: 0.5, to: 50, zeroLabel: null, ticks: [1, 10, 100], label: String });
  expect([axis.zeroLaneWidth, axis.place(0.1), axis.place(0.5), axis.place(5), axis.place(50)]).toEqual([
    0, 24, 24, 500, 976,
  ]);
  expect(axis.ticks.map(({ label }) => label)).toEqual(["1", "10"]);
});
