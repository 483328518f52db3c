import { describe, expect, it } from "@jest/globals";
import { type DesiredSet, plainSet } from "../../../shared/records/dns/desired-set.ts";
import { hostBaseOf } from "../../../shared/records/dns/entry-needs.ts";
import { mergeDesired } from "../../../shared/records/dns/merge-desired.ts";
import { observeZone } from "../../../shared/records/dns/observed-zone.ts";
import { ownershipNameOf } from "../../../shared/records/dns/ownership.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import { publishedRecords } from "../../../shared/records/dns/published-records.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { referencesOf } from "../../../shared/records/dns/references.ts";
import { sortFindings, zoneFinding } from "../../../shared/records/dns/zone-findings.ts";
import { input, nowMs, owned, privateAddress, record, recordSet, running, stack, taskId, txt } from "./zone-case.ts";

const name = "web.shop.internal";
const mark = `heritage=headgate,headgate/stack=${stack},headgate/service=web`;
const observe = (recordSets: readonly RecordSet[]) => observeZone({ recordSets, healthChecks: [] }, stack);

describe("what is at the name of an ownership record", () => {
  const place = ownershipNameOf(recordSet());
  it.each<{ when: string; there: readonly RecordSet[]; says: string | null }>([
    {
      when: "somebody's own text keeps us out",
      there: [txt(place, "v=spf1 -all")],
      says: `TXT ${place}: nobody says whose it is`,
    },
    {
      when: "somebody's own text does not make a set ours",
      there: [recordSet(), txt(place, "v=spf1 -all")],
      says: `A ${name}: nobody says whose it is`,
    },
    {
      when: "a CNAME keeps us out: nothing can be beside it",
      there: [recordSet({ name: place, type: "CNAME", values: ["text.example"] })],
      says: `CNAME ${place}: nobody says whose it is`,
    },
    { when: "an address is no text, and both can be there", there: [recordSet({ name: place })], says: null },
  ])("$when", ({ there, says }) => {
    const given = { records: { web: [record()] }, listings: { web: running([1, 2]) }, recordSets: there };
    const { actions, findings } = planZone(input(given), nowMs);
    expect(actions).toHaveLength(says === null ? 1 : 0);
    expect(findings.map(({ code, detail }) => `${code}: ${detail}`)).toEqual(
      says === null ? [] : [`record-not-owned: ${says}`],
    );
  });
});

describe("the sets of another stack at a name that is reached by region", () => {
  const alias = (setIdentifier: string, region: string): RecordSet =>
    recordSet({
      setIdentifier,
      ttlSeconds: null,
      values: [],
      alias: { hostedZoneId: "Z1", dnsName: `us.${name}`, evaluateTargetHealth: true },
      routing: { kind: "latency", region },
    });
  const regional = {
    regionalName: `eu.${name}`,
    setIdentifier: "frankfurt",
    by: { kind: "latency", region: "eu-central-1" },
  } as const;

  it.each([
    { when: "of another region are no hindrance", theirs: alias("virginia", "us-east-1"), blocked: [] },
    {
      when: "of the same region are: Route 53 takes each region once",
      theirs: alias("elsewhere", "eu-central-1"),
      blocked: [`A ${name} (elsewhere): nobody says whose it is`],
    },
  ])("$when", ({ theirs, blocked }) => {
    const given = { records: { web: [record({ regional })] }, listings: { web: running([1]) }, recordSets: [theirs] };
    const { actions, findings } = planZone(input(given), nowMs);
    const written = actions.flatMap((action) => (action.kind === "change-record-sets" ? action.changes : []));
    expect(findings.map(({ detail }) => detail)).toEqual(blocked);
    expect(written.some(({ recordSet: { setIdentifier } }) => setIdentifier === "frankfurt")).toBe(
      blocked.length === 0,
    );
  });
});

