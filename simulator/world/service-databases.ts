import type { PoolTargets } from "./connection-target.ts";
import type { DatabaseUse } from "./database-use.ts";
import type { TaskFleet } from "./task-fleet.ts";

/** Where one service's pools lead: its database, directly or through a proxy, and a replica. */
export class ServiceDatabases {
  /** `undefined`: it has no pool. */
  readonly main: DatabaseUse | undefined;
  /** `undefined`: it has no reader pool. */
  readonly reader: DatabaseUse | undefined;

  constructor(main: DatabaseUse | undefined, reader: DatabaseUse | undefined) {
    this.main = main;
    this.reader = reader;
  }

  /** What its tasks open their connections at. */
  get targets(): PoolTargets {
    const { main, reader } = this;
    return { main: main?.proxy ?? main?.database, reader: reader?.database };
  }

  /** Of a request: at its databases, and waiting for a proxy's connection beside the fluid queue. */
  get secondsPerRequest(): number {
    const { main, reader } = this;
    if (main === undefined) return 0;
    return main.holdSeconds + (main.proxy?.waitSeconds ?? 0) + (reader === undefined ? 0 : reader.holdSeconds);
  }

  /** Requests of the service a second that its databases carry; infinite without one. Ask once a second. */
  requestsPerSecond(fleet: TaskFleet): number {
    const { main, reader } = this;
    if (main === undefined) return Number.POSITIVE_INFINITY;
    const { readyConnections, connections, readyReaderConnections, traffic } = fleet;
    const carried = main.requestsPerSecond(readyConnections * traffic.connectionsCarriedRatio, connections);
    if (reader === undefined) return carried;
    return Math.min(carried, reader.requestsPerSecond(readyReaderConnections, readyReaderConnections));
  }
}
