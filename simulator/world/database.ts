import type { ConnectionTarget } from "./connection-target.ts";
import type { DatabaseSpec } from "./spec.ts";

/**
 * A database: a wall of connections, and cores that contending sessions slow down.
 *
 * The share of its cores that each service may use follows from what all offered in the second before, so that services can
 * be stepped one after the other.
 */
export class Database implements ConnectionTarget {
  readonly name: string;
  readonly spec: DatabaseSpec;
  /** Open now, others' included; refused ones are not. */
  open: number;
  /** Factor on hold time and CPU of every request, >= 1. */
  slowdown = 1;
  /** What a fault multiplies it by, from the end of the second on; > 0, and 1 without one. */
  faultFactor = 1;
  /** Sessions that execute something, smoothed over about four seconds. */
  activeSessions = 0;
  /**
   * Active in the last second, not smoothed: what DBLoad counts. They execute, wait for a core or contend; a connection that
   * a request only holds is idle to the database.
   */
  sessions = 0;
  /** CPU in use, 0..1. */
  cpuRatio = 0;
  peakOpen: number;
  /** To open a connection, by services; refused ones included. */
  attempts = 0;
  refusedAttempts = 0;
  /** Which of the attempts was the first to be refused, from 1; `null`: none was. */
  firstRefused: number | null = null;
  private readonly wall: number;
  private attemptsThisSecond = 0;
  private coresFree: number;
  private coresOffered = 0;
  private coresOfferedNext = 0;
  private coresUsedNext = 0;
  private activeNext = 0;

  constructor(spec: DatabaseSpec) {
    this.name = spec.name;
    this.spec = spec;
    this.open = spec.baseConnections;
    this.peakOpen = this.open;
    this.wall = spec.maxConnections - spec.reservedConnections;
    this.coresFree = spec.cores - (spec.baseCores ?? 0);
  }

  /** Connections that can still be opened, >= 0. */
  get free(): number {
    return Math.max(0, this.wall - this.open);
  }

  /**
   * Opens whole sets of `size` connections. A set that fits in part finds the slots that are left, is refused the rest, and
   * gives back what it found before the next one tries.
   *
   * @returns sets opened, <= sets
   */
  openSets(sets: number, size: number): number {
    const granted = Math.min(sets, Math.floor(this.free / size));
    this.open += granted * size;
    this.attemptsThisSecond += sets * size;
    if (granted < sets) {
      const { free } = this;
      this.firstRefused ??= this.attempts + granted * size + free + 1;
      this.refusedAttempts += (sets - granted) * (size - free);
    }
    this.attempts += sets * size;
    if (this.open > this.peakOpen) this.peakOpen = this.open;
    return granted;
  }

  /** The wall has that much more room at once. */
  close(connections: number): void {
    this.open -= connections;
  }

  /**
   * Requests a second that the cores carry for one service.
   *
   * @param offeredBefore cores that this service asked for in the second before
   * @param cpuSeconds database CPU per request, without slowdown
   */
  requestsPerSecond(offeredBefore: number, cpuSeconds: number): number {
    if (cpuSeconds <= 0) return Number.POSITIVE_INFINITY;
    const others = Math.max(0, this.coresOffered - offeredBefore);
    const fairShare = this.coresOffered > 0 ? this.coresFree * (offeredBefore / this.coresOffered) : this.coresFree;
    return Math.max(fairShare, this.coresFree - others) / (cpuSeconds * this.slowdown);
  }

  /** What a service asked of the cores this second, and how many of its sessions were busy. */
  record(coresOffered: number, activeSessions: number): void {
    this.coresOfferedNext += coresOffered;
    this.activeNext += activeSessions;
  }

  /** Cores that a service's requests were served with this second. */
  recordWork(coresUsed: number): void {
    this.coresUsedNext += coresUsed;
  }

  /** Every service has recorded: slowdown and free cores of the next second follow. */
  endSecond(): void {
    const { spec } = this;
    this.activeSessions += (this.activeNext - this.activeSessions) * 0.25;
    const contending = Math.max(0, this.activeSessions - (spec.uncontendedSessions ?? Number.POSITIVE_INFINITY));
    this.slowdown = (1 + contending * (spec.slowdownPerSession ?? 0)) * this.faultFactor;
    const connecting = this.attemptsThisSecond * (spec.cpuSecondsPerConnectionAttempt ?? 0);
    // Sessions that exist always get a tenth of the cores: a storm of logins slows a database, it does not stop it.
    this.coresFree = Math.max(0.1 * spec.cores, spec.cores - (spec.baseCores ?? 0) - connecting);
    const executing = (spec.baseCores ?? 0) + this.coresUsedNext;
    const waiting = this.coresOfferedNext > this.coresFree ? this.activeNext : contending;
    this.sessions = Math.max(executing, Math.min(this.activeNext, executing + waiting));
    this.cpuRatio = Math.min(1, ((spec.baseCores ?? 0) + connecting + this.coresUsedNext) / spec.cores);
    this.coresUsedNext = 0;
    this.coresOffered = this.coresOfferedNext;
    this.coresOfferedNext = 0;
    this.activeNext = 0;
    this.attemptsThisSecond = 0;
  }
}
