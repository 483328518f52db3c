import { describe, expect, it } from "@jest/globals";
import type { Reading } from "../../../shared/reading.ts";
import { entrySetsOf } from "../../../shared/records/dns/entry-sets.ts";
import { observeZone } from "../../../shared/records/dns/observed-zone.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { retainedSets } from "../../../shared/records/dns/retained-sets.ts";
import { setKeyOf } from "../../../shared/records/dns/set-key.ts";
import { zoneEntriesOf } from "../../../shared/records/dns/zone-entry.ts";
import type { TaskListing } from "../../../shared/records/task-listing.ts";
import { destination, owned, type Records, record, recordSet, running, stack, taskId, unlisted } from "./zone-case.ts";

const name = "web.shop.internal";
const observe = (recordSets: readonly RecordSet[]) => observeZone({ recordSets, healthChecks: [] }, stack);

const regionalAs = (regionalName: string) =>
  record({
    regional: { regionalName, setIdentifier: regionalName, by: { kind: "latency", region: "eu-central-1" } },
  });
const alias = (dnsName: string, changes: Partial<RecordSet> = {}): RecordSet =>
  recordSet({
    setIdentifier: "eu",
    ttlSeconds: null,
    values: [],
    alias: { hostedZoneId: "Z1", dnsName, evaluateTargetHealth: true },
    routing: { kind: "latency", region: "eu-central-1" },
    ...changes,
  });
const ofTask = (number: number): RecordSet =>
  recordSet({ setIdentifier: taskId(number), routing: { kind: "multivalue" } });
const weighted = (setIdentifier: string, type = "A"): RecordSet =>
  recordSet({ type, setIdentifier, routing: { kind: "weighted", weight: 1 } });
const weightedRecord = (setIdentifier: string) =>
  record({ kind: "weighted", weight: 1, setIdentifier, family: "dual" });
const inEurope = recordSet({ name: `eu.${name}` });
const multivalue = [record({ kind: "multivalue" })];

describe("the sets that hold an entry's tasks", () => {
  it.each<{
    when: string;
    records: Records;
    /** Whose first entry. */
    of: string;
    there: readonly RecordSet[];
    gives: readonly RecordSet[];
  }>([
    {
      when: "are those of its name and types",
      records: { web: [record()] },
      of: "web",
      there: [...owned(recordSet()), ...owned(recordSet({ type: "AAAA" })), ...owned(inEurope)],
      gives: [recordSet()],
    },
    { when: "are ours", records: { web: [record()] }, of: "web", there: [recordSet()], gives: [] },
    {
      when: "are no alias: only what it points to",
      records: { web: [regionalAs(inEurope.name)] },
      of: "web",
      there: [...owned(alias(inEurope.name)), ...owned(inEurope)],
      gives: [inEurope],
    },
    {
      when: "are at its plain name while it is not by region yet",
      records: { web: [regionalAs(inEurope.name)] },
      of: "web",
      there: owned(recordSet()),
      gives: [recordSet()],
    },
    {
      when: "are where its alias points while it is still by region",
      records: { web: [record()] },
      of: "web",
      there: [...owned(alias(inEurope.name)), ...owned(inEurope)],
      gives: [inEurope],
    },
    {
      when: "are not where somebody else's alias points",
      records: { web: [record()] },
      of: "web",
      there: [alias(inEurope.name), ...owned(inEurope)],
      gives: [],
    },
    {
      when: "are not where its alias points once that is another's place",
      records: { europe: [record({ name: inEurope.name })], web: [record()] },
      of: "web",
      there: [...owned(alias(inEurope.name)), ...owned(inEurope)],
      gives: [],
    },
    {
      when: "are in its place although another's alias points there",
      records: { europe: [record({ name: inEurope.name })], web: [record()] },
      of: "europe",
      there: [...owned(alias(inEurope.name)), ...owned(inEurope)],
      gives: [inEurope],
    },
    {
      when: "are those of the name that its service had before",
      records: { site: [record()] },
      of: "site",
      there: owned(recordSet()),
      gives: [recordSet()],
    },
    {
      when: "are those of a service that is only elsewhere now",
      records: { site: [record()], api: [record({ name: "api.shop.internal" })] },
      of: "site",
      there: owned(recordSet(), "api"),
      gives: [recordSet()],
    },
    {
      when: "are not those of another service at the name",
      records: { api: multivalue, web: multivalue },
      of: "api",
      there: [...owned(ofTask(1)), ...owned(ofTask(2), "api")],
      gives: [ofTask(2)],
    },
    {
      when: "are not those of another service that is by region under the name",
      records: { api: [regionalAs(`eu-api.${name}`)], web: [regionalAs(`eu-web.${name}`)] },
      of: "api",
      there: owned(recordSet()),
      gives: [],
    },
    {
      when: "are, as the first of two, those of a service that neither of them is",
      records: { api: multivalue, site: multivalue },
      of: "api",
      there: owned(recordSet()),
      gives: [recordSet()],
    },
    {
      when: "are, as the second of two, none of a service that neither of them is",
      records: { api: multivalue, site: multivalue },
      of: "site",
      there: owned(recordSet()),
      gives: [],
    },
    {
      when: "are, of two weighted records, those of its identifier",
      records: { web: [weightedRecord("blue"), weightedRecord("green")] },
      of: "web",
      there: ["blue", "green"].flatMap((it) => [...owned(weighted(it)), ...owned(weighted(it, "AAAA"))]),
      gives: [weighted("blue"), weighted("blue", "AAAA")],
    },
    {
      when: "are those of its identifier also after its service was renamed",
      records: { api: [weightedRecord("blue")], site: [weightedRecord("green")] },
      of: "site",
      there: [...owned(weighted("blue"), "api"), ...owned(weighted("green"))],
      gives: [weighted("green")],
    },
    {
      when: "are not those of a renamed neighbour's identifier, although it comes first",
      records: { api: [weightedRecord("blue")], site: [weightedRecord("green")] },
      of: "api",
      there: [...owned(weighted("blue"), "api"), ...owned(weighted("green"))],
      gives: [weighted("blue")],
    },
  ])("$when", ({ records, of, there, gives }) => {
    const entries = zoneEntriesOf(destination(records), new Map(), new Map());
    const entry = entries.find(({ service }) => service === of)!;
    expect(entrySetsOf(entry, entries, observe(there)).map(({ set }) => set)).toEqual(gives);
  });
});