describe("whose a zone's sets are", () => {
  const keysOf = (sets: readonly RecordSet[]) => [...observe(sets).owned.keys()];
  const strayNames = (sets: readonly RecordSet[]) => observe(sets).strays.map(({ ownership }) => ownership.name);
  const [a, b, c] = ["a", "b", "c"].map((label) => recordSet({ name: `${label}.shop.internal` }));
  const marks = [a!, b!, c!].map((set) => owned(set)[1]!);

  it("is told sorted by key, in whatever order the zone was read", () => {
    const sets = [b!, c!, a!].flatMap((set) => owned(set));
    const keys = [a!, b!, c!].map((set) => `${set.name} A `);
    expect(keysOf(sets)).toEqual(keys);
    expect(keysOf(sets.toReversed())).toEqual(keys);
  });

  it("strays are told sorted by name, in whatever order the zone was read", () => {
    const names = marks.map((set) => set.name);
    expect(strayNames([marks[1]!, marks[2]!, marks[0]!])).toEqual(names);
    expect(strayNames([marks[2]!, marks[0]!, marks[1]!])).toEqual(names);
  });

  it.each<{ when: string; sets: readonly RecordSet[] }>([
    {
      when: "a CNAME with a mark of ours beside it: we never write one",
      sets: owned(recordSet({ type: "CNAME", values: ["web.example"] })).slice(0, 1),
    },
    { when: "a mark of ours at another kind of name", sets: [txt(`_copy.${name}`, mark)] },
    {
      when: "a mark of ours that is no TXT",
      sets: [recordSet({ name: ownershipNameOf(recordSet()), type: "SPF", values: [`"${mark}"`] })],
    },
    { when: "a mark of another stack", sets: [txt(ownershipNameOf(recordSet()), mark.replace("shop", "other"))] },
    { when: "a text that is no mark", sets: [txt(ownershipNameOf(recordSet()), "hello")] },
  ])("$when is neither ours nor a stray", ({ sets }) => {
    expect([keysOf(sets), strayNames(sets)]).toEqual([[], []]);
  });

  it("a CNAME is not ours even with a whole mark: only the mark is left over", () => {
    const sets = owned(recordSet({ type: "CNAME", values: ["web.example"] }));
    expect(keysOf(sets)).toEqual([]);
    expect(strayNames(sets)).toEqual([sets[1]!.name]);
  });
});

describe("what a set is read back as", () => {
  const nobody = { remembered: () => [], listed: () => [], isStrange: () => false };
  const base = { port: null, host: null, ipv6: null };
  const readBack = (set: RecordSet, attribution: Parameters<typeof publishedRecords>[2]) => {
    const zone = observe(owned(set));
    return publishedRecords([...zone.owned.values()], zone, attribution);
  };

  it("addresses of which no task is known are one each", () => {
    const values = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    expect(readBack(recordSet({ values }), nobody)).toEqual(
      values.map((ipv4) => ({ ...base, taskId: null, ipv4, places: [ipv4] })),
    );
  });

  it("addresses of one task are one, with its places sorted", () => {
    const remembered = () => [taskId(1)];
    expect(readBack(recordSet({ values: ["10.0.0.2", "10.0.0.1"] }), { ...nobody, remembered })).toEqual([
      { ...base, taskId: taskId(1), ipv4: "10.0.0.1", places: ["10.0.0.1", "10.0.0.2"] },
    ]);
  });
});

describe("what all entries want together", () => {
  const wanted = (service: string, changes: Partial<DesiredSet>, set: Partial<RecordSet> = {}): DesiredSet => ({
    set: plainSet({ name: "ip-1.shop.internal", type: "A", ttlSeconds: 60, values: ["10.0.0.1"], ...set }),
    service,
    part: "host",
    isRetained: false,
    healthCheck: null,
    ...changes,
  });
  const api = wanted("api", {}, { ttlSeconds: 60, values: ["10.0.0.2"] });
  const web = wanted("web", {}, { ttlSeconds: 30, values: ["10.0.0.1"] });
  const both = wanted("api", {}, { ttlSeconds: 30, values: ["10.0.0.1", "10.0.0.2"] });
  const kept = wanted("api", { part: "set", isRetained: true }, { values: ["10.0.0.9"] });
  const fresh = wanted("web", { part: "set" });

  it.each<{ when: string; given: readonly DesiredSet[]; gives: DesiredSet }>([
    { when: "a host of two has both addresses, the shorter TTL and the smaller owner", given: [web, api], gives: both },
    {
      when: "a host that one of them keeps as it was is written anew",
      given: [{ ...web, isRetained: true }, api],
      gives: both,
    },
    { when: "what is wanted goes before what is kept", given: [fresh, kept], gives: { ...fresh, service: "api" } },
    {
      when: "of two that want the same set the smaller name has it",
      given: [fresh, { ...kept, isRetained: false }],
      gives: { ...kept, isRetained: false },
    },
    {
      when: "what is kept does not take the place of what is wanted",
      given: [
        { ...kept, service: "web" },
        { ...fresh, service: "api" },
      ],
      gives: { ...fresh, service: "api" },
    },
  ])("$when", ({ given, gives }) => {
    for (const order of [given, given.toReversed()]) {
      const { sets, conflicting } = mergeDesired(order);
      expect([...sets.values()]).toEqual([gives]);
      expect(conflicting).toEqual([]);
    }
  });

  it("is sorted by key, in whatever order it is wanted", () => {
    const named = (label: string) => wanted("web", {}, { name: `${label}.shop.internal` });
    const keys = ["a.shop.internal A ", "b.shop.internal A ", "c.shop.internal A "];
    expect([...mergeDesired([named("b"), named("c"), named("a")]).sets.keys()]).toEqual(keys);
    expect([...mergeDesired([named("c"), named("a"), named("b")]).sets.keys()]).toEqual(keys);
  });
});

