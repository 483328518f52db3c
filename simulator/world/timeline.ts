import type { TimelineSample } from "../report/replay.ts";

/** A sample as the report draws it, and what a load balancer would count. */
export type WorldSample = TimelineSample & {
  /** Failed attempts over all attempts that ended: the error rate that monitoring shows while clients retry. */
  readonly failedAttemptsRatio: number;
};

const fields = 9;
const mostSamples = 4_096;

/**
 * Averages over the seconds between samples. When it is full, neighbours are merged and the samples become twice as long, so
 * that a run of any length fits.
 */
export class Timeline {
  private secondsPerSample: number;
  private readonly sums = new Float64Array(mostSamples * fields);
  private size = 0;
  private secondsInLast = 0;
  /** Open connections of this second, by database; written before `add`. */
  readonly openByDatabase: Float64Array;
  private readonly databaseSums: Float64Array;

  constructor(secondsPerSample: number, databases = 0) {
    this.secondsPerSample = secondsPerSample;
    this.openByDatabase = new Float64Array(databases);
    this.databaseSums = new Float64Array(mostSamples * databases);
  }

  /** Adds a second; per-second figures, all services together. */
  add(
    requests: number,
    attempts: number,
    succeeded: number,
    failed: number,
    failedAttempts: number,
    p99Seconds: number,
    desired: number,
    running: number,
    connections: number,
  ): void {
    if (this.secondsInLast === this.secondsPerSample || this.size === 0) {
      if (this.size === mostSamples) this.halve();
      this.size += 1;
      this.secondsInLast = 0;
      this.sums.fill(0, (this.size - 1) * fields, this.size * fields);
      const { length } = this.openByDatabase;
      this.databaseSums.fill(0, (this.size - 1) * length, this.size * length);
    }
    const at = (this.size - 1) * fields;
    const { sums } = this;
    sums[at] = (sums[at] as number) + requests;
    sums[at + 1] = (sums[at + 1] as number) + attempts;
    sums[at + 2] = (sums[at + 2] as number) + succeeded;
    sums[at + 3] = (sums[at + 3] as number) + failed;
    sums[at + 4] = (sums[at + 4] as number) + failedAttempts;
    sums[at + 5] = (sums[at + 5] as number) + p99Seconds;
    sums[at + 6] = (sums[at + 6] as number) + desired;
    sums[at + 7] = (sums[at + 7] as number) + running;
    sums[at + 8] = (sums[at + 8] as number) + connections;
    const { openByDatabase, databaseSums } = this;
    const databasesAt = (this.size - 1) * openByDatabase.length;
    for (let i = 0; i < openByDatabase.length; i += 1) {
      databaseSums[databasesAt + i] = (databaseSums[databasesAt + i] as number) + (openByDatabase[i] as number);
    }
    this.secondsInLast += 1;
  }

  /** Oldest first; the last one may be shorter than the others. */
  samples(): WorldSample[] {
    const samples: WorldSample[] = [];
    for (let row = 0; row < this.size; row += 1) {
      const seconds = row === this.size - 1 ? this.secondsInLast : this.secondsPerSample;
      const sum = (field: number) => this.sums[row * fields + field] as number;
      samples.push({
        // The end of the sample: what is known then.
        atSeconds: row * this.secondsPerSample + seconds,
        requestsPerSecond: sum(0) / seconds,
        attemptsPerSecond: sum(1) / seconds,
        failedRatio: ratio(sum(3), sum(2) + sum(3)),
        failedAttemptsRatio: ratio(sum(4), sum(2) + sum(4)),
        p99Seconds: sum(5) / seconds,
        desiredTasks: sum(6) / seconds,
        runningTasks: sum(7) / seconds,
        connections: sum(8) / seconds,
        ...this.databasesOf(row, seconds),
      });
    }
    return samples;
  }

  private databasesOf(row: number, seconds: number): Pick<TimelineSample, "connectionsByDatabase"> {
    const { length } = this.openByDatabase;
    // A lone database is the sum.
    if (length < 2) return {};
    const sums = this.databaseSums.subarray(row * length, (row + 1) * length);
    return { connectionsByDatabase: Array.from(sums, (sum) => sum / seconds) };
  }

  private halve(): void {
    mergeNeighbours(this.sums, fields);
    mergeNeighbours(this.databaseSums, this.openByDatabase.length);
    this.size = mostSamples / 2;
    this.secondsPerSample *= 2;
  }
}

/** Two rows each become one, in the first half. */
function mergeNeighbours(sums: Float64Array, width: number): void {
  for (let row = 0; row < mostSamples / 2; row += 1) {
    for (let field = 0; field < width; field += 1) {
      const left = sums[2 * row * width + field] as number;
      sums[row * width + field] = left + (sums[(2 * row + 1) * width + field] as number);
    }
  }
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
