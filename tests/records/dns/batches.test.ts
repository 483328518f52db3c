import { describe, expect, it } from "@jest/globals";
import { costOf, fitsInBatch } from "../../../shared/records/dns/batch-cost.ts";
import { changeBatches } from "../../../shared/records/dns/change-batches.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { ChangeRecordSets, RecordChange } from "../../../shared/records/records-action.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import {
  bridged,
  input,
  listing,
  nowMs,
  privateAddress,
  range,
  record,
  recordSet,
  running,
  stopped,
  task,
  taskId,
} from "./zone-case.ts";

const name = "web.shop.internal";
const batchesOf = (actions: readonly { readonly kind: string }[]): readonly ChangeRecordSets[] =>
  actions.filter((action): action is ChangeRecordSets => action.kind === "change-record-sets");

const change = (action: RecordChange["action"], count: number, length = 1): RecordChange => ({
  action,
  recordSet: recordSet({ values: Array.from({ length: count }, () => "v".repeat(length)) }),
});

const alias: RecordChange = {
  action: "UPSERT",
  recordSet: recordSet({
    values: [],
    ttlSeconds: null,
    alias: { hostedZoneId: "Z1", dnsName: "eu.shop.internal", evaluateTargetHealth: true },
  }),
};

describe("what a change costs of a request", () => {
  it.each([
    { when: "a CREATE counts once", given: [change("CREATE", 3, 5)], gives: { records: 3, characters: 15 } },
    { when: "a DELETE counts once", given: [change("DELETE", 3, 5)], gives: { records: 3, characters: 15 } },
    { when: "an UPSERT counts twice", given: [change("UPSERT", 3, 5)], gives: { records: 6, characters: 30 } },
    { when: "an alias is one record without characters", given: [alias], gives: { records: 2, characters: 0 } },
    { when: "nothing costs nothing", given: [], gives: { records: 0, characters: 0 } },
  ])("$when", ({ given, gives }) => expect(costOf(given)).toEqual(gives));

  it.each([
    { when: "1,000 records", given: [change("CREATE", 400), change("UPSERT", 300)], gives: true },
    { when: "1,001 records", given: [change("CREATE", 401), change("UPSERT", 300)], gives: false },
    { when: "32,000 characters", given: [change("CREATE", 8, 2000), change("UPSERT", 8, 1000)], gives: true },
    {
      when: "32,001 characters",
      given: [change("CREATE", 8, 2000), change("UPSERT", 8, 1000), change("CREATE", 1)],
      gives: false,
    },
  ])("$when fit in a request: $gives", ({ given, gives }) => expect(fitsInBatch(given)).toBe(gives));
});

describe("packing", () => {
  const sizes = (pieces: readonly RecordChange[][]): readonly number[] =>
    changeBatches(pieces, "Z1").map(({ changes }) => changes.length);

  it.each([
    { when: "nothing is no batch", given: [], gives: [] },
    { when: "1,000 records are one", given: Array.from({ length: 1000 }, () => [change("CREATE", 1)]), gives: [1000] },
    { when: "1,001 are two", given: Array.from({ length: 1001 }, () => [change("CREATE", 1)]), gives: [1000, 1] },
    { when: "500 UPSERTs are one", given: Array.from({ length: 500 }, () => [change("UPSERT", 1)]), gives: [500] },
    { when: "501 UPSERTs are two", given: Array.from({ length: 501 }, () => [change("UPSERT", 1)]), gives: [500, 1] },
    { when: "16,000 characters of UPSERTs are one", given: [[change("UPSERT", 16, 1000)]], gives: [1] },
    {
      when: "one character more are two",
      given: [[change("UPSERT", 15, 1000)], [change("UPSERT", 1, 1001)]],
      gives: [1, 1],
    },
    {
      when: "what belongs together moves to the next as a whole",
      given: [
        [change("CREATE", 400), change("CREATE", 400)],
        [change("CREATE", 100), change("CREATE", 101)],
      ],
      gives: [2, 2],
    },
  ])("$when", ({ given, gives }) => expect(sizes(given)).toEqual(gives));
});

