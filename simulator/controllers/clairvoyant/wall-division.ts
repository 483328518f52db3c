import type { WorldSpec } from "../../world/spec.ts";
import type { Demand, Source } from "./demand.ts";

export type TaskRange = { readonly minTasks: number; readonly maxTasks: number };

/** What a moment needs: by source its rate, by service what one task carries and holds. */
export type Moment = {
  readonly rates: Float64Array;
  /** Requests a second that one task is to carry. */
  readonly carries: Float64Array;
};

/** How the wall is divided where it does not hold what all need. */
export type Sharing =
  /** Every source gets the same share of its need. */
  | "equal"
  /** The sources that need the fewest connections for a request come first: fewest requests fail in sum. */
  | "most";

const bisections = 24;

/** Divides the databases' connections between services so that what fits is whole tasks. */
export class WallDivision {
  private readonly sources: readonly Source[];
  private readonly ranges: readonly TaskRange[];
  /** By database: connections for services, and what a task of each service holds. */
  private readonly walls: readonly { readonly budget: number; readonly perTask: Float64Array }[];
  private readonly sharing: Sharing;

  constructor(
    spec: WorldSpec,
    demand: Demand,
    ranges: readonly TaskRange[],
    sharing: Sharing,
    connectionsOf: (service: number, database: string) => number,
    /** Connections that it divides for each one that there is, >= 1. */
    overbook = 1,
  ) {
    this.sources = demand.sources;
    this.ranges = ranges;
    this.sharing = sharing;
    this.walls = spec.databases.map(({ name, maxConnections, reservedConnections, baseConnections }) => ({
      budget: overbook * (maxConnections - reservedConnections - baseConnections),
      perTask: Float64Array.from(spec.services, (_, service) => connectionsOf(service, name)),
    }));
  }

  /** @returns tasks by service, each within its range; under every wall unless the minima alone are above it */
  divide(moment: Moment): Int32Array {
    const served = new Float64Array(this.sources.length).fill(1);
    const wanted = this.tasksFor(moment, served);
    if (this.fits(wanted)) return wanted;
    served.fill(0);
    if (this.sharing === "equal") this.raise(moment, served, [...served.keys()]);
    else for (const source of this.cheapestFirst(moment)) this.raise(moment, served, [source]);
    const tasks = this.tasksFor(moment, served);
    this.fillUp(tasks, wanted);
    return tasks;
  }

  /** Raises the served share of these sources together as far as the walls allow. */
  private raise(moment: Moment, served: Float64Array, sources: readonly number[]): void {
    let low = 0;
    let high = 1;
    for (let i = 0; i < bisections; i += 1) {
      const middle = (low + high) / 2;
      for (const source of sources) served[source] = middle;
      if (this.fits(this.tasksFor(moment, served))) low = middle;
      else high = middle;
    }
    for (const source of sources) served[source] = low;
  }

  private tasksFor({ rates, carries }: Moment, served: Float64Array): Int32Array {
    return Int32Array.from(this.ranges, ({ minTasks, maxTasks }, service) => {
      let rate = 0;
      for (let i = 0; i < rates.length; i += 1) {
        const { requestsPerRequest } = this.sources[i] as Source;
        rate += (served[i] as number) * (rates[i] as number) * (requestsPerRequest[service] as number);
      }
      return Math.min(maxTasks, Math.max(minTasks, Math.ceil(rate / (carries[service] as number) - 1e-9)));
    });
  }

  private fits(tasks: Int32Array): boolean {
    return this.walls.every(({ budget, perTask }) => {
      let connections = 0;
      for (let i = 0; i < tasks.length; i += 1) connections += (tasks[i] as number) * (perTask[i] as number);
      return connections <= budget;
    });
  }

  /** Whole tasks leave a rest; it goes to whoever is furthest from its want. */
  private fillUp(tasks: Int32Array, wanted: Int32Array): void {
    const full = new Set<number>();
    while (full.size < tasks.length) {
      let neediest = -1;
      let least = 1;
      for (let i = 0; i < tasks.length; i += 1) {
        const share = (tasks[i] as number) / (wanted[i] as number);
        if (full.has(i) || share >= least) continue;
        neediest = i;
        least = share;
      }
      if (neediest < 0) return;
      tasks[neediest] = (tasks[neediest] as number) + 1;
      if (this.fits(tasks)) continue;
      tasks[neediest] = (tasks[neediest] as number) - 1;
      full.add(neediest);
    }
  }

  /** By connections that a request a second needs; messages, which nobody waits for, last. */
  private cheapestFirst({ carries }: Moment): number[] {
    const cost = this.sources.map(({ requestsPerRequest, isEntry }) => {
      const connections = this.walls.map(({ budget, perTask }) => {
        const needs = perTask.reduce(
          (sum, held, service) => sum + ((requestsPerRequest[service] as number) * held) / (carries[service] as number),
          0,
        );
        return needs / Math.max(1, budget);
      });
      return (isEntry ? 0 : 1e9) + Math.max(0, ...connections);
    });
    return [...cost.keys()].sort((a, b) => (cost[a] as number) - (cost[b] as number) || a - b);
  }
}
