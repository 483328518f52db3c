import { stringify } from "yaml";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { compileTraffic } from "../scenario/compile-traffic.ts";
import type { WorldSpec } from "../world/spec.ts";

/** Services of one team's size on each database. */
const servicesPerDatabase = 5;
const startMs = Date.UTC(2026, 2, 14);
const cpuSecondsPerRequest = 0.01;
/** Mean load of a service's three tasks over a day with two peaks, as in the sample's day. */
const meanCpuRatio = 0.25;

/** A stack of so many services that Headgate scales, five to a database, with all of them in one zone; and its day. */
export const generatedStack = (services: number): { readonly config: Config; readonly work: WorldSpec } => {
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(3, "0")}`);
  const databaseOf = (index: number): string =>
    `db-${String(Math.floor(index / servicesPerDatabase)).padStart(2, "0")}`;
  const form = {
    version: 1,
    name: "generated",
    defaults: { cluster: "shop", mode: "scale", tasks: { min: 3, max: 20 }, startSeconds: 40, signals: { cpu: 70 } },
    databases: Object.fromEntries(
      names.map((_, index) => [
        databaseOf(index),
        { instance: databaseOf(index), engine: "postgres", maxConnections: 1_000, unmanagedConnections: 5 },
      ]),
    ),
    zones: { internal: { hostedZoneId: "Z0123456789ABCDEFGHIJ", domain: "shop.internal", policy: "sync" } },
    services: Object.fromEntries(
      names.map((name, index) => [
        name,
        { pools: { [databaseOf(index)]: 5 }, records: { [`${name}.shop.internal`]: { kind: "multivalue" } } },
      ]),
    ),
  };
  const reading = parseConfig(stringify(form), "generated.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  const meanRequestsPerSecond = (meanCpuRatio * 3) / cpuSecondsPerRequest;
  const traffic = compileTraffic({ day: { meanRequestsPerSecond } }, startMs, () => {
    throw new Error("a made-up day needs no trace");
  });
  const work: WorldSpec = {
    startMs,
    services: names.map((name) => ({
      name,
      traffic,
      initialTasks: 3,
      cpuSecondsPerRequest,
      pendingSeconds: 20,
      bootSeconds: 20,
      drainSeconds: 60,
      queueLimitPerTask: 500,
      client: { timeoutSeconds: 10, retries: 1, retryProbability: 0.7, backOffSeconds: 1 },
    })),
    databases: [],
  };
  return { config: reading.config, work };
};
