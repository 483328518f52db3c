import { describe, expect, it } from "@jest/globals";
import { forecastLoad, forecastRules } from "../../../../simulator/controllers/predictive/load-forecast.ts";

/** Hours of a load that is `day x 100 + hour of day`. */
const hours = (count: number): number[] =>
  Array.from({ length: count }, (_, hour) => 100 * Math.floor(hour / 24) + (hour % 24));

describe("the forecast of an hour", () => {
  type Row = { when: string; known: number; hour: number; expected: number | null };
  it.each<Row>([
    { when: "23 h of data are too few, which is not 0", known: 23, hour: 23, expected: null },
    { when: "from 24 h on, the same hour of yesterday", known: 24, hour: 25, expected: 1 },
    { when: "data since the last refresh, every 6 h, are not in it", known: 53, hour: 53, expected: 105 },
    { when: "nor for an hour far ahead: hour 48 was after the refresh", known: 50, hour: 72, expected: 100 },
    {
      when: "in the first week the 0.75 quantile of the same hours: of days 0 to 4 day 3",
      known: 120,
      hour: 123,
      expected: 303,
    },
    { when: "with a week, the same hour of the week", known: 168, hour: 170, expected: 2 },
    { when: "two weeks: the 0.75 quantile of two is the larger", known: 336, hour: 338, expected: 702 },
    {
      when: "more than 14 days ago is forgotten: hour 0 of 15 days is day 8's and day 1's, not day -6's",
      known: 360,
      hour: 360,
      expected: 800,
    },
  ])("$when", ({ known, hour, expected }) => expect(forecastLoad(hours(known), hour)).toBe(expected));

  it("an hour that was not measured is left out", () => {
    const loads: (number | null)[] = hours(48);
    loads[24] = null;
    expect(forecastLoad(loads, 48)).toBe(0);
    expect(forecastLoad(new Array<null>(48).fill(null), 48)).toBeNull();
  });
});

it("defaults are pinned", () => {
  expect(forecastRules).toEqual({ leastHours: 24, mostHours: 336, refreshHours: 6, quantile: 0.75 });
});
