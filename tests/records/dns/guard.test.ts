import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import type { Reading } from "../../../shared/reading.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { TaskListing } from "../../../shared/records/task-listing.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import { input, listing, nowMs, privateAddress, record, running, task, taskId, unlisted } from "./zone-case.ts";

const name = "web.shop.internal";
const unhealthy = (numbers: readonly number[]) => numbers.map((number) => task(number, { health: "UNHEALTHY" }));
const latency = {
  regionalName: `eu.${name}`,
  setIdentifier: "eu",
  by: { kind: "latency", region: "eu-central-1" },
} as const;

const kinds: readonly { readonly kind: string; readonly entry: RecordConfig }[] = [
  { kind: "simple", entry: record() },
  { kind: "multivalue", entry: record({ kind: "multivalue" }) },
  { kind: "weighted", entry: record({ kind: "weighted", weight: 5, setIdentifier: "stable" }) },
  { kind: "srv", entry: record({ kind: "srv", name: `_http._tcp.${name}` }) },
  { kind: "regional", entry: record({ regional: latency }) },
];

const held: readonly { readonly when: string; readonly reads: Reading<TaskListing>; readonly code: string }[] = [
  { when: "an unknown listing", reads: unlisted, code: "listing-unknown" },
  { when: "a listing without any task", reads: listing([]), code: "no-task-listed" },
  { when: "all tasks unhealthy at once", reads: listing(unhealthy([1, 2, 3, 4])), code: "mass-removal-held" },
  {
    when: "three of four unhealthy at once",
    reads: listing([task(1), ...unhealthy([2, 3, 4])]),
    code: "mass-removal-held",
  },
];

