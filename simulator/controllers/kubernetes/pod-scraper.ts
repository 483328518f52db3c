import type { World } from "../../world/world.ts";
import type { HpaRules } from "./hpa-rules.ts";
import type { PodGroups } from "./replica-count.ts";

/** What the newest scrape found. */
export type Scrape = {
  readonly atMs: number;
  /** Mean over the scrape's window of the pods that take traffic, 0..1; `undefined`: there were none. */
  readonly cpuRatio: number | undefined;
  /** Attempts a second over the window. */
  readonly requestsPerSecond: number;
};

/**
 * What the metrics server and a request counter have of one service, every `scrapeSeconds`.
 *
 * It reads the hosts, not CloudWatch; a `stale-metrics` fault stops it too, since that is a fault of whatever publishes.
 */
export class PodScraper {
  newest: Scrape | null = null;
  private readonly service: string;
  private readonly rules: HpaRules;
  private cpu = 0;
  private cpuSeconds = 0;
  private attempts = 0;
  private seconds = 0;
  private shape = 0;
  private changedMs: number | null = null;

  constructor(service: string, rules: HpaRules) {
    this.service = service;
    this.rules = rules;
  }

  /** Once a second. */
  look(world: World): void {
    // Nothing has been measured before the first second is over; 0 % would be an invention.
    if (world.nowSecond === 0) return;
    const { nowMs } = world;
    const { desired, running, pending, healthy } = world.counts(this.service);
    // Any change of these four changes the sum, but for cases that undo each other in one second.
    const shape = desired + 1_009 * running + 1_000_003 * pending + 1_000_000_007 * healthy;
    if (this.changedMs === null || shape !== this.shape) this.changedMs = nowMs;
    this.shape = shape;
    const cpu = world.cpuNow(this.service);
    if (cpu !== undefined) {
      this.cpu += cpu;
      this.cpuSeconds += 1;
    }
    this.attempts += world.attemptsNow(this.service);
    this.seconds += 1;
    if ((nowMs / 1000) % this.rules.scrapeSeconds === 0) this.scrape(world);
  }

  /** As the HPA groups them: by phase, by whether they were scraped, by readiness and age. */
  groups(world: World): PodGroups {
    const { nowMs } = world;
    const { cpuInitializationSeconds, scrapeSeconds } = this.rules;
    const counts = world.counts(this.service);
    const settledMs = (this.changedMs ?? nowMs) + (cpuInitializationSeconds + scrapeSeconds) * 1000;
    if (nowMs > settledMs) {
      return { ready: counts.healthy, unready: counts.pending + counts.running - counts.healthy, missing: 0 };
    }
    const groups = { ready: 0, unready: 0, missing: 0 };
    for (const { desiredStatus, healthy, startedAtMs } of world.tasks(this.service)) {
      if (desiredStatus === "STOPPED") continue;
      groups[this.groupOf(healthy, startedAtMs, nowMs, world)] += 1;
    }
    return groups;
  }

  private groupOf(healthy: boolean, startedAtMs: number | null, nowMs: number, world: World): keyof PodGroups {
    if (startedAtMs === null) return "unready";
    const { scrapeSeconds, cpuInitializationSeconds } = this.rules;
    const scrapedMs = this.newest?.atMs ?? Number.NEGATIVE_INFINITY;
    if (scrapedMs < startedAtMs) return "missing";
    // No task of this world loses its readiness while it runs, so one that isn't ready never was: left out at any age.
    if (!healthy) return "unready";
    if (nowMs - startedAtMs >= cpuInitializationSeconds * 1000) return "ready";
    // A pod of second 0 was ready before the run.
    const wasThere = startedAtMs <= world.spec.startMs;
    const readyMs = startedAtMs + this.bootSeconds(world) * 1000;
    return wasThere || scrapedMs >= readyMs + scrapeSeconds * 1000 ? "ready" : "unready";
  }

  private bootSeconds(world: World): number {
    return world.spec.services.find(({ name }) => name === this.service)?.bootSeconds ?? 0;
  }

  private scrape(world: World): void {
    // What can't be read is not there: the metrics server drops it, and the HPA has no value.
    this.newest = isStale(world, this.service)
      ? null
      : {
          atMs: world.nowMs,
          cpuRatio: this.cpuSeconds === 0 ? undefined : this.cpu / this.cpuSeconds,
          requestsPerSecond: this.seconds === 0 ? 0 : this.attempts / this.seconds,
        };
    this.cpu = 0;
    this.cpuSeconds = 0;
    this.attempts = 0;
    this.seconds = 0;
  }
}

const isStale = ({ faults, nowSecond }: World, service: string): boolean =>
  faults.publishedUntil(service, nowSecond) < nowSecond;
