import { lines, type ProblemRow } from "./problem-row.ts";

const service = "services: { web: { cluster: shop, signals: { cpu: 70 } } }";

/** The notices stand on line 3. */
const withNotices = (notices: string): string => lines("version: 1", "name: shop", `notices: ${notices}`, service);

const at = (notices: string, part: string) => ({ line: 3, column: `notices: ${notices}`.indexOf(part) + 1 });

const row = (when: string, notices: string, part: string, gives: Omit<ProblemRow["gives"], "line" | "column">) => ({
  when,
  text: withNotices(notices),
  gives: { ...gives, ...at(notices, part) },
});

const timeFix = 'write hours and minutes with two digits each, in quotes: "07:30"';

/** Of when people are told. */
export const noticesRows: readonly ProblemRow[] = [
  row("an hour that no clock shows is refused", '{ quietHours: { from: "24:30", to: "07:00" } }', '"24:30"', {
    code: "time-of-day",
    path: "notices.quietHours.from",
    fix: timeFix,
  }),
  row("a time with one digit is refused", "{ digest: { at: 8:00 } }", "8:00", {
    code: "time-of-day",
    path: "notices.digest.at",
    fix: timeFix,
  }),
  row("quiet hours without an end are refused", '{ quietHours: { from: "07:00", to: "07:00" } }', '"07:00" }', {
    code: "quiet-hours-empty",
    path: "notices.quietHours.to",
    fix: "write another time, or remove them",
  }),
  row(
    "a time zone of the digest that doesn't exist is refused",
    '{ digest: { at: "08:00", timeZone: Mars } }',
    "Mars",
    {
      code: "time-zone-unknown",
      path: "notices.digest.timeZone",
      fix: "write an IANA name such as Europe/Berlin, or leave it out for UTC",
    },
  ),
  row("a day that no week has is refused", '{ quietHours: { from: "22:00", to: "07:00", days: [monday] } }', "monday", {
    code: "not-one-of",
    path: "notices.quietHours.days[0]",
    fix: "write sun, mon, tue, wed, thu, fri or sat",
  }),
  row("a time zone in other letters is a key that is near", '{ digest: { at: "08:00", timezone: UTC } }', "timezone", {
    code: "unknown-key",
    path: "notices.digest.timezone",
    fix: "did you mean timeZone?",
  }),
];
