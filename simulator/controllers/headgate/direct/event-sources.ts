import type { Config } from "../../../../shared/config/config.ts";
import { buildDomainMap } from "../../../../shared/events/map-to-domain.ts";
import type { Cause } from "../../../../shared/events/wake-up.ts";
import type { CloudWatch } from "../../../cloud/cloudwatch.ts";
import type { World } from "../../../world/world.ts";
import type { MemoryTable } from "./memory-table.ts";
import type { TaskTimes } from "./task-times.ts";
import type { WakeUps } from "./wake-ups.ts";

const tickMs = 60_000;

type Sources = {
  readonly world: World;
  readonly config: Config;
  readonly cloudWatch: CloudWatch;
  readonly times: TaskTimes;
  readonly wakeUps: WakeUps;
  readonly table: MemoryTable;
};

/** What EventBridge and the Scheduler would send since the second before, turned into wake-ups of domains. */
export class EventSources {
  private readonly sources: Sources;
  private readonly domainOf: ReadonlyMap<string, string>;
  private readonly domainsOfAlarm: ReadonlyMap<string, readonly string[]>;
  private readonly domains: readonly string[];

  constructor(sources: Sources) {
    this.sources = sources;
    const { config } = sources;
    this.domainOf = new Map(config.domains.flatMap(({ id, services }) => services.map((service) => [service, id])));
    const map = buildDomainMap(config);
    this.domainsOfAlarm = map.byAlarm;
    this.domains = map.domains;
  }

  collect(): void {
    const { world, cloudWatch, times, wakeUps, table } = this.sources;
    if (world.hasEvents) {
      for (const event of world.takeTaskEvents()) {
        times.observe(event);
        this.wake(this.domainOf.get(event.service), "task-state");
      }
      for (const { service } of world.takeDeploymentEvents()) this.wake(this.domainOf.get(service), "service-state");
    }
    for (const { alarm } of cloudWatch.evaluate()) {
      for (const domain of this.domainsOfAlarm.get(alarm.alarmName) ?? []) this.wake(domain, "alarm");
    }
    if (world.nowMs % tickMs !== 0) return;
    for (const domain of this.domains) if (table.isDue(domain, world.nowMs)) wakeUps.wake(domain, "tick");
  }

  /** An event that comes twice makes the same wake-up. */
  private wake(domain: string | undefined, cause: Cause): void {
    const { world, wakeUps } = this.sources;
    if (domain !== undefined && world.faults.eventCopies(world.nowSecond) > 0) wakeUps.wake(domain, cause);
  }
}
