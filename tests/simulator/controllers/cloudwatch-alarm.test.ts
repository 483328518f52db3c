import { describe, expect, it } from "@jest/globals";
import {
  type AlarmRule,
  type AlarmState,
  alarmState,
  type MissingData,
} from "../../../simulator/controllers/cloudwatch-alarm.ts";
import type { Datapoint } from "../../../simulator/world/datapoints.ts";

const rule = { comparison: "above", threshold: 60, datapoints: 3, periodSeconds: 60 } as const;

/** Oldest first, one character a minute: X breaches, - is missing, anything else doesn't breach. */
function state(periods: string, changes: Partial<AlarmRule> = {}, before?: AlarmState): AlarmState {
  const found: Datapoint[] = [];
  [...periods].forEach((period, minute) => {
    const average = period === "X" ? 80 : 40;
    const point = { atMs: minute * 60_000, average, maximum: average, minimum: average, sum: average, sampleCount: 1 };
    if (period !== "-") found.push(point);
  });
  return alarmState(found, (periods.length - 1) * 60_000, { ...rule, ...changes }, before);
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

/**
 * The two tables of the CloudWatch user guide, row by row, and the two examples of its text.
 *
 * @see Amazon CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data"
 */
describe("CloudWatch's own examples", () => {
  type Published = AlarmState | "retained";
  type Row = {
    when: string;
    datapointsToAlarm: number;
    periods: string;
    missing: Published;
    ignore: Published;
    breaching: Published;
    notBreaching: Published;
  };
  const all = (state: Published) => ({ missing: state, ignore: state, breaching: state, notBreaching: state });
  const premature = { missing: "ALARM", ignore: "retained", breaching: "ALARM", notBreaching: "OK" } as const;
  const rows: readonly Row[] = [
    { when: "three real ones, one of them good", datapointsToAlarm: 3, periods: "0-X-X", ...all("OK") },
    { when: "one good one and two filled in", datapointsToAlarm: 3, periods: "0----", ...all("OK") },
    {
      when: "nothing at all",
      datapointsToAlarm: 3,
      periods: "-----",
      missing: "INSUFFICIENT_DATA",
      ignore: "retained",
      breaching: "ALARM",
      notBreaching: "OK",
    },
    { when: "three breaching from further back", datapointsToAlarm: 3, periods: "0XX-X", ...all("ALARM") },
    { when: "one breaching, three periods old", datapointsToAlarm: 3, periods: "--X--", ...premature },
    { when: "two of three breach", datapointsToAlarm: 2, periods: "0-X-X", ...all("ALARM") },
    { when: "two of the newest three breach", datapointsToAlarm: 2, periods: "00X0X", ...all("ALARM") },
    { when: "one of two real ones", datapointsToAlarm: 2, periods: "0-X--", ...all("OK"), breaching: "ALARM" },
    { when: "only a good one", datapointsToAlarm: 2, periods: "----0", ...all("OK"), breaching: "ALARM" },
    { when: "one breaching, two periods old", datapointsToAlarm: 2, periods: "---X-", ...premature },
  ];
  const treatments: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];
  const cases = rows.flatMap(({ when, datapointsToAlarm, periods, ...states }) =>
    treatments.map((treatMissingData) => {
      const expected = states[treatMissingData];
      return { when, datapointsToAlarm, periods, treatMissingData, expected };
    }),
  );
  it.each(cases)("$datapointsToAlarm of 3, $periods, $treatMissingData: $expected ($when)", (row) => {
    const { datapointsToAlarm, periods, treatMissingData, expected } = row;
    for (const before of ["OK", "ALARM", "INSUFFICIENT_DATA"] as const) {
      const found = state(periods, { datapointsToAlarm, treatMissingData }, before);
      expect(found).toBe(expected === "retained" ? before : expected);
    }
  });

  it.each(["----X", "---X-"])("3 of 3, %s does not alarm before its time", (periods) => {
    expect(state(periods)).not.toBe("ALARM");
    expect(state(periods, { treatMissingData: "ignore" }, "OK")).toBe("OK");
  });
});

it("another figure than the average can be compared", () => {
  const points = [0, 1].map((minute) => ({
    atMs: minute * 60_000,
    average: 1,
    maximum: 1,
    minimum: 1,
    sum: 900,
    sampleCount: 900,
  }));
  const requests = { ...rule, datapoints: 2, threshold: 600 };
  expect(alarmState(points, 60_000, { ...requests, figureOf: ({ sum }) => sum })).toBe("ALARM");
  expect(alarmState(points, 60_000, requests)).toBe("OK");
});
