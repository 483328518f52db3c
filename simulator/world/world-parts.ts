import { Commitments } from "./commitments.ts";
import { connectServices } from "./connect-services.ts";
import type { Database } from "./database.ts";
import type { DatabaseProxy } from "./database-proxy.ts";
import { Databases } from "./databases.ts";
import { Faults } from "./faults.ts";
import { RandomStream } from "./random.ts";
import { Service } from "./service.ts";
import type { WorldSpec } from "./spec.ts";
import { TaskEventLog } from "./task-events.ts";
import { callOrder } from "./topology.ts";

/** Streams of start times, apart from those of arrivals: the traffic is the same with and without jitter. */
const startStreams = 80_000;

/** Everything a world is made of, built from its spec, connected, and found by name. */
export class WorldParts {
  /** As in the spec. */
  readonly services: readonly Service[];
  /** The same, callers before callees. */
  readonly ordered: readonly Service[];
  readonly databases: readonly Database[];
  readonly proxies: readonly DatabaseProxy[];
  readonly faults: Faults;
  readonly taskEvents = new TaskEventLog();
  private readonly serviceNamed: ReadonlyMap<string, Service>;
  private readonly databaseNamed: ReadonlyMap<string, Database>;
  private readonly commitmentsNamed: ReadonlyMap<string, Commitments>;

  /** @throws RangeError for a spec that names what it does not define, or gives a service two sources of work */
  constructor(spec: WorldSpec, seed: number) {
    const queues = spec.queues ?? [];
    const databases = new Databases(spec);
    this.databases = databases.all;
    this.proxies = databases.proxies;
    this.services = spec.services.map((service, index) => {
      const arrivals = new RandomStream(seed, index);
      const starts = new RandomStream(seed, startStreams + index);
      return new Service(service, index, databases.of(service.pool), arrivals, this.taskEvents, starts);
    });
    this.serviceNamed = new Map(this.services.map((service) => [service.name, service]));
    this.databaseNamed = new Map(this.databases.map((database) => [database.name, database]));
    this.commitmentsNamed = new Map(
      this.databases.map(({ name, spec: { baseConnections } }) => [
        name,
        new Commitments(name, baseConnections, this.services, this.proxies),
      ]),
    );
    this.ordered = callOrder(spec.services, queues).map((index) => this.services[index] as Service);
    connectServices(this.services, queues, (name) => this.service(name));
    this.faults = new Faults(spec.faults ?? [], seed);
    for (const name of this.faults.subjects.services) this.service(name);
    for (const name of this.faults.subjects.databases) this.database(name);
    for (const { service } of spec.deployments ?? []) this.service(service);
  }

  /** @throws RangeError where no service has the name, as the others for theirs */
  service(name: string): Service {
    const service = this.serviceNamed.get(name);
    if (service === undefined) throw new RangeError(`no service is named "${name}"`);
    return service;
  }

  /** Position in the spec, which ids of tasks and deployments begin with. */
  indexOf(service: Service): number {
    return this.services.indexOf(service);
  }

  database(name: string): Database {
    const database = this.databaseNamed.get(name);
    if (database === undefined) throw new RangeError(`no database is named "${name}"`);
    return database;
  }

  /** What can come to be open at a database. */
  commitmentsOn(database: string): Commitments {
    const commitments = this.commitmentsNamed.get(database);
    if (commitments === undefined) throw new RangeError(`no database is named "${database}"`);
    return commitments;
  }
}
