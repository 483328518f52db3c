import { publishesNothing, type RecordConfig, type ZoneConfig } from "../../../shared/config/publication.ts";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import type { Reading } from "../../../shared/reading.ts";
import type { Destination } from "../../../shared/records/destination.ts";
import { ownershipSetOf } from "../../../shared/records/dns/ownership.ts";
import type { ZoneInput } from "../../../shared/records/dns/plan-zone.ts";
import type { OwnedHealthCheck, RecordSet } from "../../../shared/records/dns/record-set.ts";
import type { ListedTask, TaskListing } from "../../../shared/records/task-listing.ts";
import { service } from "../../plan/builders.ts";

export const nowMs = Date.UTC(2026, 2, 14, 9, 0, 0);
export const stack = "shop";
export const hostedZoneId = "Z1";

/** Task ids as ECS has them: 32 hex digits; the number is readable in them. */
export const taskId = (number: number): string => number.toString(16).padStart(32, "0");

export const privateAddress = (number: number): string => `10.0.${Math.floor(number / 250)}.${(number % 250) + 1}`;
export const publicAddress = (number: number): string => `198.51.${Math.floor(number / 250)}.${(number % 250) + 1}`;
export const ipv6Address = (number: number): string => `2001:db8::${(number + 1).toString(16)}`;

/** A healthy Fargate task of that number. */
export const task = (number: number, changes: Partial<ListedTask> = {}): ListedTask => ({
  taskId: taskId(number),
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "HEALTHY",
  hasHealthCheck: true,
  createdAtMs: nowMs - 600_000,
  instanceId: null,
  addresses: {
    privateIpv4: privateAddress(number),
    publicIpv4: publicAddress(number),
    ipv6: ipv6Address(number),
  },
  ports: [{ protocol: "tcp", containerPort: 8080, hostPort: 8080 }],
  ...changes,
});

export const stopped = (number: number): ListedTask =>
  task(number, { desiredStatus: "STOPPED", lastStatus: "STOPPED" });

/** On an instance's own interface, at a dynamic host port. */
export const bridged = (number: number, instance: number, hostPort: number): ListedTask =>
  task(number, {
    instanceId: `i-${instance}`,
    addresses: { privateIpv4: privateAddress(200 + instance), publicIpv4: null, ipv6: null },
    ports: [{ protocol: "tcp", containerPort: 8080, hostPort }],
  });

export const range = (count: number, from = 1): readonly number[] => Array.from({ length: count }, (_, i) => from + i);

export const listing = (tasks: readonly ListedTask[]): Reading<TaskListing> => ({ kind: "known", value: { tasks } });

/** Those running, those seen stopped. */
export const running = (numbers: readonly number[], gone: readonly number[] = []): Reading<TaskListing> =>
  listing([...numbers.map((number) => task(number)), ...gone.map(stopped)]);

export const unlisted: Reading<TaskListing> = {
  kind: "unknown",
  because: "failed",
  detail: "ecs:ListTasks shop/web: ThrottlingException",
};

export const record = (changes: Partial<RecordConfig> = {}): RecordConfig => ({
  zone: "internal",
  name: "web.shop.internal",
  kind: "simple",
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

export const zone = (changes: Partial<ZoneConfig> = {}): ZoneConfig => ({
  name: "internal",
  hostedZoneId,
  domain: "shop.internal",
  policy: "sync",
  ...changes,
});

export type Records = Readonly<Record<string, readonly RecordConfig[]>>;

export const destination = (
  records: Records,
  policy: ZoneConfig["policy"] = "sync",
): Extract<Destination, { kind: "zone" }> => ({
  kind: "zone",
  id: `zone/${hostedZoneId}`,
  zone: zone({ policy }),
  services: Object.entries(records).map(([name, entries]) => ({ service: serviceWith(name, entries), entries })),
});

const serviceWith = (name: string, records: readonly RecordConfig[]): ServiceConfig =>
  service({ name, publish: { ...publishesNothing, records } });

export type Given = {
  readonly records: Records;
  readonly listings: Readonly<Record<string, Reading<TaskListing>>>;
  readonly recordSets?: readonly RecordSet[];
  readonly healthChecks?: readonly OwnedHealthCheck[];
  readonly policy?: ZoneConfig["policy"];
  readonly withdrawals?: Readonly<Record<string, readonly string[]>>;
  readonly memory?: ZoneInput["memory"];
};

export const input = (given: Given): ZoneInput => ({
  destination: destination(given.records, given.policy),
  stack,
  observed: {
    kind: "known",
    value: { recordSets: given.recordSets ?? [], healthChecks: given.healthChecks ?? [] },
  },
  listings: new Map(Object.entries(given.listings)),
  withdrawals: new Map(Object.entries(given.withdrawals ?? {})),
  memory: given.memory ?? null,
});

export const recordSet = (changes: Partial<RecordSet> = {}): RecordSet => ({
  name: "web.shop.internal",
  type: "A",
  setIdentifier: null,
  ttlSeconds: 30,
  values: [privateAddress(1)],
  alias: null,
  routing: { kind: "simple" },
  healthCheckId: null,
  ...changes,
});

export const txt = (name: string, text: string): RecordSet =>
  recordSet({ name, type: "TXT", ttlSeconds: 300, values: [`"${text}"`] });

/** A set with the record that makes it ours, or another stack's. */
export const owned = (set: RecordSet, service = "web", owner = stack): readonly RecordSet[] => [
  set,
  ownershipSetOf(set, { stack: owner, service }),
];
