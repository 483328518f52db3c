import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import type { ListedTask } from "../../../shared/records/task-listing.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import {
  bridged,
  ipv6Address,
  listing,
  privateAddress,
  publicAddress,
  range,
  record,
  stopped,
  task,
  taskId,
  unlisted,
} from "./zone-case.ts";

type Row = {
  readonly when: string;
  readonly records: readonly RecordConfig[];
  /** Of the running numbers. */
  readonly gives: (numbers: readonly number[]) => readonly string[];
  readonly as?: (number: number) => ListedTask;
};

const name = "web.shop.internal";
const joined = (numbers: readonly number[], addressOf: (number: number) => string): string =>
  numbers.map(addressOf).sort().join(" + ");
const some = (numbers: readonly number[], lines: readonly string[]): readonly string[] =>
  numbers.length === 0 ? [] : lines;
const latency = {
  regionalName: "eu.web.shop.internal",
  setIdentifier: "frankfurt",
  by: { kind: "latency", region: "eu-central-1" },
} as const;

const kinds: readonly Row[] = [
  {
    when: "simple: one A record with every address",
    records: [record()],
    gives: (numbers) => some(numbers, [`${name} A ${joined(numbers, privateAddress)}`]),
  },
  {
    when: "simple, dual stack: an A and an AAAA record",
    records: [record({ family: "dual" })],
    gives: (numbers) =>
      some(numbers, [`${name} A ${joined(numbers, privateAddress)}`, `${name} AAAA ${joined(numbers, ipv6Address)}`]),
  },
  {
    when: "ipv6 alone: AAAA and nothing else",
    records: [record({ family: "ipv6" })],
    gives: (numbers) => some(numbers, [`${name} AAAA ${joined(numbers, ipv6Address)}`]),
  },
  {
    when: "multivalue: a record per task, named after it",
    records: [record({ kind: "multivalue", address: "public" })],
    gives: (numbers) => numbers.map((n) => `${name} A [${taskId(n)}] ${publicAddress(n)} multivalue`),
  },
  {
    when: "multivalue, dual stack: two records per task",
    records: [record({ kind: "multivalue", family: "dual" })],
    gives: (numbers) =>
      numbers
        .flatMap((n) => [
          `${name} A [${taskId(n)}] ${privateAddress(n)} multivalue`,
          `${name} AAAA [${taskId(n)}] ${ipv6Address(n)} multivalue`,
        ])
        .sort(),
  },
  {
    when: "weighted: one record with every address, an identifier and a weight",
    records: [record({ kind: "weighted", weight: 90, setIdentifier: "stable" })],
    gives: (numbers) => some(numbers, [`${name} A [stable] ${joined(numbers, privateAddress)} weighted 90`]),
  },
  {
    when: "srv on interfaces of their own: a host per task",
    records: [record({ kind: "srv", name: `_http._tcp.${name}` })],
    gives: (numbers) =>
      some(
        numbers,
        [
          ...numbers.map((n) => `${taskId(n)}.${name} A ${privateAddress(n)}`),
          `_http._tcp.${name} SRV ${joined(numbers, (n) => `1 1 8080 ${taskId(n)}.${name}`)}`,
        ].sort(),
      ),
  },
  {
    when: "srv on instances' interfaces: a host per instance, whatever its tasks",
    records: [record({ kind: "srv", name: `_http._tcp.${name}` })],
    as: (number) => bridged(number, number % 2, 32_768 + number),
    gives: (numbers) =>
      some(
        numbers,
        [
          ...[...new Set(numbers.map((n) => n % 2))].map((i) => `i-${i}.${name} A ${privateAddress(200 + i)}`),
          `_http._tcp.${name} SRV ${joined(numbers, (n) => `1 1 ${32_768 + n} i-${n % 2}.${name}`)}`,
        ].sort(),
      ),
  },
  {
    when: "by latency: an alias to the region's own record",
    records: [record({ regional: latency })],
    gives: (numbers) =>
      some(numbers, [
        `eu.${name} A ${joined(numbers, privateAddress)}`,
        `${name} A [frankfurt] -> eu.${name} latency eu-central-1`,
      ]),
  },
  {
    when: "by place, multivalue and dual stack: an alias per type to the region's own records",
    records: [
      record({
        kind: "multivalue",
        family: "dual",
        regional: {
          regionalName: `de.${name}`,
          setIdentifier: "DE",
          by: { kind: "geolocation", country: "DE", subdivision: null },
        },
      }),
    ],
    gives: (numbers) =>
      some(
        numbers,
        [
          ...numbers.flatMap((n) => [
            `de.${name} A [${taskId(n)}] ${privateAddress(n)} multivalue`,
            `de.${name} AAAA [${taskId(n)}] ${ipv6Address(n)} multivalue`,
          ]),
          `${name} A [DE] -> de.${name} geolocation DE`,
          `${name} AAAA [DE] -> de.${name} geolocation DE`,
        ].sort(),
      ),
  },
];