describe("a plan in batches", () => {
  it("is one batch for the whole zone, however many services", () => {
    const services = range(50).map((number) => `svc-${number}`);
    const records = Object.fromEntries(services.map((it) => [it, [record({ name: `${it}.shop.internal` })]]));
    const listings = Object.fromEntries(services.map((it, i) => [it, running(range(8, 10 * i))]));
    const { actions } = planZone(input({ records, listings }), nowMs);
    expect(batchesOf(actions).map(({ changes }) => changes.length)).toEqual([100]);
  });

  it("never parts a set from its ownership record", () => {
    const run = new ZoneRun();
    const services = range(9).map((number) => `svc-${number}`);
    const records = Object.fromEntries(
      services.map((it) => [it, [record({ name: `${it}.shop.internal`, kind: "multivalue" as const })]]),
    );
    const listings = Object.fromEntries(services.map((it, i) => [it, running(range(95, 100 * i))]));
    const plan = run.step({ records, listings });
    const batches = batchesOf(plan.actions);
    expect(batches.length).toBe(Math.ceil((9 * 95 * costOf(batches[0]!.changes.slice(0, 2)).characters) / 32_000));
    for (const { changes } of batches) {
      for (let i = 0; i < changes.length; i += 2) {
        expect(changes[i + 1]!.recordSet.name.endsWith(`.${changes[i]!.recordSet.name}`)).toBe(true);
      }
    }
    expect(run.step({ records, listings }).actions).toEqual([]);
  });

  it("400 addresses are one record, the 401st is left out with a word", () => {
    const at400 = planZone(input({ records: { web: [record()] }, listings: { web: running(range(400)) } }), nowMs);
    expect(at400.findings).toEqual([]);
    const run = new ZoneRun();
    const given = { records: { web: [record()] }, listings: { web: running(range(401)) } };
    const plan = run.step(given);
    expect(plan.findings).toEqual([
      {
        code: "too-many-values",
        service: "web",
        database: null,
        numbers: { tasks: 401, notPublished: 1 },
        detail: name,
        unlocks: [],
      },
    ]);
    expect(withoutOwnership(run.zone.recordSets).map(({ values }) => values.length)).toEqual([400]);
    expect(run.step(given).actions).toEqual([]);
  });

  it("who is published keeps its place among 400", () => {
    const run = new ZoneRun();
    const records = { web: [record()] };
    run.step({ records, listings: { web: running(range(400, 10)) } });
    expect(run.step({ records, listings: { web: running([1, ...range(400, 10)]) } }).actions).toEqual([]);
  });

  it("an SRV record holds what an UPSERT can carry: 16,000 characters with its ownership record", () => {
    const run = new ZoneRun();
    const records = { web: [record({ kind: "srv", name: `_http._tcp.${name}` })] };
    const plan = run.step({ records, listings: { web: running(range(400)) } });
    const set = run.zone.recordSets.find(({ type }) => type === "SRV")!;
    const text = run.zone.recordSets.find((it) => it.name === `_headgate.srv-all._http._tcp.${name}`)!;
    const length = set.values[0]!.length;
    expect(set.values.length).toBe(Math.floor((16_000 - text.values[0]!.length) / length));
    expect(plan.findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "too-many-values", numbers: { tasks: 400, notPublished: 400 - set.values.length } },
    ]);
    // Its hosts are there before it, in batches of their own.
    const batches = batchesOf(plan.actions);
    expect(batches.length).toBeGreaterThan(1);
    const types = batches.map(({ changes }) => changes.some(({ recordSet: { type } }) => type === "SRV"));
    expect(types).toEqual([...Array(batches.length - 1).fill(false), true]);
  });

  it("a large SRV record goes before its hosts do", () => {
    const run = new ZoneRun();
    const records = { web: [record({ kind: "srv", name: `_http._tcp.${name}` })] };
    run.step({ records, listings: { web: running(range(260)) } });
    const plan = run.step({ records, listings: { web: listing(range(260).map(stopped)) } });
    const batches = batchesOf(plan.actions);
    expect(batches.length).toBeGreaterThan(1);
    const types = batches.map(({ changes }) => changes.some(({ recordSet: { type } }) => type === "SRV"));
    expect(types).toEqual([true, ...Array(batches.length - 1).fill(false)]);
    expect(run.zone.recordSets).toEqual([]);
  });

  it("an SRV record and its new hosts share a batch, the hosts first", () => {
    const given = {
      records: { web: [record({ kind: "srv", name: `_http._tcp.${name}` })] },
      listings: { web: listing([bridged(1, 7, 40_001)]) },
    };
    const [batch] = batchesOf(planZone(input(given), nowMs).actions);
    expect(batch!.changes.map(({ action, recordSet: { type, name: at } }) => `${action} ${type} ${at}`)).toEqual([
      `CREATE A i-7.${name}`,
      `CREATE TXT _headgate.a-all.i-7.${name}`,
      `CREATE SRV _http._tcp.${name}`,
      `CREATE TXT _headgate.srv-all._http._tcp.${name}`,
    ]);
  });

  it("another kind of record is a DELETE and a CREATE in one batch", () => {
    const run = new ZoneRun();
    run.step({ records: { web: [record()] }, listings: { web: running([1, 2]) } });
    const plan = run.step({ records: { web: [record({ kind: "multivalue" })] }, listings: { web: running([1, 2]) } });
    const [batch, ...more] = batchesOf(plan.actions);
    expect(more).toEqual([]);
    expect(
      batch!.changes.map(({ action, recordSet: { type, setIdentifier } }) => [action, type, setIdentifier]),
    ).toEqual([
      ["DELETE", "A", null],
      ["DELETE", "TXT", null],
      ["CREATE", "A", taskId(1)],
      ["CREATE", "TXT", null],
      ["CREATE", "A", taskId(2)],
      ["CREATE", "TXT", null],
    ]);
  });

  it("a record that becomes weighted under the identifier all keeps the ownership record of that name", () => {
    const run = new ZoneRun();
    const listings = { web: running([1]) };
    const records = { web: [record({ kind: "weighted", weight: 1, setIdentifier: "all" })] };
    run.step({ records: { web: [record()] }, listings });
    run.step({ records, listings });
    expect(run.zone.recordSets.map(({ name: at }) => at).sort()).toEqual([`_headgate.a-all.${name}`, name]);
    expect(run.step({ records, listings }).actions).toEqual([]);
  });

  it("a change of kind that is larger than a batch leaves the name without an answer at no time", () => {
    const run = new ZoneRun();
    const stack = { records: { ["w".repeat(320)]: [record({ kind: "multivalue" as const })] } };
    const web = "w".repeat(320);
    run.step({ ...stack, listings: { [web]: running(range(89)) } });
    const simple = { records: { [web]: [record()] }, listings: { [web]: running(range(89)) } };
    const batches = batchesOf(planZone(run.inputOf(simple), nowMs).actions);
    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) {
      run.zone.apply(batch);
      expect(withoutOwnership(run.zone.recordSets).length).toBeGreaterThan(0);
    }
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([
      `${name} A ${range(89).map(privateAddress).sort().join(" + ")}`,
    ]);
    const back = { ...simple, ...stack };
    for (const batch of batchesOf(planZone(run.inputOf(back), nowMs).actions)) {
      run.zone.apply(batch);
      expect(withoutOwnership(run.zone.recordSets).length).toBeGreaterThan(0);
    }
    expect(withoutOwnership(run.zone.recordSets).length).toBe(89);
    expect(planZone(run.inputOf(back), nowMs).actions).toEqual([]);
  });
});

