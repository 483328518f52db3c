import { type DomainNow, planDomainNow } from "../../aws/domain-now.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { deploymentEntry } from "../../plan/budget/deployment-entry.ts";
import { held } from "../../plan/budget/held.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { NewPool } from "../../preflight/new-pools.ts";

/** Do the databases carry both revisions of a rollout at once? */
export type RolloutFit =
  | { readonly kind: "fits" }
  | {
      readonly kind: "exceeds";
      readonly database: string;
      readonly missingConnections: number;
      readonly now: Percents;
      /** The highest percents with which it would fit and end; `null`: none do. */
      readonly fitting: Percents | null;
    }
  | { readonly kind: "unknown"; readonly because: string };

export type Percents = { readonly maximumPercent: number; readonly minimumHealthyPercent: number };

/**
 * Plans the domain as if the deployment had just been announced, which is when it commits its whole surge, and asks what
 * the hook at its entry would ask.
 *
 * @param pools of both revisions; the larger one counts, because either may hold it
 * @throws never
 */
export const rolloutFit = (
  reading: DomainNow,
  config: Config,
  name: string,
  pools: readonly NewPool[],
  nowMs: number,
): RolloutFit => {
  const tasks = reading.snapshot.services.find((service) => service.name === name)?.tasks;
  if (tasks === undefined || tasks.kind === "unknown")
    return { kind: "unknown", because: `the tasks of ${name} can't be read: ${tasks?.detail ?? "not in the domain"}` };
  const counts = tasks.value;
  const larger = withPools(config, name, pools);
  const service = larger.services.find((one) => one.name === name)!;
  const entryWith = (percents: Percents) =>
    deploymentEntry(service, planDomainNow(announced(reading, name, percents, nowMs), larger, nowMs).budgets);
  const now: Percents = { maximumPercent: counts.maximumPercent, minimumHealthyPercent: counts.minimumHealthyPercent };
  const entry = entryWith(now);
  if (entry.kind === "open") return { kind: "fits" };
  if (entry.missingConnections === null)
    return { kind: "unknown", because: `the budget of ${entry.database} is not known now` };
  const fitting =
    counts.strategy === "ROLLING"
      ? (percentsBelow(now, service, counts).find((percents) => entryWith(percents).kind === "open") ?? null)
      : null;
  const { database, missingConnections } = entry;
  return { kind: "exceeds", database, missingConnections, now, fitting };
};

/** "maximumPercent 125 instead of 200", or what else there is to do. */
export const describeFitting = (fit: Extract<RolloutFit, { kind: "exceeds" }>): string => {
  const { now, fitting } = fit;
  if (fitting === null)
    return "no maximumPercent makes it fit: lower the desired count first, or give the database more room";
  const healthy =
    fitting.minimumHealthyPercent === now.minimumHealthyPercent
      ? ""
      : ` and minimumHealthyPercent ${fitting.minimumHealthyPercent} instead of ${now.minimumHealthyPercent}`;
  return `it fits with maximumPercent ${fitting.maximumPercent} instead of ${now.maximumPercent}${healthy}`;
};

const leastHealthyPercent = 50;

/** Those whose rollout ends, the fastest first; fewer healthy tasks only after every maximumPercent. */
const percentsBelow = (now: Percents, service: ServiceConfig, { desired }: TaskCounts): readonly Percents[] => {
  const found: Percents[] = [];
  const { startSeconds, drainSeconds } = service;
  for (const minimumHealthyPercent of [now.minimumHealthyPercent, 75, leastHealthyPercent]) {
    if (minimumHealthyPercent > now.minimumHealthyPercent) continue;
    for (let maximumPercent = now.maximumPercent; maximumPercent >= 100; maximumPercent -= 5) {
      const percents = { maximumPercent, minimumHealthyPercent };
      if (held({ desiredTasks: desired, ...percents, startSeconds, drainSeconds }).kind === "ends")
        found.push(percents);
    }
  }
  return found;
};

const announced = (reading: DomainNow, name: string, percents: Percents, nowMs: number): DomainNow => ({
  ...reading,
  snapshot: {
    ...reading.snapshot,
    services: reading.snapshot.services.map((service) =>
      service.name !== name || service.tasks.kind === "unknown"
        ? service
        : {
            ...service,
            tasks: {
              ...service.tasks,
              value: { ...service.tasks.value, ...percents, deployment: { kind: "rolling", sinceMs: nowMs } },
            },
          },
    ),
  },
});

const withPools = (config: Config, name: string, pools: readonly NewPool[]): Config => ({
  ...config,
  services: config.services.map((service) =>
    service.name !== name
      ? service
      : {
          ...service,
          pools: service.pools.map((pool) => {
            const known = pool.proxy === null ? pools.find(({ database }) => database === pool.database) : undefined;
            const connectionsPerTask = Math.max(pool.connectionsPerTask, known?.newConnectionsPerTask ?? 0);
            return { ...pool, connectionsPerTask };
          }),
        },
  ),
});
