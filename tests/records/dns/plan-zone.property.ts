import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { setKeyOf } from "../../../shared/records/dns/set-key.ts";
import type { ListedTask } from "../../../shared/records/task-listing.ts";
import { always } from "../../plan/always.ts";
import { shuffled } from "../../plan/shuffled.ts";
import { type Given, listing, nowMs, unlisted } from "./zone-case.ts";
import { ZoneLife } from "./zone-life.ts";
import { allServices, foreignSet, moment } from "./zone-worlds.ts";

const history = fc.array(moment, { minLength: 1, maxLength: 5 });
const foreign = fc.array(foreignSet, { maxLength: 3 });
const writes = ({ actions }: ReturnType<typeof planZone>) =>
  actions.filter(({ kind }) => kind === "change-record-sets");

const lived = (theirs: readonly RecordSet[], moments: Parameters<ZoneLife["live"]>[0][]): ZoneLife => {
  const life = new ZoneLife(theirs);
  for (const one of moments) life.live(one);
  return life;
};

/** Plans until nothing is left to write. */
const settled = ({ run }: ZoneLife, given: Given) => {
  for (let plans = 0; plans < 8; plans++) {
    const plan = run.step(given);
    if (plan.actions.length === 0) return plan;
  }
  throw new Error("the zone does not come to rest");
};

describe("a hosted zone, whatever happened before", () => {
  it("always takes every batch as it is, and never shows a change of what is not ours", () => {
    always(
      fc.property(foreign, history, (theirs, moments) => {
        const life = new ZoneLife(theirs);
        for (const one of moments) {
          life.live(one);
          expect(life.run.zone.recordSets).toEqual(expect.arrayContaining([...life.foreign]));
        }
      }),
      600,
    );
  });

  it("always comes to rest, also when the process dies between two batches; and then nothing is written", () => {
    always(
      fc.property(foreign, history, (theirs, moments) => {
        const life = lived(theirs, moments);
        settled(life, moments.at(-1)!.given);
        const { zone } = life.run;
        const before = zone.batches;
        expect(life.run.step(moments.at(-1)!.given).actions).toEqual([]);
        expect(zone.batches).toBe(before);
      }),
      400,
    );
  });

  it("always is written once: a second plan of the same world has no change, unless the guard let go or a check came", () => {
    always(
      fc.property(foreign, history, allServices, (theirs, moments, given) => {
        const life = lived(theirs, moments);
        const first = life.run.step(given);
        fc.pre(first.findings.every(({ code }) => code !== "mass-removal-held"));
        fc.pre(first.actions.every(({ kind }) => kind === "change-record-sets"));
        expect(writes(life.run.step(given))).toEqual([]);
      }),
      400,
    );
  });

  it("always answers with exactly the tasks that are ready, where nothing is held", () => {
    let compared = 0;
    always(
      fc.property(foreign, history, allServices, (theirs, moments, given) => {
        const life = lived(theirs, moments);
        const { findings } = settled(life, given);
        const held = new Set(findings.map(({ service }) => service));
        const theirsNow = new Set(life.foreign.map((set) => setKeyOf(set)));
        const ours = life.run.zone.recordSets.filter((set) => !theirsNow.has(setKeyOf(set)));
        for (const [service, entries] of Object.entries(given.records)) {
          const its = given.listings[service]!;
          if (held.has(service) || its.kind === "unknown") continue;
          for (const entry of entries) {
            expect(answered(ours, entry)).toEqual(expectedOf(its.value.tasks, entry));
            compared += 1;
          }
        }
      }),
      400,
    );
    expect(compared).toBeGreaterThan(200);
  });

  it("never loses a set while listings fail or are empty, whatever headgate.yml says by then", () => {
    always(
      fc.property(foreign, history, allServices, fc.boolean(), (theirs, moments, given, fails) => {
        const life = lived(theirs, moments);
        const known = moments.at(-1)!.given.records;
        const after = Object.keys(known).map(
          (service) => [service, given.records[service] ?? known[service]!] as const,
        );
        settled(life, moments.at(-1)!.given);
        const listings = Object.fromEntries(after.map(([service]) => [service, fails ? unlisted : listing([])]));
        const plan = life.run.step({ records: Object.fromEntries(after), listings });
        expect(writes(plan)).toEqual([]);
      }),
      400,
    );
  });

  it("never loses what a service has while its own listing fails, however the others fare", () => {
    always(
      fc.property(foreign, history, allServices, fc.boolean(), (theirs, moments, given, fails) => {
        const life = lived(theirs, moments);
        const blind = Object.keys(given.records)[0];
        fc.pre(blind !== undefined);
        const mark = `headgate/service=${blind}"`;
        const ownedBefore = settledSets(life.run.zone.recordSets, mark);
        life.run.step({ ...given, listings: { ...given.listings, [blind]: fails ? unlisted : listing([]) } });
        const after = new Set(settledSets(life.run.zone.recordSets, mark));
        for (const name of ownedBefore) expect(after).toContain(name);
      }),
      400,
    );
  });

  it("never sees a DELETE in upsert-only, nor any write in observe", () => {
    always(
      fc.property(foreign, history, allServices, (theirs, moments, given) => {
        const life = lived(theirs, moments);
        const { run } = life;
        expect(planZone(run.inputOf({ ...given, policy: "observe" }), nowMs).actions).toEqual([]);
        const plan = run.step({ ...given, policy: "upsert-only" });
        const changes = plan.actions.flatMap((action) => (action.kind === "change-record-sets" ? action.changes : []));
        expect(changes.filter(({ action }) => action === "DELETE")).toEqual([]);
        expect(run.zone.recordSets).toEqual(expect.arrayContaining([...life.foreign]));
      }),
      400,
    );
  });

  it("never depends on the order of anything that is read", () => {
    always(
      fc.property(foreign, history, allServices, fc.nat({ max: 1000 }), (theirs, moments, given, salt) => {
        const { run } = lived(theirs, moments);
        const asRead = run.inputOf(given);
        const known = asRead.observed.kind === "known" ? asRead.observed.value : null;
        const mixed = {
          ...asRead,
          destination: {
            ...asRead.destination,
            services: shuffled(asRead.destination.services, salt).map(({ service, entries }) => ({
              service,
              entries: shuffled(entries, salt),
            })),
          },
          observed: {
            kind: "known" as const,
            value: {
              recordSets: shuffled(known!.recordSets, salt).map((set) => ({
                ...set,
                values: shuffled(set.values, salt),
              })),
              healthChecks: shuffled(known!.healthChecks, salt),
            },
          },
          listings: new Map(
            shuffled([...asRead.listings], salt).map(([service, its]) => [
              service,
              its.kind === "unknown" ? its : listing(shuffled(its.value.tasks, salt)),
            ]),
          ),
        };
        expect(withSortedValues(planZone(mixed, nowMs))).toEqual(withSortedValues(planZone(asRead, nowMs)));
      }),
      400,
    );
  });
});

