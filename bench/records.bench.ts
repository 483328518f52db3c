// npm run bench:records
//
// How long one plan of a hosted zone takes: everything new, nothing changed, one task replaced; and how that grows.
import { parseConfig } from "../shared/config/read-config.ts";
import type { Reading } from "../shared/reading.ts";
import { destinationsOf } from "../shared/records/destination.ts";
import { planZone, type ZoneInput } from "../shared/records/dns/plan-zone.ts";
import type { RecordSet } from "../shared/records/dns/record-set.ts";
import { setKeyOf } from "../shared/records/dns/set-key.ts";
import type { RecordsAction } from "../shared/records/records-action.ts";
import type { ListedTask, TaskListing } from "../shared/records/task-listing.ts";

const nowMs = Date.UTC(2026, 2, 14, 9);
const tasksPerService = 40;

const zoneOf = (services: number): ZoneInput["destination"] => {
  const lines = Array.from(
    { length: services },
    (_, index) => `  s${index}: { cluster: shop, signals: { cpu: 70 }, records: { s${index}.shop.internal: {} } }`,
  );
  const text = [
    "version: 1",
    "name: shop",
    "zones: { internal: { hostedZoneId: Z0BENCH, domain: shop.internal, policy: sync } }",
    "services:",
    ...lines,
  ].join("\n");
  const reading = parseConfig(text, "bench.yml");
  if (reading.kind !== "ok") throw new Error(JSON.stringify(reading.problems));
  const [destination] = destinationsOf(reading.config);
  if (destination?.kind !== "zone") throw new Error("no zone");
  return destination;
};

const task = (service: number, number: number): ListedTask => ({
  taskId: `${String(service).padStart(16, "0")}${String(number).padStart(16, "0")}`,
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "HEALTHY",
  hasHealthCheck: true,
  createdAtMs: nowMs,
  instanceId: null,
  addresses: { privateIpv4: `10.${service >> 8}.${service & 255}.${number}`, publicIpv4: null, ipv6: null },
  ports: [],
});

const listingsOf = (services: number, first: number): ReadonlyMap<string, Reading<TaskListing>> =>
  new Map(
    Array.from({ length: services }, (_, service) => {
      const from = service === 0 ? first : 0;
      const tasks = Array.from({ length: tasksPerService }, (_none, number) => task(service, from + number));
      return [`s${service}`, { kind: "known", value: { tasks } }] as const;
    }),
  );

const applied = (actions: readonly RecordsAction[]): readonly RecordSet[] => {
  const sets = new Map<string, RecordSet>();
  for (const action of actions) {
    if (action.kind !== "change-record-sets") continue;
    for (const { recordSet } of action.changes) sets.set(setKeyOf(recordSet), recordSet);
  }
  return [...sets.values()];
};

/** The fastest tenth, which a noisy machine and the garbage collector leave alone. */
const bestMs = (run: () => unknown, rounds: number): number => {
  const times = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    run();
    return performance.now() - startedMs;
  }).sort((a, b) => a - b);
  return times[Math.floor(rounds / 10)]!;
};

const measure = (services: number, rounds: number) => {
  const destination = zoneOf(services);
  const inputOf = (recordSets: readonly RecordSet[], first: number, memory: ZoneInput["memory"]): ZoneInput => ({
    destination,
    stack: "shop",
    observed: { kind: "known", value: { recordSets, healthChecks: [] } },
    listings: listingsOf(services, first),
    withdrawals: new Map(),
    memory,
  });
  const empty = inputOf([], 0, null);
  const first = planZone(empty, nowMs);
  const recordSets = applied(first.actions);
  const same = inputOf(recordSets, 0, first.memory);
  const moved = inputOf(recordSets, 1, first.memory);
  const standing = planZone(same, nowMs).actions.length;
  if (standing !== 0) throw new Error(`an unchanged zone comes to ${standing} actions`);
  return {
    records: recordSets.length,
    newMs: bestMs(() => planZone(empty, nowMs), rounds),
    sameMs: bestMs(() => planZone(same, nowMs), rounds),
    movedMs: bestMs(() => planZone(moved, nowMs), rounds),
  };
};

const small = measure(10, 60);
const large = measure(100, 12);
for (const [name, { records, newMs, sameMs, movedMs }] of Object.entries({
  "10 services": small,
  "100 services": large,
}))
  console.log(
    `${name.padEnd(13)} x ${tasksPerService} tasks, ${records} sets: all new ${newMs.toFixed(1)} ms, unchanged ${sameMs.toFixed(1)} ms, one task replaced ${movedMs.toFixed(1)} ms`,
  );
console.log(`10 x the services: unchanged ${(large.sameMs / small.sameMs).toFixed(1)} x the time`);