const srv = recordSet({ name: `_http._tcp.${name}`, type: "SRV", values: [`1 1 80 i-1.${name}`] });
const host = (type: string): RecordSet => recordSet({ name: `i-1.${name}`, type });
const srvRecord = record({ kind: "srv", name: srv.name });

describe("what stays as it was read while nothing is known of web's tasks", () => {
  it.each<{
    when: string;
    records: Records;
    listings?: Readonly<Record<string, Reading<TaskListing>>>;
    there: readonly RecordSet[];
    gives: readonly (readonly [string, RecordSet])[];
  }>([
    { when: "its sets", records: { web: [record()] }, there: owned(recordSet()), gives: [["set", recordSet()]] },
    {
      when: "nothing, once its tasks are known",
      records: { web: [record()] },
      listings: { web: running([1]) },
      there: owned(recordSet()),
      gives: [],
    },
    {
      when: "the hosts of its SRV record, on whosever account",
      records: { api: [record({ name: "api.shop.internal" })], web: [srvRecord] },
      there: [...owned(srv), ...owned(host("A"), "api"), ...owned(host("AAAA"), "api")],
      gives: [
        ["set", srv],
        ["host", host("A")],
        ["host", host("AAAA")],
      ],
    },
    {
      when: "its alias, and what that points to",
      records: { web: [regionalAs(inEurope.name)] },
      there: [...owned(inEurope), ...owned(alias(inEurope.name))],
      gives: [
        ["set", inEurope],
        ["alias", alias(inEurope.name)],
      ],
    },
    {
      when: "an alias at its name that is on another's account, and what that points to",
      records: { api: [regionalAs(inEurope.name)], web: [regionalAs(inEurope.name)] },
      there: [...owned(alias(inEurope.name), "api"), ...owned(inEurope, "api")],
      gives: [
        ["alias", alias(inEurope.name)],
        ["set", inEurope],
      ],
    },
    {
      when: "not an alias of somebody else's at its name",
      records: { web: [record()] },
      there: [alias(inEurope.name), ...owned(recordSet({ type: "AAAA" }))],
      gives: [["set", recordSet({ type: "AAAA" })]],
    },
    {
      when: "not a neighbour's set at its name",
      records: { api: [weightedRecord("blue")], web: [weightedRecord("green")] },
      there: [...owned(weighted("blue"), "api"), ...owned(weighted("green"))],
      gives: [["set", weighted("green")]],
    },
    {
      when: "aliases that point at each other, once each",
      records: { web: [record()] },
      there: [...owned(alias(`us.${name}`)), ...owned(alias(name, { name: `us.${name}` }))],
      gives: [
        ["alias", alias(name, { name: `us.${name}` })],
        ["alias", alias(`us.${name}`)],
      ],
    },
  ])("$when", ({ records, listings = {}, there, gives }) => {
    const all = new Map(Object.entries({ api: running([1]), web: unlisted, ...listings }));
    const retained = retainedSets(zoneEntriesOf(destination(records), all, new Map()), observe(there));
    const lineOf = (part: string, set: RecordSet) => `${part} ${setKeyOf(set)}`;
    expect(retained.map(({ part, set }) => lineOf(part, set)).sort()).toEqual(
      gives.map(([part, set]) => lineOf(part, set)).sort(),
    );
    expect(retained.filter(({ isRetained }) => !isRetained)).toEqual([]);
  });
});
