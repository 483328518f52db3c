import type { TaskEvent } from "../../../world/task-events.ts";

/** Of each service the latest start and the latest stop of a task, from the world's task events. */
export class TaskTimes {
  private readonly starts = new Map<string, number>();
  private readonly stops = new Map<string, number>();

  /** Tasks of second 0 raise no event. */
  constructor(services: readonly string[], startMs: number) {
    for (const service of services) this.starts.set(service, startMs);
  }

  observe({ service, lastStatus, atMs }: TaskEvent): void {
    const times = lastStatus === "DEACTIVATING" || lastStatus === "STOPPED" ? this.stops : this.starts;
    times.set(service, Math.max(times.get(service) ?? 0, atMs));
  }

  lastStartAtMs(service: string): number | null {
    return this.starts.get(service) ?? null;
  }

  lastStopAtMs(service: string): number | null {
    return this.stops.get(service) ?? null;
  }
}
