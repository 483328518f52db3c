import { textTable } from "../shared/text-table.ts";
import { countUnknown } from "../simulator/backtest/build-history.ts";
import type { Calibration, CalibrationProblem, Figure } from "../simulator/backtest/calibration.ts";
import { type CalibrationCheck, errorBounds, type ReplayError } from "../simulator/backtest/check-calibration.ts";
import type { History } from "../simulator/backtest/history.ts";
import { wrapText } from "../simulator/report/wrap-text.ts";

type Row = { readonly name: string; readonly figure: Figure; readonly text: (value: number) => string };

const milliseconds = (value: number): string => `${significant(value * 1000)} ms`;
const percent = (value: number): string => `${significant(value * 100)} %`;
const seconds = (value: number): string => `${significant(value)} s`;

/** What was recorded, what follows from it, and how well it repeats the past. */
export function renderCalibration(
  history: History,
  calibration: Calibration,
  check: CalibrationCheck,
  columns: number,
): string {
  const rows = rowsOf(calibration);
  const table = textTable(
    [
      ["", "value", "+-", "from"],
      ...rows.map(({ name, figure, text }) => [
        name,
        text(figure.value),
        figure.kind === "measured" ? text(figure.plusMinus) : "",
        figure.kind === "measured" ? `${figure.samples} readings, confidence ${figure.confidence}` : figure.from,
      ]),
    ],
    [0, 3],
  );
  const errors = textTable(
    [
      ["", "median", "p90", ""],
      ...check.errors.map((error) => [
        subjectOf(error),
        ratio(error.medianRatio),
        ratio(error.p90Ratio),
        error.isWithinBounds ? "" : "too high",
      ]),
    ],
    [0, 3],
  );
  return [
    ...gapLines(history),
    "Calibration",
    ...table,
    "",
    "Recorded against replayed, with the recorded task counts",
    ...errors,
    "",
    ...verdictLines(check).flatMap((line) => wrapText(line, columns)),
  ].join("\n");
}

/** The same in sentences, for the report. */
export function calibrationRemarks(calibration: Calibration, check: CalibrationCheck): readonly string[] {
  return [
    ...rowsOf(calibration).map(({ name, figure, text }) =>
      figure.kind === "measured"
        ? `Measured: ${name} ${text(figure.value)} +- ${text(figure.plusMinus)}.`
        : `Assumed, from ${figure.from}: ${name} ${text(figure.value)}; ${figure.because}.`,
    ),
    ...calibration.services.flatMap(({ service, pool }) =>
      pool === null ? [] : [`${service}'s pool is played as ${pool.kind}: ${pool.kindBecause}.`],
    ),
    ...check.errors.map(
      (error) =>
        `Replayed ${subjectOf(error)} is off by ${ratio(error.medianRatio)} in the middle, ${ratio(error.p90Ratio)} in one slot of ten.`,
    ),
  ];
}

export function renderRefusal(problems: readonly CalibrationProblem[]): string {
  return [
    "No verdict: the recording can't be explained.",
    ...problems.map(({ subject, message, fix }) => `${subject}: ${message}\n  ${fix}`),
  ].join("\n");
}

function rowsOf({ services, databases }: Calibration): readonly Row[] {
  return [
    ...services.flatMap((one): Row[] => [
      { name: `${one.service}: CPU per request`, figure: one.cpuSecondsPerRequest, text: milliseconds },
      { name: `${one.service}: CPU of an idle task`, figure: one.idleCpuRatio, text: percent },
      { name: `${one.service}: order to RUNNING`, figure: one.pendingSeconds, text: seconds },
      { name: `${one.service}: RUNNING to traffic`, figure: one.bootSeconds, text: seconds },
      ...(one.pool === null
        ? []
        : [
            {
              name: `${one.service}: connections per task (${one.pool.kind})`,
              figure: one.pool.connectionsPerTask,
              text: significant,
            },
            {
              name: `${one.service}: a request holds one for`,
              figure: one.pool.holdSecondsPerRequest,
              text: milliseconds,
            },
          ]),
    ]),
    ...databases.map(({ database, othersConnections }) => ({
      name: `${database}: others' connections`,
      figure: othersConnections,
      text: significant,
    })),
  ];
}

function gapLines({ slots, slotSeconds, services }: History): readonly string[] {
  const gaps = services.reduce((sum, { requests }) => sum + countUnknown(requests), 0);
  const line = `${slots} slots of ${slotSeconds} s, ${services.length} ${services.length === 1 ? "service" : "services"}`;
  return [gaps === 0 ? line : `${line}; requests unknown in ${gaps} slots, which are bridged and not compared`, ""];
}

function verdictLines({ errors, isTrusted }: CalibrationCheck): readonly string[] {
  const bounds = `bounds: ${ratio(errorBounds.medianRatio)} in the middle, ${ratio(errorBounds.p90Ratio)} in one slot of ten`;
  if (isTrusted) return [`The calibrated world repeats the past (${bounds}).`];
  const off = errors.filter(({ isWithinBounds }) => !isWithinBounds);
  return [
    `No verdict: ${off.map(subjectOf).join(" and ")} can't be repeated (${bounds}).`,
    ...off.map((error) => `${subjectOf(error)}: ${fixOf(error)}`),
    "--accept-error shows the figures all the same, marked.",
  ];
}

function fixOf({ kind }: ReplayError): string {
  return kind === "cpu"
    ? "look for work that no request causes (batches, cache warming), for a release within the recording, and for requests that differ much in cost; then take days without them."
    : "check pools and others' connections in headgate.yml, and whether jobs open connections now and then; then take days without them.";
}

function subjectOf({ kind, subject }: ReplayError): string {
  return kind === "cpu" ? `CPU of ${subject}` : `connections of ${subject}`;
}

function ratio(value: number | null): string {
  return value === null ? "-" : `${(value * 100).toFixed(1)} %`;
}

function significant(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(value >= 100 ? 3 : 2)));
}
