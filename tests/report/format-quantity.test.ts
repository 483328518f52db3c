import { expect, it } from "@jest/globals";
import {
  formatClock,
  formatCount,
  formatMinutes,
  formatPercent,
  formatTaskHours,
} from "../../simulator/report/format-quantity.ts";

it.each([
  { when: "a count has thousands separators", shown: formatCount(1_234_567.4), expected: "1,234,567" },
  { when: "no failure is 0", shown: formatPercent(0), expected: "0" },
  { when: "one in a million is not shown as none", shown: formatPercent(1e-6), expected: "<0.01" },
  { when: "below one percent has two decimals", shown: formatPercent(0.00456), expected: "0.46" },
  { when: "from one percent on has one", shown: formatPercent(0.4567), expected: "45.7" },
  { when: "everything is 100", shown: formatPercent(1), expected: "100.0" },
  { when: "minutes come from seconds", shown: formatMinutes(90), expected: "1.5" },
  { when: "task-hours come from task-seconds", shown: formatTaskHours(45_000), expected: "12.5" },
  { when: "many task-hours are whole", shown: formatTaskHours(3_600 * 1_234.5), expected: "1,235" },
  { when: "the clock below an hour", shown: formatClock(125), expected: "2:05" },
  { when: "the clock from an hour on", shown: formatClock(3_725), expected: "1:02:05" },
  { when: "the clock before zero", shown: formatClock(-65), expected: "−1:05" },
  { when: "the clock a moment before zero", shown: formatClock(-0.3), expected: "0:00" },
])("$when", ({ shown, expected }) => expect(shown).toBe(expected));
