import { describe, expect, it } from "@jest/globals";
import { type AlarmState, alarmState } from "../../../simulator/controllers/cloudwatch-alarm.ts";
import type { Datapoint } from "../../../simulator/world/datapoints.ts";

const rule = { comparison: "above", threshold: 60, datapoints: 3, periodSeconds: 60 } as const;

/** Oldest first, one character a minute: X breaches, o does not, - is missing. */
function state(periods: string): AlarmState {
  const found: Datapoint[] = [];
  [...periods].forEach((period, minute) => {
    const average = period === "X" ? 80 : 40;
    const point = { atMs: minute * 60_000, average, maximum: average, minimum: average, sum: average, sampleCount: 1 };
    if (period !== "-") found.push(point);
  });
  return alarmState(found, (periods.length - 1) * 60_000, rule);
}

describe("3 of 3, missing data treated as missing", () => {
  type Row = { when: string; periods: string; expected: AlarmState };
  it.each<Row>([
    { when: "three breaching alarm", periods: "ooXXX", expected: "ALARM" },
    { when: "one good among three is OK", periods: "XXXoX", expected: "OK" },
    { when: "two breaching are not enough", periods: "oooXX", expected: "OK" },
    { when: "nothing at all is insufficient", periods: "-----", expected: "INSUFFICIENT_DATA" },
    { when: "a gap is filled from further back", periods: "oXX-X", expected: "ALARM" },
    { when: "a good one further back counts too", periods: "oo-XX", expected: "OK" },
    { when: "an old breaching one with nothing after it alarms", periods: "--X--", expected: "ALARM" },
    { when: "a single new breaching one does not alarm early", periods: "----X", expected: "OK" },
    { when: "exactly the threshold does not breach", periods: "ooooo", expected: "OK" },
  ])("$when: $periods", ({ periods, expected }) => expect(state(periods)).toBe(expected));

  it("above means above: the threshold itself is good", () => {
    const flat = [0, 1, 2].map((minute) => ({
      atMs: minute * 60_000,
      average: 60,
      maximum: 60,
      minimum: 60,
      sum: 60,
      sampleCount: 1,
    }));
    expect(alarmState(flat, 120_000, rule)).toBe("OK");
    expect(alarmState(flat, 120_000, { ...rule, comparison: "below", threshold: 60 })).toBe("OK");
    expect(alarmState(flat, 120_000, { ...rule, comparison: "below", threshold: 60.1 })).toBe("ALARM");
  });
});
