import type { ServiceConfig } from "../config/service-config.ts";
import type { Reading } from "../reading.ts";
import type { ListedTask, TaskListing } from "../records/task-listing.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import { type DomainNow, domainOf, readDomainNow } from "./domain-now.ts";
import { readRingingAlarms } from "./read-ringing-alarms.ts";
import { readTaskListings } from "./read-task-listings.ts";

/** What decides whether a service may be hurt now. */
export type ServiceGuard = {
  readonly service: string;
  readonly domain: DomainNow;
  readonly tasks: Reading<readonly ListedTask[]>;
  /** The stack's own alarms in ALARM. */
  readonly ringing: Reading<readonly string[]>;
};

/** @throws what the table answers */
export const readServiceGuard = async (service: ServiceConfig, tools: RunTools): Promise<ServiceGuard> => {
  const { clients, config, stack } = tools;
  const isPublic =
    service.publish.records.some(({ address }) => address === "public") ||
    service.publish.upstreams.some(({ address }) => address === "public");
  const [domain, listings, ringing] = await Promise.all([
    readDomainNow(domainOf(config, service.name).id, tools),
    readTaskListings(clients, [service], () => ({ publicAddresses: isPublic, ports: false })),
    readRingingAlarms(clients.cloudWatch, stack.prefix),
  ]);
  return { service: service.name, domain, tasks: tasksOf(listings.get(service.name)!), ringing };
};

const tasksOf = (listing: Reading<TaskListing>): Reading<readonly ListedTask[]> =>
  listing.kind === "unknown" ? listing : { kind: "known", value: listing.value.tasks };
