import { countUnknown, serviceSeries } from "../simulator/backtest/build-history.ts";
import type { Calibration } from "../simulator/backtest/calibration.ts";
import type { CalibrationCheck } from "../simulator/backtest/check-calibration.ts";
import type { History } from "../simulator/backtest/history.ts";
import type { PreparedBacktest } from "../simulator/backtest/prepare-backtest.ts";
import type { RunRecord, RunResult } from "../simulator/runs/run-result.ts";

/** What `headgate backtest --json` prints, stable under its version. A refused calibration has `problems` instead. */
export type BacktestResult = {
  readonly version: 1;
  /** `given`: the world repeats the past. `refused`: it does not, no controller was played. `accepted-error`: played all the same. */
  readonly verdict: "given" | "refused" | "accepted-error";
  readonly recording: {
    /** ISO 8601, UTC. */
    readonly from: string;
    readonly slotSeconds: number;
    readonly slots: number;
    /** Slots of which nothing is known, by series and subject, as in "cpuPercent order". */
    readonly unknownSlots: Readonly<Record<string, number>>;
  };
  readonly calibration: Calibration;
  readonly check: CalibrationCheck;
  readonly runs: readonly RunResult[];
};

export function backtestResult(
  history: History,
  { calibration, check }: Extract<PreparedBacktest, { kind: "ready" }>,
  records: readonly RunRecord[],
): BacktestResult {
  const unknown = [
    ...history.services.flatMap((one) =>
      serviceSeries.map((series) => [`${series} ${one.service}`, countUnknown(one[series])] as const),
    ),
    ...history.databases.map(
      ({ database, connections }) => [`connections ${database}`, countUnknown(connections)] as const,
    ),
  ];
  return {
    version: 1,
    verdict: check.isTrusted ? "given" : records.length > 0 ? "accepted-error" : "refused",
    recording: {
      from: new Date(history.startMs).toISOString(),
      slotSeconds: history.slotSeconds,
      slots: history.slots,
      unknownSlots: Object.fromEntries(unknown.filter(([, count]) => count > 0)),
    },
    calibration,
    check,
    runs: records.map(({ result }) => result),
  };
}
