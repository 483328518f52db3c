import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cutWindow, largestRise, peakMinuteRate } from "../../../simulator/traces/cut-window.ts";
import { parseTrace } from "../../../simulator/traces/parse-trace.ts";
import { countingNoiseRatio } from "../../../simulator/traces/scale-trace.ts";
import type { Trace } from "../../../simulator/traces/trace.ts";
import { traceProblemCodes } from "../../../simulator/traces/trace-problem-codes.ts";
import type { Dice } from "../dice.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateText } from "../mutate/mutate-text.ts";

const words = [
  ",",
  ";",
  "\t",
  '"',
  "\r\n",
  "\n",
  "\r",
  "minute_offset",
  "second_offset",
  "requests",
  "REQUESTS",
  "0",
  "1",
  "1.5",
  "1,5",
  "1 000",
  "1.000.000",
  "1e3",
  "1e308",
  "1e999",
  "-1",
  "NaN",
  "9007199254740993",
  "9".repeat(400),
  "\u0000",
  "\uFEFF",
  "\u0663",
  "# note\n",
] as const;

const listedProblems = 10;

/** A recording as CSV: what is accepted has the requests that stand in it, slot by slot. */
export const traceTarget: FuzzTarget = {
  name: "trace",
  share: 250,
  codes: new Set(Object.keys(traceProblemCodes)),
  prepare: async () => {
    const seeds = [...samples("tests/traces/fixtures", 30), ...samples("../shared/traces", 30)];
    return {
      generate: (dice) => {
        const text = dice.chance(0.4) || seeds.length === 0 ? drawn(dice) : dice.pick(seeds);
        return dice.chance(0.3) ? text : mutateText(dice, text, words, dice.pick([1, 1, 1, 2, 4]));
      },
      run: (text) => {
        const reading = parseTrace(text);
        if (reading.kind === "refused") {
          const { problems, problemCount } = reading;
          promise(problems.length === Math.min(listedProblems, problemCount) && problemCount > 0, "problems are lost");
          const lineCount = text.split(/\r\n|\n|\r/).length;
          for (const { line, code, message, fix } of problems) {
            promise(line >= 1 && line <= lineCount, `${code} at line ${line} of ${lineCount}`);
            promise(
              message !== "" && fix !== "" && message.length < 1_000,
              `${code} says ${message.length} characters`,
            );
            promise(!/[\p{Cc}\p{Cs}\p{Zl}]/u.test(message + fix), `${code} says: ${message}`);
          }
          return rejected(problems.map(({ code }) => code));
        }
        promiseRows(reading.trace, text);
        promiseFigures(reading.trace);
        return accepted();
      },
    };
  },
};

/** The first lines of every recording in a folder, where there is one. */
const samples = (folder: string, lines: number): readonly string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith(".csv"))
        .sort()
        .map((file) => readFileSync(`${folder}/${file}`, "utf8").split("\n").slice(0, lines).join("\n"));

/** A legal recording of some slots. */
const drawn = (dice: Dice): string => {
  const separator = dice.pick([",", ",", ";", "\t"]);
  const step = dice.pick([1, 1, 5, 20, 60]);
  const first = dice.pick([0, 0, 7, 600, 1_000_000]);
  const columns = dice.pick([
    ["minute_offset", "requests"],
    ["second_offset", "requests"],
    ["requests", "second_offset"],
    ["second_offset", "host", "requests"],
  ]);
  const rows = Array.from({ length: dice.pick([1, 2, 5, 30]) }, (_, row) =>
    columns.map((name) => {
      if (name === "requests") return dice.pick(["0", "1", "12.5", "3e2", String(dice.below(10_000))]);
      return name === "host" ? "a" : String(first + row * step);
    }),
  );
  return [columns, ...rows].map((cells) => cells.join(separator)).join(dice.chance(0.2) ? "\r\n" : "\n");
};

/** Reads the accepted text again in the plainest way that there is, with whole numbers of any size. */
const promiseRows = ({ slotSeconds, requestsPerSlot }: Trace, text: string): void => {
  const [header = "", ...rows] = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .filter((line, at) => at === 0 || line.trim() !== "");
  const separator = [",", ";", "\t"].find((one) => header.includes(one)) ?? ",";
  const cells = (line: string): readonly string[] =>
    line.split(separator).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
  // A quote at one end alone is no reason to refuse a name.
  const names = cells(header).map((name) => name.replaceAll('"', "").trim().toLowerCase());
  const unit = names.includes("minute_offset") ? 60n : 1n;
  const offsetAt = names.indexOf(unit === 60n ? "minute_offset" : "second_offset");
  const requestsAt = names.indexOf("requests");
  const offsets = rows.map((row) => BigInt(cells(row)[offsetAt]!));
  const requests = rows.map((row) => Number(cells(row)[requestsAt]!));
  promise(rows.length === requestsPerSlot.length, `${rows.length} rows became ${requestsPerSlot.length} slots`);
  const sum = requests.reduce((total, one) => total + one, 0);
  const read = requestsPerSlot.reduce((total, one) => total + one, 0);
  promise(sum === read, `the rows have ${sum} requests, the trace ${read}`);
  for (const [row, offset] of offsets.entries()) {
    if (row === 0) continue;
    const step = (offset - offsets[row - 1]!) * unit;
    promise(step === BigInt(slotSeconds), `slots of ${slotSeconds} s, and row ${row + 1} is ${step} s after the last`);
  }
};

/** What is reckoned from a trace comes to a number. */
const promiseFigures = (trace: Trace): void => {
  const total = trace.requestsPerSlot.reduce((sum, one) => sum + one, 0);
  promise(Number.isFinite(total) && total > 0, `${total} requests in all`);
  promise(Number.isSafeInteger(trace.slotSeconds) && trace.slotSeconds > 0, `slots of ${trace.slotSeconds} s`);
  const rise = largestRise(trace);
  promise(rise >= 0 && rise < trace.requestsPerSlot.length, `the largest rise is at slot ${rise}`);
  const peak = peakMinuteRate(trace);
  promise(Number.isFinite(peak) && peak > 0, `the busiest minute has ${peak} requests a second`);
  const noise = countingNoiseRatio(trace);
  promise(noise === null || Number.isFinite(noise), `counting noise of ${noise}`);
  const full = cutWindow(trace, { kind: "full" });
  promise(full.kind === "cut" && full.window.trace.requestsPerSlot.length === trace.requestsPerSlot.length, "not full");
  cutWindow(trace, { kind: "around-burst", hours: 1 });
  cutWindow(trace, { kind: "from", fromHours: 0.5, hours: 1 });
};
