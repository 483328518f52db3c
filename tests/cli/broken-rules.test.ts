import { describe, expect, it } from "@jest/globals";
import { tellBrokenRules } from "../../cli/broken-rules.ts";
import type { RunResult } from "../../simulator/runs/run-result.ts";

const run = (
  ...invariantBreaches: RunResult["invariantBreaches"]
): Pick<RunResult, "controller" | "seed" | "invariantBreaches"> => ({
  controller: "headgate-scale",
  seed: 3,
  invariantBreaches,
});

type Row = {
  readonly when: string;
  readonly results: readonly ReturnType<typeof run>[];
  readonly expected: { readonly code: number; readonly said: readonly string[] };
};

describe("rules of Headgate's own", () => {
  it.each<Row>([
    { when: "no run says nothing", results: [], expected: { code: 0, said: [] } },
    { when: "runs that kept them all say nothing", results: [run(), run()], expected: { code: 0, said: [] } },
    {
      when: "one broken rule of one run fails the command and is told",
      results: [run(), run({ invariant: "I7", count: 2, firstAtSeconds: 684, detail: "stock carries 120.0 a second" })],
      expected: {
        code: 1,
        said: ["headgate-scale, seed 3: I7 was broken 2 times, first at second 684: stock carries 120.0 a second\n"],
      },
    },
    {
      when: "a rule that was broken once was broken 1 time",
      results: [run({ invariant: "I1", count: 1, firstAtSeconds: 0, detail: "d" })],
      expected: { code: 1, said: ["headgate-scale, seed 3: I1 was broken 1 time, first at second 0: d\n"] },
    },
  ])("$when", ({ results, expected }) => {
    const said: string[] = [];
    expect({ code: tellBrokenRules(results, (text) => said.push(text)), said }).toEqual(expected);
  });
});