describe("more multivalue records than Route 53 allows", () => {
  const records = { web: [record({ kind: "multivalue" })] };
  const at = (run: ZoneRun, count: number) => {
    const plan = run.step({ records, listings: { web: running(range(count), range(110 - count, count + 1)) } });
    const sets = withoutOwnership(run.zone.recordSets);
    return { count, sets: sets.length, kind: sets[0]!.routing.kind, codes: plan.findings.map(({ code }) => code) };
  };

  it("become one simple record above 100, and go back below 90", () => {
    const run = new ZoneRun();
    const told = ["too-many-multivalue-sets"];
    expect([99, 100, 101, 100, 95, 90, 89, 90, 100, 101].map((count) => at(run, count))).toEqual([
      { count: 99, sets: 99, kind: "multivalue", codes: [] },
      { count: 100, sets: 100, kind: "multivalue", codes: [] },
      { count: 101, sets: 1, kind: "simple", codes: told },
      { count: 100, sets: 1, kind: "simple", codes: told },
      { count: 95, sets: 1, kind: "simple", codes: told },
      { count: 90, sets: 1, kind: "simple", codes: told },
      { count: 89, sets: 89, kind: "multivalue", codes: [] },
      { count: 90, sets: 90, kind: "multivalue", codes: [] },
      { count: 100, sets: 100, kind: "multivalue", codes: [] },
      { count: 101, sets: 1, kind: "simple", codes: told },
    ]);
  });

  it("beside somebody else's, those have room that fit, and the published keep their place", () => {
    const theirs = range(3).map((n) =>
      recordSet({ setIdentifier: `theirs-${n}`, values: [`10.8.0.${n}`], routing: { kind: "multivalue" } }),
    );
    const run = new ZoneRun(theirs);
    run.step({ records, listings: { web: running(range(97, 10)) } });
    const plan = run.step({ records, listings: { web: running([1, ...range(97, 10)]) } });
    expect(plan.actions).toEqual([]);
    expect(plan.findings.map(({ code, numbers, detail }) => ({ code, numbers, detail }))).toEqual([
      {
        code: "too-many-multivalue-sets",
        numbers: { tasks: 98, notPublished: 1 },
        detail: `${name} has no room for all of them`,
      },
    ]);
  });

  it("beside somebody else's they are never one simple record, which Route 53 would refuse", () => {
    const theirs = recordSet({ setIdentifier: "theirs", values: ["10.8.0.1"], routing: { kind: "multivalue" } });
    const run = new ZoneRun([theirs]);
    run.step({ records, listings: { web: running(range(105)) } });
    expect(withoutOwnership(run.zone.recordSets).length).toBe(100);
  });

  it("of two services share the room in the order of their names", () => {
    const run = new ZoneRun();
    const both = { api: records.web, web: records.web };
    run.step({
      records: both,
      listings: { api: running(range(60)), web: listing(range(60, 100).map((n) => task(n))) },
    });
    expect(withoutOwnership(run.zone.recordSets).length).toBe(100);
  });
});