describe("the guard", () => {
  for (const { kind, entry } of kinds) {
    it.each(held)(`keeps all of a ${kind} record at $when`, ({ reads, code }) => {
      const run = new ZoneRun();
      const records = { web: [entry] };
      run.step({ records, listings: { web: running([1, 2, 3, 4]) } });
      const before = run.zone.recordSets;
      const plan = run.step({ records, listings: { web: reads } });
      expect(plan.actions).toEqual([]);
      expect(plan.findings.map((finding) => finding.code)).toEqual([code]);
      // Neither does it hang on what is remembered.
      expect(planZone({ ...run.inputOf({ records, listings: { web: reads } }), memory: null }, nowMs).actions).toEqual(
        [],
      );
      expect(run.zone.recordSets).toEqual(before);
    });
  }

  it("lets those go that were seen to stop, and what is new come", () => {
    const run = new ZoneRun();
    const records = { web: [record({ kind: "multivalue" })] };
    run.step({ records, listings: { web: running([1, 2, 3, 4]) } });
    const stopping = task(2, { desiredStatus: "STOPPED", lastStatus: "DEACTIVATING" });
    const plan = run.step({ records, listings: { web: listing([stopping, ...unhealthy([3, 4]), task(5), task(1)]) } });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual(
      [1, 3, 4, 5].map((n) => `${name} A [${taskId(n)}] ${privateAddress(n)} multivalue`),
    );
    expect(plan.findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "mass-removal-held", numbers: { published: 4, leaving: 3, unseen: 2 } },
    ]);
  });

  it("lets a minority go unseen", () => {
    const run = new ZoneRun();
    const records = { web: [record()] };
    run.step({ records, listings: { web: running([1, 2, 3, 4]) } });
    run.step({ records, listings: { web: listing([task(1), task(2), task(3)]) } });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `${name} A ${[1, 2, 3].map(privateAddress).join(" + ")}`,
    ]);
  });

  it("does not change the kind, the region or the name of a record while nothing is known of its tasks", () => {
    for (const { entry } of kinds) {
      for (const { entry: other } of [...kinds, { entry: record({ name: "other.shop.internal" }) }]) {
        const run = new ZoneRun();
        run.step({ records: { web: [entry] }, listings: { web: running([1, 2, 3]) } });
        for (const web of [unlisted, listing([])]) {
          expect(run.step({ records: { web: [other] }, listings: { web } }).actions).toEqual([]);
        }
      }
    }
  });

  it("does not drop a service that is renamed while nothing is known of its tasks", () => {
    for (const { entry } of kinds) {
      const run = new ZoneRun();
      run.step({ records: { web: [entry] }, listings: { web: running([1, 2, 3]) } });
      expect(run.step({ records: { site: [entry] }, listings: { site: unlisted } }).actions).toEqual([]);
    }
  });

  it("does not drop a service that is renamed beside another of its weighted name", () => {
    const run = new ZoneRun();
    const weighted = (setIdentifier: string) => [record({ kind: "weighted", weight: 1, setIdentifier })];
    const api = { records: { api: weighted("a") }, listings: { api: running([1]) } };
    run.step({ records: { ...api.records, web: weighted("b") }, listings: { ...api.listings, web: running([2]) } });
    for (const site of [unlisted, listing([]), listing(unhealthy([2]))]) {
      const renamed = { records: { ...api.records, site: weighted("b") }, listings: { ...api.listings, site } };
      const written = run
        .step(renamed)
        .actions.flatMap((one) => (one.kind === "change-record-sets" ? one.changes : []));
      expect(written.filter(({ recordSet: { type } }) => type === "A")).toEqual([]);
    }
  });

  it("without a memory knows by the listing whose address stopped", () => {
    for (const { entry } of kinds) {
      const run = new ZoneRun();
      run.step({ records: { web: [entry] }, listings: { web: running([1, 2]) } });
      run.memory = null;
      expect(run.step({ records: { web: [entry] }, listings: { web: running([], [1, 2]) } }).findings).toEqual([]);
      expect(run.zone.recordSets).toEqual([]);
    }
  });

  it("a service that nobody listed counts as unknown", () => {
    const run = new ZoneRun();
    const records = { web: [record()] };
    run.step({ records, listings: { web: running([1]) } });
    const plan = run.step({ records, listings: {} });
    expect([plan.actions, plan.findings.map(({ code }) => code)]).toEqual([[], ["listing-unknown"]]);
  });

  it("a zone that can't be read is not written, and what is remembered stays", () => {
    const run = new ZoneRun();
    const records = { web: [record()] };
    run.step({ records, listings: { web: running([1]) } });
    const unread = { kind: "unknown", because: "access-denied", detail: "route53:ListResourceRecordSets Z1" } as const;
    const plan = planZone({ ...run.inputOf({ records, listings: { web: running([2]) } }), observed: unread }, nowMs);
    expect(plan).toEqual({
      actions: [],
      findings: [
        {
          code: "destination-unknown",
          service: null,
          database: null,
          numbers: {},
          detail: "shop.internal: route53:ListResourceRecordSets Z1",
          unlocks: [],
        },
      ],
      absent: {},
      lookAgainInSeconds: null,
      memory: run.memory,
    });
  });

  it("a record that left headgate.yml goes, and its service's others stay", () => {
    const run = new ZoneRun();
    const other = record({ name: "other.shop.internal" });
    run.step({ records: { web: [record(), other] }, listings: { web: running([1, 2]) } });
    run.step({ records: { web: [other] }, listings: { web: running([1, 2]) } });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `other.shop.internal A ${privateAddress(1)} + ${privateAddress(2)}`,
    ]);
  });

  it("a task without an address of the kind is left out with a word", () => {
    const lone = task(2, { addresses: { privateIpv4: privateAddress(2), publicIpv4: null, ipv6: null } });
    const plan = planZone(
      input({ records: { web: [record({ address: "public" })] }, listings: { web: listing([task(1), lone]) } }),
      nowMs,
    );
    expect(plan.findings).toEqual([
      {
        code: "task-without-address",
        service: "web",
        database: null,
        numbers: { tasks: 1 },
        detail: `${name}: ${taskId(2)} (no-address)`,
        unlocks: [],
      },
    ]);
  });
});
