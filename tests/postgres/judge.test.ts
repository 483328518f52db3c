import { describe, expect, it } from "@jest/globals";
import type { Pair } from "./comparison.ts";
import { brokenPromises, type Promised } from "./judge.ts";
import { legalOutcome } from "./legal-outcome.ts";
import type { Outcome } from "./outcome.ts";

const spared: Partial<Outcome> = { refused: 0, attemptsToRefusal: null, secondsToExhaustion: null };

type Run = { readonly live?: Partial<Outcome>; readonly predicted?: Partial<Outcome> };
type Row = {
  readonly when: string;
  readonly promised: Promised;
  readonly runs: readonly Run[];
  readonly broken: readonly RegExp[];
};

const shareOf = (percent: number): Partial<Outcome> => ({ attempts: 1000, refused: 10 * percent });

describe("what is promised of a prediction", () => {
  it.each<Row>([
    { when: "no error breaks nothing", promised: "at the wall", runs: [{}, {}, {}], broken: [] },
    {
      when: "a share that is 14.9 points off is within the promise",
      promised: "at the wall",
      runs: [{ live: shareOf(50), predicted: shareOf(64.9) }],
      broken: [],
    },
    {
      when: "one that is 15.1 points off, to the other side, is not",
      promised: "at the wall",
      runs: [{ live: shareOf(50), predicted: shareOf(34.9) }],
      broken: [/share is 15\.1 points off/],
    },
    {
      when: "attempts that are 15 % off are within the promise",
      promised: "at the wall",
      runs: [{ live: { attemptsToRefusal: 100 }, predicted: { attemptsToRefusal: 115 } }],
      broken: [],
    },
    {
      when: "16 % off is not",
      promised: "at the wall",
      runs: [{ live: { attemptsToRefusal: 100 }, predicted: { attemptsToRefusal: 84 } }],
      broken: [/attempts until the first refusal are 16\.0 % off/],
    },
    {
      when: "one run of three that is far off breaks nothing: the median counts",
      promised: "at the wall",
      runs: [{}, {}, { predicted: { attemptsToRefusal: 200, ...shareOf(5) } }],
      broken: [],
    },
    {
      when: "two of three do",
      promised: "at the wall",
      runs: [{}, { predicted: { attemptsToRefusal: 200 } }, { predicted: { attemptsToRefusal: null } }],
      broken: [/112\.8 % off/],
    },
    {
      when: "a run in which the server refuses nothing proves nothing, even where that was predicted",
      promised: "at the wall",
      runs: [{ live: spared, predicted: spared }, {}, {}],
      broken: [/run 1: the server has refused nothing/],
    },
    {
      when: "a contender that stays below the wall is refused nothing, live and predicted",
      promised: "below it",
      runs: [{ live: spared, predicted: spared }],
      broken: [],
    },
    {
      when: "a single refusal in a single run is one too many for it, predicted or not",
      promised: "below it",
      runs: [
        { live: spared, predicted: spared },
        { live: { ...spared, refused: 1 }, predicted: spared },
        { live: spared, predicted: { ...spared, refused: 2 } },
      ],
      broken: [/run 2: 1 attempts were refused/, /run 3: 2 attempts were predicted to be refused/],
    },
    {
      when: "nobody is below the wall by not connecting at all",
      promised: "below it",
      runs: [{ live: { ...spared, attempts: 0 }, predicted: spared }],
      broken: [/run 1: no attempts were made/],
    },
  ])("$when", ({ promised, runs, broken }) => {
    const pairs = runs.map(
      ({ live, predicted }, index): Pair => ({
        run: index + 1,
        live: legalOutcome(live),
        predicted: legalOutcome(predicted),
      }),
    );
    expect(brokenPromises(promised, pairs)).toEqual(broken.map((text) => expect.stringMatching(text)));
  });
});
