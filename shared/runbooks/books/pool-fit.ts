import { type DomainNow, domainOf, readDomainNow } from "../../aws/domain-now.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { withIntents } from "../../plan/intents/with-intents.ts";
import { sharesNow } from "../../plan/shares-now.ts";
import { fitPoolsIn } from "../../preflight/fit-pools.ts";
import { renderPoolFit } from "../../preflight/render-pool-fit.ts";
import { domainReads } from "../domain-reads.ts";
import { optional, serviceName, whole } from "../parameter.ts";
import { livePoolRoom } from "../preflight/live-rooms.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly service: string; readonly tasks?: number | undefined };

const refusals = {
  "no-pool": {
    means: "The service has no pool that connects to a database without a proxy in between.",
    remedy: "Write its pools into headgate.yml. What a proxy's clients borrow is shown by the runbook headroom.",
  },
} as const;

export const poolFit = defineRunbook<Params, DomainNow, never, never>({
  name: "pool-fit",
  purpose: "Shows the largest safe connection pool for a number of tasks, with the databases as they are",
  about:
    "The inverse of the plan: how large the pools may be so that this many tasks of the service fit beside every other service at its maximum. Limits, proxies and the sessions of others are what is read now; `headgate pool-fit` says the same from headgate.yml alone.",
  effect: "reads",
  parameters: {
    service: serviceName("The service, by its name in headgate.yml."),
    tasks: optional(whole(1, 10_000, "The number of its tasks. Its tasks.max unless given.")),
  },
  example: { service: "order", tasks: 30 },
  refusals,
  grants: domainReads,
  check: ({ service }, config) =>
    serviceOf(config, service).pools.some(({ proxy }) => proxy === null)
      ? null
      : refuseWith(refusals, "no-pool", `${service} has no pool of its own on a database`, {}, "params.service"),
  read: ({ service }, _state, tools) => readDomainNow(domainOf(tools.config, service).id, tools),

  plan: ({ params, reading, config, nowMs }): Step<never, never> => {
    const service = serviceOf(config, params.service);
    const tasks = params.tasks ?? service.maxTasks;
    const snapshot = withIntents(reading.snapshot, reading.intents, nowMs);
    const { shares } = sharesNow(snapshot, reading.memory, config, nowMs);
    const own = new Set(service.pools.filter(({ proxy }) => proxy === null).map(({ database }) => database));
    const found = fitPoolsIn(
      withMost(config, service.name, tasks),
      (database) => livePoolRoom(database, shares.budgets.get(database.name)),
      config.databases.filter(({ name }) => own.has(name)),
    );
    const text = `${service.name} with ${tasks} tasks, every other service at its maximum:\n${renderPoolFit(found)}`;
    return { kind: "done", report: report(text, { service: service.name, tasks, ...found }) };
  },

  apply: async () => "",
});

const serviceOf = ({ services }: Config, name: string): ServiceConfig => services.find((one) => one.name === name)!;

const withMost = (config: Config, name: string, maxTasks: number): Config => ({
  ...config,
  services: config.services.map((service) => (service.name === name ? { ...service, maxTasks } : service)),
});
