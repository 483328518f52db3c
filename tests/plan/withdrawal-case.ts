import type { Config } from "../../shared/config/config.ts";
import { type PublishConfig, publishesNothing, type RecordConfig } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { FrontReading, TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import type { Absence } from "../../shared/records/post.ts";
import { config, cpuSignal, known, nowMs, service } from "./builders.ts";

export const zoneId = "zone/Z1";
export const fleetId = "nginx/edge";

export const record = (changes: Partial<RecordConfig> = {}): RecordConfig => ({
  zone: "public",
  name: "web.shop.example",
  kind: "multivalue",
  address: "private",
  family: "ipv4",
  ttlSeconds: 30,
  containerPort: null,
  weight: null,
  setIdentifier: null,
  regional: null,
  healthCheck: null,
  ...changes,
});

export const inDns: PublishConfig = { ...publishesNothing, records: [record()] };

export const inDnsAndNginx: PublishConfig = {
  ...inDns,
  upstreams: [
    {
      fleet: "edge",
      upstream: "web",
      containerPort: null,
      address: "private",
      method: "least_conn",
      keepalive: 16,
      maxFails: 1,
      failTimeoutSeconds: 10,
      gate: null,
    },
  ],
};

/** No window and no pace, so that the count follows the signal: its value is the number of tasks it asks for. */
export const publishedService = (changes: Partial<ServiceConfig> = {}): ServiceConfig =>
  service({
    pools: [],
    minTasks: 1,
    signals: [cpuSignal({ measures: "total", target: 1 })],
    pace: { upPercent: 1000, upPeriodSeconds: 1, downPercent: 100, downPeriodSeconds: 1, stabilizationSeconds: 0 },
    publish: inDns,
    ...changes,
  });

export const publishedConfig = (
  services: readonly ServiceConfig[] = [publishedService()],
  changes: Partial<Config> = {},
): Config => ({
  ...config(services, []),
  zones: [{ name: "public", hostedZoneId: "Z1", domain: "shop.example", policy: "sync" }],
  nginxFleets: [
    { name: "edge", tag: { key: "role", value: "edge" }, file: "/etc/nginx/conf.d/shop.conf", policy: "install" },
  ],
  ...changes,
});

/** Up for an hour, healthy, in the zone `a`, not protected. */
export const task = (taskId: string, changes: Partial<TaskStanding> = {}): TaskStanding => ({
  taskId,
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "HEALTHY",
  availabilityZone: "a",
  createdAtMs: nowMs - 3_600_000,
  protectedUntilMs: null,
  ...changes,
});

export const tasks = (...taskIds: readonly string[]): readonly TaskStanding[] => taskIds.map((taskId) => task(taskId));

export const front = (
  standing: readonly TaskStanding[],
  absences: readonly Absence[] | Reading<readonly Absence[]> = [],
): FrontReading => ({
  tasks: known(standing),
  absences: "kind" in absences ? absences : known(absences as readonly Absence[]),
});
