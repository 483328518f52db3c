import type { Database } from "./database.ts";
import { BORROW_TIMEOUT, ERROR, type FailedByCause, REFUSED_CONNECTION, SHED, TIMEOUT } from "./outcome.ts";
import type { Service } from "./service.ts";
import { Timeline, type WorldSample } from "./timeline.ts";
import type { WorldParts } from "./world-parts.ts";

/** Users' requests unless named otherwise. `requests` = `served` + failed + `inFlight`. Fluid, so not whole numbers. */
export type WorldTotals = {
  readonly seconds: number;
  /** First attempts by users. */
  readonly requests: number;
  /** With retries. */
  readonly attempts: number;
  readonly served: number;
  /** A user's request fails once, after its last retry. */
  readonly failedByCause: FailedByCause;
  readonly inFlight: number;
  readonly sloViolationSeconds: number;
  /** Open at once, per database, others' included. */
  readonly peakConnections: Readonly<Record<string, number>>;
  /** Most tasks RUNNING at once, all services. */
  readonly peakTasks: number;
  /** Pending, running and stopping tasks, all of which cost. */
  readonly taskSeconds: number;
};

const sloFailedShare = 0.01;

/** What has come of a world so far, added up second by second: its totals, and its timeline. */
export class WorldTally {
  private readonly parts: WorldParts;
  private readonly line: Timeline;
  private sloViolationSeconds = 0;
  private peakTasks = 0;
  private taskSeconds = 0;

  constructor(parts: WorldParts, secondsPerSample: number) {
    this.parts = parts;
    this.line = new Timeline(secondsPerSample, parts.databases.length);
  }

  /** Adds the second that all parts have just ended. */
  endSecond(): void {
    const { services } = this.parts;
    let requests = 0;
    let attempts = 0;
    let succeeded = 0;
    let failed = 0;
    let failedAttempts = 0;
    let p99Seconds = 0;
    let desired = 0;
    let running = 0;
    let violated = false;
    for (let i = 0; i < services.length; i += 1) {
      const service = services[i] as Service;
      const { fleet, work, outcome, response } = service;
      desired += fleet.desired;
      const runningHere = fleet.running;
      running += runningHere;
      this.taskSeconds += fleet.pending + runningHere + fleet.stopping;
      if (!service.isEntry) continue;
      requests += work.requests;
      attempts += work.attempts;
      succeeded += outcome.succeeded;
      failed += outcome.failed;
      failedAttempts += outcome.failedAttempts;
      if (response.p99Seconds > p99Seconds) p99Seconds = response.p99Seconds;
      if (violatesSlo(service)) violated = true;
    }
    if (violated) this.sloViolationSeconds += 1;
    if (running > this.peakTasks) this.peakTasks = running;
    const connections = this.countConnections();
    this.line.add(requests, attempts, succeeded, failed, failedAttempts, p99Seconds, desired, running, connections);
  }

  /** @param seconds that have been added */
  totals(seconds: number): WorldTotals {
    const entries = this.parts.services.filter((service) => service.isEntry);
    const sum = (value: (service: Service) => number) => entries.reduce((total, entry) => total + value(entry), 0);
    const failed = (cause: number) => sum(({ outcome }) => outcome.totalFailed[cause] as number);
    return {
      seconds,
      requests: sum(({ work }) => work.totalRequests),
      attempts: sum(({ work }) => work.totalAttempts),
      served: sum(({ outcome }) => outcome.totalSucceeded),
      failedByCause: {
        refusedConnection: failed(REFUSED_CONNECTION),
        timeout: failed(TIMEOUT),
        shed: failed(SHED),
        borrowTimeout: failed(BORROW_TIMEOUT),
        error: failed(ERROR),
      },
      inFlight: sum((entry) => entry.requests.inFlight),
      sloViolationSeconds: this.sloViolationSeconds,
      peakConnections: Object.fromEntries(this.parts.databases.map(({ name, peakOpen }) => [name, peakOpen])),
      peakTasks: this.peakTasks,
      taskSeconds: this.taskSeconds,
    };
  }

  /** Averages of the seconds so far, oldest first. */
  samples(): readonly WorldSample[] {
    return this.line.samples();
  }

  private countConnections(): number {
    const { databases } = this.parts;
    const { openByDatabase } = this.line;
    let connections = 0;
    for (let i = 0; i < databases.length; i += 1) {
      const { open } = databases[i] as Database;
      openByDatabase[i] = open;
      connections += open;
    }
    return connections;
  }
}

function violatesSlo({ outcome, response, sloSeconds }: Service): boolean {
  const ended = outcome.succeeded + outcome.failed;
  return outcome.failed > sloFailedShare * ended || response.p99Seconds > sloSeconds;
}