describe("names", () => {
  it.each([
    { when: "without its service and protocol", given: "_http._tcp.web.shop.internal", gives: name },
    {
      when: "an underscore further on is part of it",
      given: "_http._tcp.web._old.shop.internal",
      gives: "web._old.shop.internal",
    },
    { when: "without either it is the name itself", given: name, gives: name },
  ])("the hosts of an SRV record are under its name $when", ({ given, gives }) => {
    expect(hostBaseOf(given)).toBe(gives);
  });

  it("an SRV value that is none points nowhere", () => {
    expect(referencesOf(recordSet({ type: "SRV", values: ["nonsense", "1 1 80 ip-1.shop.internal"] }))).toEqual([
      "ip-1.shop.internal A",
      "ip-1.shop.internal AAAA",
    ]);
  });
});

describe("what a finding names", () => {
  it.each([
    { count: 3, says: "A a.shop.internal: T, A b.shop.internal: T, A c.shop.internal: T" },
    { count: 5, says: "A a.shop.internal: T, A b.shop.internal: T, A c.shop.internal: T and 2 more" },
  ])("of $count records is the first three, sorted, and how many more", ({ count, says }) => {
    const names = ["e", "c", "a", "d", "b"].filter((label) => label < "abcdef"[count]!);
    const records = names.map((label) => record({ name: `${label}.shop.internal` }));
    const recordSets = records.map((one) => recordSet({ name: one.name, values: [privateAddress(9)] }));
    const given = { records: { web: records }, listings: { web: running([1]) }, recordSets };
    const { findings } = planZone(input(given), nowMs);
    expect(findings.map(({ detail }) => detail)).toEqual([says.replaceAll(": T", ": nobody says whose it is")]);
  });

  it("is sorted by what is in the way, not by what is wanted", () => {
    const records = ["a", "b"].map((label) => record({ name: `${label}.shop.internal` }));
    const cname = recordSet({ name: "a.shop.internal", type: "CNAME", values: ["a.example"] });
    const recordSets = [cname, recordSet({ name: "b.shop.internal" })];
    const { findings } = planZone(
      input({ records: { web: records }, listings: { web: running([1]) }, recordSets }),
      nowMs,
    );
    expect(findings.map(({ detail }) => detail)).toEqual([
      "A b.shop.internal: nobody says whose it is, CNAME a.shop.internal: nobody says whose it is",
    ]);
  });
});

describe("findings", () => {
  it("are told of the zone first, then by service, code and detail, in whatever order they were found", () => {
    const sorted = [
      zoneFinding("would-change-records", null, {}, "z"),
      zoneFinding("record-not-owned", "api", {}, "b"),
      zoneFinding("record-restored", "api", {}, "a"),
      zoneFinding("record-restored", "api", {}, "c"),
      zoneFinding("record-not-owned", "web", {}, "a"),
    ];
    for (const order of [sorted, sorted.toReversed(), [2, 0, 4, 1, 3].map((at) => sorted[at]!)]) {
      expect(sortFindings(order)).toEqual(sorted);
    }
  });
});
