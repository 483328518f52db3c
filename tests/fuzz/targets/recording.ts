import { historyProblemCodes } from "../../../simulator/backtest/history-problem-codes.ts";
import { parseHistoryCsv } from "../../../simulator/backtest/parse-history-csv.ts";
import { stackConfig } from "../../scale/small-world.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateText } from "../mutate/mutate-text.ts";

const words = [
  ",",
  ";",
  "\t",
  '"',
  "\n",
  "\r\n",
  "timestamp",
  "minute_offset",
  "service",
  "requests",
  "cpu_percent",
  "running_tasks",
  "database_connections.orders",
  "checkout",
  "search",
  "__proto__",
  "1773446400",
  "1773446400000",
  "2026-03-14 00:05",
  "2026-03-14T00:05:00+02:00",
  "2026-02-30T00:00:00Z",
  "-1",
  "1e999",
  "101",
  "NaN",
  "\u0000",
  "\u001b[2J",
] as const;

const rows = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const seeds = [
  rows([
    "timestamp,service,requests,cpu_percent,running_tasks,desired_tasks,database_connections",
    "2026-03-14T00:00:00Z,checkout,6000,50,4,4,45",
    "2026-03-14T00:01:00Z,checkout,6100.5,51,4,,46",
    "2026-03-14T00:00:00Z,search,600,5,2,2,",
  ]),
  rows(["minute_offset;requests;cpu_percent;running_tasks", "0;600;40;4", "1;650;41;4", "2;;;"]),
  rows([
    "timestamp\trequests\tcpu_percent\trunning_tasks\tother",
    "1773446400\t60\t4\t2\tx",
    "1773446460\t61\t4\t2\ty",
  ]),
] as const;

/** What was recorded of a system, for `headgate backtest`: every value that is accepted is a number at a moment. */
export const recordingTarget: FuzzTarget = {
  name: "recording",
  share: 50,
  codes: new Set(Object.keys(historyProblemCodes)),
  prepare: async () => {
    const config = stackConfig();
    return {
      generate: (dice) => {
        const seed = dice.pick(seeds);
        return dice.chance(0.2) ? seed : mutateText(dice, seed, words, dice.pick([1, 1, 1, 2, 4]));
      },
      run: (text) => {
        const { points, rows: read, problems } = parseHistoryCsv(text, "checkout.csv", config);
        const lineCount = text.split(/\r\n|\n|\r/).length;
        for (const { line, code, message, fix } of problems) {
          promise(line >= 1 && line <= lineCount, `${code} at line ${line} of ${lineCount}`);
          promise(message !== "" && fix !== "" && message.length < 1_000, `${code} says ${message.length} characters`);
          promise(!/[\p{Cc}\p{Cs}\p{Zl}]/u.test(message), `${code} says: ${message}`);
        }
        for (const { atMs, value, subject } of points) {
          promise(Number.isFinite(value) && value >= 0, `${subject} has ${value}`);
          promise(Number.isFinite(new Date(atMs).getTime()), `${subject} at ${atMs}`);
        }
        if (problems.length > 0) return rejected(problems.map(({ code }) => code));
        promise(read.length > 0, "accepted without a row");
        return accepted();
      },
    };
  },
};