describe("each kind of record follows 1 -> 2 -> 5 -> 0 -> 3 tasks", () => {
  it.each(kinds)("$when", ({ records, as = (number) => task(number), gives }) => {
    const run = new ZoneRun();
    let before: readonly number[] = [];
    for (const numbers of [range(1), range(2), range(5), [], range(3, 10)]) {
      const gone = before.filter((number) => !numbers.includes(number));
      const listings = { web: listing([...numbers.map(as), ...gone.map((n) => ({ ...as(n), ...over }))]) };
      const plan = run.step({ records: { web: records }, listings });
      expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual(gives(numbers));
      expect(plan.findings).toEqual([]);
      expect(plan.actions.length).toBe(1);
      expect(run.step({ records: { web: records }, listings }).actions).toEqual([]);
      before = numbers;
    }
    expect(run.zone.batches).toBe(5);
  });

  it.each(kinds)("with its ownership records, and none of them is left behind: $when", ({ records, as = task }) => {
    const run = new ZoneRun();
    const listings = { web: listing(range(3).map((number) => as(number))) };
    run.step({ records: { web: records }, listings });
    const sets = run.zone.recordSets;
    expect(sets.length).toBe(2 * withoutOwnership(sets).length);
    run.step({ records: {}, listings: {} });
    expect(run.zone.recordSets).toEqual([]);
  });
});

const { desiredStatus, lastStatus } = stopped(1);
const over = { desiredStatus, lastStatus };

describe("records of several services and entries", () => {
  it("share a weighted name, each with its own tasks", () => {
    const run = new ZoneRun();
    const weighted = (setIdentifier: string, weight: number) => [record({ kind: "weighted", weight, setIdentifier })];
    run.step({
      records: { web: weighted("stable", 90), "web-canary": weighted("canary", 10) },
      listings: { web: listing([task(1), task(2)]), "web-canary": listing([task(3)]) },
    });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `${name} A [canary] ${privateAddress(3)} weighted 10`,
      `${name} A [stable] ${privateAddress(1)} + ${privateAddress(2)} weighted 90`,
    ]);
  });

  it("share the host of an instance that runs tasks of both, until neither needs it", () => {
    const run = new ZoneRun();
    const records = {
      api: [record({ kind: "srv", name: `_api._tcp.${name}` })],
      web: [record({ kind: "srv", name: `_web._tcp.${name}` })],
    };
    const both = { api: listing([bridged(1, 7, 40_001)]), web: listing([bridged(2, 7, 40_002)]) };
    const host = `i-7.${name} A ${privateAddress(207)}`;
    run.step({ records, listings: both });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `_api._tcp.${name} SRV 1 1 40001 i-7.${name}`,
      `_web._tcp.${name} SRV 1 1 40002 i-7.${name}`,
      host,
    ]);
    run.step({ records, listings: { ...both, api: listing([{ ...bridged(1, 7, 40_001), ...over }]) } });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `_web._tcp.${name} SRV 1 1 40002 i-7.${name}`,
      host,
    ]);
    run.step({
      records,
      listings: {
        api: listing([{ ...bridged(1, 7, 40_001), ...over }]),
        web: listing([{ ...bridged(2, 7, 40_002), ...over }]),
      },
    });
    expect(run.zone.recordSets).toEqual([]);
  });

  it("wait for each other with another kind: what one has to keep, the other keeps too", () => {
    const run = new ZoneRun();
    const weighted = (setIdentifier: string) => [record({ kind: "weighted", weight: 1, setIdentifier })];
    const listings = { api: listing([task(1)]), web: listing([task(2)]) };
    run.step({ records: { api: weighted("a"), web: weighted("b") }, listings });
    const before = run.zone.recordSets;
    const multivalue = { api: [record({ kind: "multivalue" })], web: [record({ kind: "multivalue" })] };
    const held = run.step({ records: multivalue, listings: { ...listings, api: unlisted } });
    expect([held.actions, run.zone.recordSets]).toEqual([[], before]);
    expect(held.findings.map(({ code, service }) => `${service} ${code}`)).toEqual([
      "api listing-unknown",
      "web routing-change-held",
    ]);
    run.step({ records: multivalue, listings });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `${name} A [${taskId(1)}] ${privateAddress(1)} multivalue`,
      `${name} A [${taskId(2)}] ${privateAddress(2)} multivalue`,
    ]);
  });

  it("srv: a task on a fixed port of its instance, or with an interface of its own there, has a host of its own", () => {
    const run = new ZoneRun();
    const fixed = bridged(1, 7, 8080);
    run.step({
      records: { web: [record({ kind: "srv", name: `_http._tcp.${name}` })] },
      listings: { web: listing([fixed, task(2, { instanceId: "i-7" })]) },
    });
    expect(linesOf(withoutOwnership(run.zone.recordSets)).filter((line) => line.includes(" A "))).toEqual([
      `${taskId(1)}.${name} A ${privateAddress(207)}`,
      `${taskId(2)}.${name} A ${privateAddress(2)}`,
    ]);
  });

  it("on two ports of one task are two SRV records with one host", () => {
    const run = new ZoneRun();
    const two = task(1, {
      ports: [
        { protocol: "tcp", containerPort: 8080, hostPort: 8080 },
        { protocol: "udp", containerPort: 9090, hostPort: 9090 },
      ],
    });
    run.step({
      records: {
        web: [
          record({ kind: "srv", name: `_http._tcp.${name}` }),
          record({ kind: "srv", name: `_stats._udp.${name}` }),
        ],
      },
      listings: { web: listing([two]) },
    });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `${taskId(1)}.${name} A ${privateAddress(1)}`,
      `_http._tcp.${name} SRV 1 1 8080 ${taskId(1)}.${name}`,
      `_stats._udp.${name} SRV 1 1 9090 ${taskId(1)}.${name}`,
    ]);
  });
});
