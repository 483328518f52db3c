import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { robustFit } from "../../simulator/backtest/robust-fit.ts";
import { always } from "../plan/always.ts";

const line = (slope: number, intercept: number, xs: readonly number[]) =>
  xs.map((x) => ({ x: [x, 1], y: slope * x + intercept }));

describe("robustFit", () => {
  it("always finds a line that at least three of four readings lie on", () => {
    const coefficient = fc.double({ min: -50, max: 50, noNaN: true });
    const wild = fc.array(fc.tuple(fc.integer({ min: 0, max: 59 }), fc.double({ min: -500, max: 500, noNaN: true })), {
      maxLength: 12,
    });
    always(
      fc.property(coefficient, coefficient, wild, (slope, intercept, outliers) => {
        const readings = line(
          slope,
          intercept,
          Array.from({ length: 60 }, (_, index) => index / 6),
        );
        const disturbed = outliers.reduce((all, [index, y]) => all.with(index, { ...all[index]!, y }), readings);
        const fit = robustFit(disturbed, 2);
        expect(fit![0]).toBeCloseTo(slope, 4);
        expect(fit![1]).toBeCloseTo(intercept, 4);
      }),
      300,
    );
  });

  it("has no answer where two columns are one, or readings are too few", () => {
    const twins = Array.from({ length: 20 }, (_, index) => ({ x: [index, 2 * index], y: index }));
    expect(robustFit(twins, 2)).toBeNull();
    expect(robustFit(twins.slice(0, 1), 2)).toBeNull();
    expect(robustFit([], 1)).toBeNull();
  });
});
