import * as fc from "fast-check";
import type { RecordConfig, RegionalConfig } from "../../../shared/config/publication.ts";
import type { Reading } from "../../../shared/reading.ts";
import { ownershipSetOf } from "../../../shared/records/dns/ownership.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import type { ListedTask, TaskListing } from "../../../shared/records/task-listing.ts";
import {
  bridged,
  type Given,
  listing,
  publicAddress,
  record,
  recordSet,
  task,
  taskId,
  txt,
  unlisted,
} from "./zone-case.ts";

/** One moment of a zone's life: what is configured and listed, what people did meanwhile, and how far the writing came. */
export type Moment = {
  readonly given: Given;
  readonly tampering: readonly Tampering[];
  /** Batches that are written before the process dies. */
  readonly batches: number;
};

export type Tampering =
  | { readonly kind: "delete" | "readdress" | "slow" | "disown"; readonly at: number }
  | { readonly kind: "add"; readonly set: RecordSet };

const domain = "shop.internal";
const serviceNames = ["api", "web", "worker"];

/** Each slot is a name of its own; `split` is one that services share by weight. */
const regional = (name: string): fc.Arbitrary<RegionalConfig> =>
  fc
    .constantFrom<RegionalConfig["by"]>(
      { kind: "latency", region: "eu-central-1" },
      { kind: "geolocation", continent: "EU" },
      { kind: "geolocation", country: "*", subdivision: null },
    )
    .map((by) => ({ regionalName: `eu.${name}`, setIdentifier: "Europe", by }));

const family = fc.constantFrom<RecordConfig["family"]>("ipv4", "ipv4", "dual", "ipv6");
const settings = { type: "TCP", path: null, port: 8080, intervalSeconds: 30, failureThreshold: 3 } as const;

const entry = (name: string): fc.Arbitrary<RecordConfig> =>
  fc
    .record({
      kind: fc.constantFrom<RecordConfig["kind"]>("simple", "multivalue", "weighted", "srv"),
      family,
      ttlSeconds: fc.constantFrom(30, 60),
      region: fc.option(regional(name), { freq: 3 }),
      weight: fc.integer({ min: 0, max: 255 }),
      isPublic: fc.boolean(),
      isChecked: fc.boolean(),
    })
    .map(({ kind, family, ttlSeconds, region, weight, isPublic, isChecked }) =>
      record({
        kind,
        name: kind === "srv" ? `_http._tcp.${name}` : name,
        family,
        ttlSeconds,
        address: isPublic ? "public" : "private",
        regional: kind === "srv" ? null : region,
        weight: kind === "weighted" ? weight : null,
        setIdentifier: kind === "weighted" ? "Blue" : null,
        healthCheck: kind === "multivalue" && isPublic && isChecked ? settings : null,
      }),
    );

const sharedEntry = (service: string): fc.Arbitrary<RecordConfig> =>
  fc
    .record({ weight: fc.integer({ min: 0, max: 9 }), family })
    .map(({ weight, family }) =>
      record({ kind: "weighted", name: `split.${domain}`, weight, family, setIdentifier: service }),
    );

const entries = (service: string): fc.Arbitrary<readonly RecordConfig[]> =>
  fc
    .tuple(
      fc.option(entry(`${service}.${domain}`), { freq: 5 }),
      fc.option(entry(`${service}2.${domain}`), { freq: 1 }),
      fc.option(sharedEntry(service), { freq: 1 }),
    )
    .map((all) => all.filter((one) => one !== null));

const firstNumber = (service: string): number => 1 + 200 * serviceNames.indexOf(service);

const listed = (number: number): fc.Arbitrary<ListedTask> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(task(number)) },
    { weight: 2, arbitrary: fc.constant(bridged(number, number % 3, 32_768 + number)) },
    { weight: 1, arbitrary: fc.constant(task(number, { health: "UNHEALTHY" })) },
    { weight: 1, arbitrary: fc.constant(task(number, { health: "UNKNOWN" })) },
    { weight: 1, arbitrary: fc.constant(task(number, { lastStatus: "PENDING" })) },
    { weight: 3, arbitrary: fc.constant(task(number, { desiredStatus: "STOPPED", lastStatus: "STOPPED" })) },
  );

