import type { WorldSpec } from "../world/spec.ts";
import { relativeErrors } from "./fit-with-error.ts";
import type { History, Reading } from "./history.ts";
import { playRecorded } from "./play-recorded.ts";
import { quantile } from "./quantile.ts";

/** Above these the world is not the user's, and no verdict is given. Documented in docs/backtest.md. */
export const errorBounds = { medianRatio: 0.15, p90Ratio: 0.45 } as const;

/** One recorded figure beside the played one. */
export type ReplayError = {
  readonly kind: "cpu" | "connections";
  /** The service, or the database. */
  readonly subject: string;
  /** Of |played - recorded| / recorded; `null`: nothing was recorded to compare with. */
  readonly medianRatio: number | null;
  readonly p90Ratio: number | null;
  /** Slots that were compared. */
  readonly slots: number;
  readonly isWithinBounds: boolean;
};

export type CalibrationCheck = {
  readonly errors: readonly ReplayError[];
  /** Every figure is within the bounds. */
  readonly isTrusted: boolean;
};

/** The world starts settled, the recording may not. */
const warmUpSeconds = 600;

/**
 * Plays the recorded task counts and requests through the calibrated world, and compares CPU and connections with what was
 * recorded: it must repeat the past before it may tell what would have been.
 *
 * @param advance told the seconds played, every so often
 */
export function checkCalibration(
  world: WorldSpec,
  history: History,
  advance: (seconds: number) => void = () => {},
): CalibrationCheck {
  const played = playRecorded(world, history, advance);
  const recordedCpu = new Map(history.services.map(({ service, cpuPercent }) => [service, cpuPercent]));
  const recordedConnections = new Map(history.databases.map(({ database, connections }) => [database, connections]));
  const first = Math.ceil(warmUpSeconds / history.slotSeconds);
  const errors = [
    ...[...played.cpuPercent].map(([name, values]) => compare("cpu", name, values, recordedCpu.get(name) ?? [], first)),
    ...[...played.connections].map(([name, values]) =>
      compare("connections", name, values, recordedConnections.get(name) ?? [], first),
    ),
  ];
  return { errors, isTrusted: errors.every(({ isWithinBounds }) => isWithinBounds) };
}

function compare(
  kind: ReplayError["kind"],
  subject: string,
  played: Float64Array,
  recorded: readonly Reading[],
  first: number,
): ReplayError {
  const simulated: number[] = [];
  const readings: number[] = [];
  for (let slot = first; slot < played.length; slot += 1) {
    const reading = recorded[slot] ?? null;
    const value = played[slot] as number;
    if (reading === null || Number.isNaN(value)) continue;
    simulated.push(value);
    readings.push(reading);
  }
  const off = relativeErrors(simulated, readings);
  const medianRatio = quantile(off, 0.5);
  const p90Ratio = quantile(off, 0.9);
  // Connections that nobody recorded are headgate.yml's; CPU is always recorded.
  const isWithinBounds =
    medianRatio === null || p90Ratio === null
      ? kind === "connections"
      : medianRatio <= errorBounds.medianRatio && p90Ratio <= errorBounds.p90Ratio;
  return { kind, subject, medianRatio, p90Ratio, slots: off.length, isWithinBounds };
}
