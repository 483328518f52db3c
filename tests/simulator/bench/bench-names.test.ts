import { expect, it } from "@jest/globals";
import { brokenInvariants } from "../../../simulator/bench/broken-invariants.ts";
import { matchesGlob } from "../../../simulator/bench/glob.ts";
import { rowsIn, testPlayers, traceWorld } from "./bench-builders.ts";

it.each([
  { when: "a name is itself", glob: "incident-a", text: "incident-a", expected: true },
  { when: "a name is not its beginning", glob: "incident-a", text: "incident-a-20-200", expected: false },
  {
    when: "a star is anything",
    glob: "wc98*bound*",
    text: "wc98-bursts-8d x5 rise, bound, peaks apart",
    expected: true,
  },
  { when: "a star is nothing, too", glob: "*incident-a*", text: "incident-a", expected: true },
  { when: "a dot is a dot", glob: "knockout x0.1*", text: "knockout x011 rise", expected: false },
])("$when", ({ glob, text, expected }) => expect(matchesGlob(glob, text)).toBe(expected));

const breach = (invariant: "I1" | "requests") =>
  ({ invariant, count: 2, firstAtSeconds: 7, detail: "its numbers" }) as const;

it("what a peer breaks is a figure; what ours break, and what the world loses, is an error", () => {
  const controllers = testPlayers.map((player) => ({ ...player, title: "", purpose: "", inferences: [] }));
  const rows = rowsIn(traceWorld("day"), {
    "target-tracking": { invariantBreaches: [breach("I1")] },
    "target-tracking-20s": { invariantBreaches: [breach("requests")] },
    "headgate-scale": { invariantBreaches: [breach("I1")] },
  });
  expect(brokenInvariants({ controllers, rows })).toEqual([
    "requests broken 2 x by target-tracking-20s in day, first at second 7: its numbers",
    "I1 broken 2 x by headgate-scale in day, first at second 7: its numbers",
  ]);
});
