import { describe, expect, it } from "@jest/globals";
import { medianError, type PredictionError, predictionError } from "./comparison.ts";
import { legalOutcome } from "./legal-outcome.ts";
import type { Outcome } from "./outcome.ts";

type Row = {
  readonly when: string;
  readonly live: Partial<Outcome>;
  readonly predicted: Partial<Outcome>;
  readonly expected: Partial<PredictionError>;
};

describe("a prediction's error", () => {
  it.each<Row>([
    {
      when: "the same outcome is no error",
      live: {},
      predicted: {},
      expected: { refusedSharePoints: 0, attemptsPercent: 0, secondsPercent: 0 },
    },
    {
      when: "a share of 50 % for one of 40 % is 10 points off, not 25 %",
      live: { attempts: 100, refused: 40 },
      predicted: { attempts: 200, refused: 100 },
      expected: { refusedSharePoints: 10 },
    },
    {
      when: "a share that is said too low is off below 0",
      live: { attempts: 100, refused: 40 },
      predicted: { attempts: 100, refused: 20 },
      expected: { refusedSharePoints: -20 },
    },
    {
      when: "nobody who connects is nobody who is refused",
      live: { attempts: 0, refused: 0 },
      predicted: { attempts: 10, refused: 1 },
      expected: { refusedSharePoints: 10 },
    },
    {
      when: "attempts and seconds are measured by the live ones",
      live: { attemptsToRefusal: 80, secondsToExhaustion: 400 },
      predicted: { attemptsToRefusal: 100, secondsToExhaustion: 300 },
      expected: { attemptsPercent: 25, secondsPercent: -25 },
    },
    {
      when: "a refusal that nobody has predicted is infinitely off",
      live: {},
      predicted: { attemptsToRefusal: null, secondsToExhaustion: null },
      expected: { attemptsPercent: Number.NEGATIVE_INFINITY, secondsPercent: Number.NEGATIVE_INFINITY },
    },
    {
      when: "and so is one that was predicted and did not come",
      live: { attemptsToRefusal: null, secondsToExhaustion: null },
      predicted: {},
      expected: { attemptsPercent: Number.POSITIVE_INFINITY, secondsPercent: Number.POSITIVE_INFINITY },
    },
    {
      when: "none of both is no error",
      live: { attemptsToRefusal: null, secondsToExhaustion: null },
      predicted: { attemptsToRefusal: null, secondsToExhaustion: null },
      expected: { attemptsPercent: 0, secondsPercent: 0 },
    },
  ])("$when", ({ live, predicted, expected }) => {
    const error = predictionError({ live: legalOutcome(live), predicted: legalOutcome(predicted) });
    for (const [measure, value] of Object.entries(expected))
      expect(error[measure as keyof PredictionError]).toBeCloseTo(value, 9);
  });
});

describe("the median", () => {
  const error = (refusedSharePoints: number, attemptsPercent: number, secondsPercent: number): PredictionError => ({
    refusedSharePoints,
    attemptsPercent,
    secondsPercent,
  });

  it("is of the sizes, so that errors to both sides don't cancel out, and of each measure by itself", () => {
    const errors = [error(-9, 1, 30), error(9, 2, -20), error(8, -3, 10)];
    expect(medianError(errors)).toEqual(error(9, 2, 20));
  });

  it("of an even number of runs is refused", () => {
    expect(() => medianError([error(1, 1, 1), error(2, 2, 2)])).toThrow(RangeError);
  });
});