const tasksOf = (service: string): fc.Arbitrary<Reading<TaskListing>> => {
  const first = firstNumber(service);
  const few = fc
    .subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
    .chain((offsets) => fc.tuple(...offsets.map((offset) => listed(first + offset))));
  const many = fc
    .integer({ min: 85, max: 104 })
    .map((count) =>
      Array.from({ length: 110 }, (_, i) => task(first + i, i < count ? {} : { desiredStatus: "STOPPED" })),
    );
  return fc.oneof(
    { weight: 16, arbitrary: few.map(listing) },
    { weight: 1, arbitrary: many.map(listing) },
    { weight: 2, arbitrary: fc.constant(unlisted) },
    { weight: 1, arbitrary: fc.constant(listing([])) },
  );
};

/** Somebody else's, at the names that we want and beside them. */
const foreignName = fc.constantFrom(
  ...serviceNames.map((service) => `${service}.${domain}`),
  `eu.api.${domain}`,
  `_http._tcp.web.${domain}`,
  `split.${domain}`,
  `mail.${domain}`,
);

export const foreignSet: fc.Arbitrary<RecordSet> = fc
  .tuple(
    foreignName,
    fc.constantFrom("simple", "weighted", "multivalue", "latency", "CNAME", "TXT", "other-stack"),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([name, kind, number]) => {
    const base = { name, values: [`192.0.2.${number}`] };
    const setIdentifier = `theirs-${number}`;
    if (kind === "weighted") return recordSet({ ...base, setIdentifier, routing: { kind, weight: number } });
    if (kind === "multivalue") return recordSet({ ...base, setIdentifier: taskId(0x9990 + number), routing: { kind } });
    if (kind === "latency") {
      return recordSet({
        ...base,
        setIdentifier,
        routing: { kind, region: number > 5 ? "eu-central-1" : "eu-west-1" },
      });
    }
    if (kind === "CNAME") return recordSet({ name, type: "CNAME", values: ["elsewhere.example"] });
    if (kind === "TXT") return txt(name, "v=spf1 -all");
    if (kind === "other-stack") return ownershipSetOf(recordSet({ name }), { stack: "other", service: "site" });
    return recordSet(base);
  });

const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("delete" as const, "readdress" as const, "slow" as const, "disown" as const),
    at: fc.nat({ max: 1000 }),
  }),
  fc.record({ kind: fc.constant("add" as const), set: foreignSet }),
);

export const services = (names: readonly string[]) =>
  fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), entries(name), tasksOf(name)))).map((all) => ({
    records: Object.fromEntries(all.map(([name, its]) => [name, its] as const).filter(([, its]) => its.length > 0)),
    listings: Object.fromEntries(all.map(([name, , tasks]) => [name, tasks])),
  }));

const withdrawals = fc
  .subarray(serviceNames)
  .map((names) => Object.fromEntries(names.map((name) => [name, [taskId(firstNumber(name))]])));

export const moment: fc.Arbitrary<Moment> = fc.record({
  given: fc.tuple(fc.subarray(serviceNames).chain(services), withdrawals).map(([given, withdrawals]) => ({
    ...given,
    withdrawals,
  })),
  tampering: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(tampering, { minLength: 1, maxLength: 3 }) },
  ),
  batches: fc.oneof(
    { weight: 4, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    { weight: 1, arbitrary: fc.nat({ max: 2 }) },
  ),
});

export const allServices = services(serviceNames);

/** An address that no task has. */
export const strangersAddress = (type: string): string =>
  type === "AAAA" ? "2001:db8:ffff::1" : publicAddress(30_000);
