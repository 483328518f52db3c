import type { DatabaseProxy } from "./database-proxy.ts";
import type { Service } from "./service.ts";

/** What can come to be open at one database, others' connections included. */
export class Commitments {
  private readonly others: number;
  private readonly direct: readonly Service[];
  private readonly readers: readonly Service[];
  private readonly proxies: readonly { readonly proxy: DatabaseProxy; readonly clients: readonly Service[] }[];

  constructor(database: string, others: number, services: readonly Service[], proxies: readonly DatabaseProxy[]) {
    this.others = others;
    this.direct = services.filter(
      ({ databases: { main } }) => main?.proxy === undefined && main?.database.name === database,
    );
    this.readers = services.filter(({ databases: { reader } }) => reader?.database.name === database);
    this.proxies = proxies
      .filter((proxy) => proxy.database.name === database)
      .map((proxy) => ({ proxy, clients: services.filter(({ databases: { main } }) => main?.proxy === proxy) }));
  }

  /**
   * k x tasks of every service, pending and stopping ones too; reader pools; and of a proxy, what its clients can make it
   * open, at most what it may.
   */
  get connections(): number {
    let connections = this.others;
    for (let i = 0; i < this.direct.length; i += 1) {
      connections += (this.direct[i] as Service).fleet.committedConnections;
    }
    for (let i = 0; i < this.readers.length; i += 1) {
      connections += (this.readers[i] as Service).fleet.committedReaderConnections;
    }
    for (let i = 0; i < this.proxies.length; i += 1) connections += this.ofProxy(i);
    return connections;
  }

  private ofProxy(index: number): number {
    const { proxy, clients } = this.proxies[index] as (typeof this.proxies)[number];
    let wanted = 0;
    for (let i = 0; i < clients.length; i += 1) wanted += (clients[i] as Service).fleet.committedConnections;
    // Idle ones that it keeps are there whatever its clients are.
    return Math.min(proxy.spec.maxConnections, Math.max(proxy.open, wanted));
  }
}