/** A DELETE repeats what was read, in the order in which it was read. */
const withSortedValues = (plan: ReturnType<typeof planZone>) => ({
  ...plan,
  actions: plan.actions.map((action) =>
    action.kind === "change-record-sets"
      ? {
          ...action,
          changes: action.changes.map(({ action: verb, recordSet }) => ({
            verb,
            recordSet: { ...recordSet, values: [...recordSet.values].sort() },
          })),
        }
      : action,
  ),
});

const settledSets = (sets: readonly RecordSet[], mark: string): readonly string[] =>
  sets
    .filter(({ type, values }) => type === "TXT" && values.some((value) => value.endsWith(mark)))
    .map(({ name }) => name);

/** What a resolver would find for an entry, read from the sets alone. */
const answered = (sets: readonly RecordSet[], entry: RecordConfig): readonly string[] => {
  const at = (name: string, type: string): readonly string[] =>
    sets
      .filter((set) => set.name === name && set.type === type)
      .filter(
        ({ setIdentifier }) =>
          entry.kind !== "weighted" ||
          entry.name.startsWith("split") === false ||
          setIdentifier === entry.setIdentifier,
      )
      .flatMap(({ alias, values }) => (alias ? at(alias.dnsName, type) : values));
  const types = entry.family === "dual" ? ["A", "AAAA"] : entry.family === "ipv4" ? ["A"] : ["AAAA"];
  if (entry.kind !== "srv") return [...new Set(types.flatMap((type) => at(entry.name, type)))].sort();
  return at(entry.name, "SRV")
    .flatMap((value) => {
      const [, , port, host] = value.split(" ");
      return types.flatMap((type) => at(host!, type)).map((address) => `${address} ${port}`);
    })
    .sort();
};

/** The same from the tasks alone. */
const expectedOf = (tasks: readonly ListedTask[], entry: RecordConfig): readonly string[] => {
  const ready = tasks.filter(
    ({ desiredStatus, lastStatus, health }) =>
      desiredStatus === "RUNNING" && lastStatus === "RUNNING" && health === "HEALTHY",
  );
  const addresses = ready.flatMap(({ addresses: { privateIpv4, publicIpv4, ipv6 }, ports }) => {
    const ipv4 = entry.family === "ipv6" ? null : entry.address === "public" ? publicIpv4 : privateIpv4;
    const found = [ipv4, entry.family === "ipv4" ? null : ipv6].filter((address) => address !== null);
    return entry.kind === "srv" ? found.map((address) => `${address} ${ports[0]!.hostPort}`) : found;
  });
  return [...new Set(addresses)].sort();
};
