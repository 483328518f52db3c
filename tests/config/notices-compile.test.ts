import { describe, expect, it } from "@jest/globals";
import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { NoticesConfig } from "../../shared/config/notices-config.ts";
import type { NoticesForm } from "../../shared/config/schema-notices.ts";

type Row = { readonly when: string; readonly given: NoticesForm | undefined; readonly expected: NoticesConfig };

describe("when people are told", () => {
  it.each<Row>([
    {
      when: "nothing is said: no quiet hours, no digest, a reminder after four hours",
      given: undefined,
      expected: { quietHours: null, digest: null, remindSeconds: 14_400 },
    },
    {
      when: "hours are minutes of the day, and days are counted from Sunday in their order",
      given: {
        quietHours: { from: "22:00", to: "07:30", timeZone: "Europe/Berlin", days: ["fri", "mon"] },
        digest: { at: "08:05", timeZone: "America/New_York" },
        remindHours: 1,
      },
      expected: {
        quietHours: { fromMinute: 1320, toMinute: 450, timeZone: "Europe/Berlin", weekdays: [1, 5] },
        digest: { atMinute: 485, timeZone: "America/New_York" },
        remindSeconds: 3600,
      },
    },
    {
      when: "without days it is quiet every day, without a zone by UTC",
      given: { quietHours: { from: "00:00", to: "06:00" }, digest: { at: "06:00" } },
      expected: {
        quietHours: { fromMinute: 0, toMinute: 360, timeZone: "UTC", weekdays: [0, 1, 2, 3, 4, 5, 6] },
        digest: { atMinute: 360, timeZone: "UTC" },
        remindSeconds: 14_400,
      },
    },
  ])("$when", ({ given, expected }) => expect(compileNotices(given)).toEqual(expected));
});
