import { describe, expect, it } from "@jest/globals";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import { StrictZone } from "./strict-route53.ts";
import { listing, privateAddress, record, running, task, taskId, unlisted } from "./zone-case.ts";

const name = "web.shop.internal";
const isText = ({ type }: RecordSet): boolean => type === "TXT";

type Row = {
  readonly when: string;
  readonly kind: "simple" | "multivalue" | "weighted" | "srv" | "regional";
  readonly change: (set: RecordSet) => readonly RecordSet[];
  readonly says: string;
};

const rows: readonly Row[] = [
  {
    when: "a simple record that points somewhere else",
    kind: "simple",
    change: (set) => [isText(set) ? set : { ...set, values: ["10.9.9.9"] }],
    says: `A ${name} was 10.9.9.9`,
  },
  {
    when: "a stranger among the addresses",
    kind: "simple",
    change: (set) => [isText(set) ? set : { ...set, values: [...set.values, "10.9.9.9"] }],
    says: `A ${name} was ${privateAddress(1)}, ${privateAddress(2)}, 10.9.9.9`,
  },
  {
    when: "another TTL",
    kind: "simple",
    change: (set) => [isText(set) ? set : { ...set, ttlSeconds: 86_400 }],
    says: `A ${name} was ${privateAddress(1)}, ${privateAddress(2)}`,
  },
  {
    when: "a task's record with another address",
    kind: "multivalue",
    change: (set) => [set.setIdentifier === taskId(2) ? { ...set, values: ["10.9.9.9"] } : set],
    says: `A ${name} (${taskId(2)}) was 10.9.9.9`,
  },
  {
    when: "a record that was deleted, its ownership record left",
    kind: "multivalue",
    change: (set) => (set.setIdentifier === taskId(2) ? [] : [set]),
    says: `A ${name} (${taskId(2)}) was deleted`,
  },
  {
    when: "a record that was deleted with its ownership record",
    kind: "multivalue",
    change: (set) => (set.setIdentifier === taskId(2) || set.name.includes(`a-${taskId(2)}`) ? [] : [set]),
    says: `A ${name} (${taskId(2)}) was deleted`,
  },
  {
    when: "another weight",
    kind: "weighted",
    change: (set) => [isText(set) ? set : { ...set, routing: { kind: "weighted", weight: 255 } }],
    says: `A ${name} (stable) was ${privateAddress(1)}, ${privateAddress(2)}`,
  },
  {
    when: "an SRV record with a stranger's host",
    kind: "srv",
    change: (set) => [set.type === "SRV" ? { ...set, values: ["1 1 80 evil.example"] } : set],
    says: `SRV _http._tcp.${name} was 1 1 80 evil.example`,
  },
  {
    when: "an alias that does not look at its target's health",
    kind: "regional",
    change: (set) => [set.alias === null ? set : { ...set, alias: { ...set.alias, evaluateTargetHealth: false } }],
    says: `A ${name} (eu) was changed`,
  },
];

const regional = {
  regionalName: `eu.${name}`,
  setIdentifier: "eu",
  by: { kind: "latency", region: "eu-central-1" },
} as const;

const recordOf = (kind: Row["kind"]) => {
  if (kind === "weighted") return record({ kind, weight: 5, setIdentifier: "stable" });
  if (kind === "regional") return record({ regional });
  return kind === "srv" ? record({ kind, name: `_http._tcp.${name}` }) : record({ kind });
};

const stand = (kind: Row["kind"]) => {
  const run = new ZoneRun();
  const given = { records: { web: [recordOf(kind)] }, listings: { web: running([1, 2]) } };
  run.step(given);
  run.step(given);
  return { run, given, ours: run.zone.recordSets };
};

describe("what somebody changed by hand", () => {
  it.each(rows)("is set back with a word: $when", ({ kind, change, says }) => {
    const { run, given, ours } = stand(kind);
    run.zone = new StrictZone(ours.flatMap(change));
    const plan = run.step(given);
    expect(plan.findings).toEqual([
      { code: "record-restored", service: "web", database: null, numbers: { records: 1 }, detail: says, unlocks: [] },
    ]);
    expect(linesOf(run.zone.recordSets)).toEqual(linesOf(ours));
    const after = run.step(given);
    expect([after.actions, after.findings]).toEqual([[], []]);
  });

  it.each(rows)("is set back without a word where nothing is remembered: $when", ({ kind, change }) => {
    const { run, given, ours } = stand(kind);
    run.zone = new StrictZone(ours.flatMap(change));
    run.memory = null;
    const { findings } = run.step(given);
    // Without a memory a stranger's address may be a task's: the guard keeps it while nobody has seen it stop.
    for (const { code } of findings) expect(code).toBe("mass-removal-held");
    expect(linesOf(run.zone.recordSets).length).toBeGreaterThanOrEqual(linesOf(ours).length);
  });

  it("waits until the tasks are known, and is told then", () => {
    const { run, given, ours } = stand("multivalue");
    run.zone = new StrictZone(ours.filter(({ setIdentifier }) => setIdentifier !== taskId(2)));
    const blind = run.step({ ...given, listings: { web: unlisted } });
    expect([blind.actions, blind.findings.map(({ code }) => code)]).toEqual([[], ["listing-unknown"]]);
    expect(run.step(given).findings.map(({ code }) => code)).toEqual(["record-restored"]);
  });

  it("waits also where a record was changed and not deleted", () => {
    const { run, given, ours } = stand("simple");
    run.zone = new StrictZone(ours.map((set) => (isText(set) ? set : { ...set, values: ["10.9.9.9"] })));
    expect(run.step({ ...given, listings: { web: unlisted } }).actions).toEqual([]);
    expect(run.step(given).findings.map(({ code }) => code)).toEqual(["record-restored"]);
    expect(linesOf(run.zone.recordSets)).toEqual(linesOf(ours));
  });

  it("is no change where an address is only written in another way", () => {
    const run = new ZoneRun();
    const given = { records: { web: [record({ family: "ipv6" })] }, listings: { web: running([1]) } };
    run.step(given);
    const long = "2001:0DB8:0:0:0:0:0:2";
    run.zone = new StrictZone(run.zone.recordSets.map((set) => (isText(set) ? set : { ...set, values: [long] })));
    const plan = run.step(given);
    expect([plan.actions, plan.findings]).toEqual([[], []]);
  });

  it("stays while no task of ours is left to put in its place", () => {
    const { run, given, ours } = stand("simple");
    run.zone = new StrictZone(ours.map((set) => (isText(set) ? set : { ...set, values: ["10.9.9.9"] })));
    const sick = listing([1, 2].map((number) => task(number, { health: "UNHEALTHY" })));
    const plan = run.step({ ...given, listings: { web: sick } });
    expect([plan.actions, plan.findings.map(({ code }) => code)]).toEqual([[], ["mass-removal-held"]]);
  });

  it("is no news where it is what we would write", () => {
    const { run, given, ours } = stand("simple");
    const changed = { ...given, listings: { web: running([1, 2, 3]) } };
    run.zone = new StrictZone(
      ours.map((set) => (isText(set) ? set : { ...set, values: [1, 2, 3].map(privateAddress) })),
    );
    const plan = run.step(changed);
    expect([plan.actions, plan.findings]).toEqual([[], []]);
  });
});

describe("what only looks like it", () => {
  it("a write that failed is tried again without a word", () => {
    const { run, given } = stand("multivalue");
    const later = { ...given, listings: { web: running([1, 2, 3, 4]) } };
    run.step(later, 0);
    expect(run.step(later).findings).toEqual([]);
    expect(linesOf(withoutOwnership(run.zone.recordSets)).length).toBe(4);
  });

  it("a write whose outcome was seen only two plans later", () => {
    const { run, given, ours } = stand("simple");
    const late = (numbers: readonly number[]) =>
      new StrictZone(ours.map((set) => (isText(set) ? set : { ...set, values: numbers.map(privateAddress) })));
    run.step({ ...given, listings: { web: running([1, 2, 3]) } }, 0);
    run.step({ ...given, listings: { web: running([1, 2, 3, 4]) } }, 0);
    run.zone = late([1, 2, 3]);
    expect(run.step({ ...given, listings: { web: running([1, 2, 3, 4]) } }).findings).toEqual([]);
  });
});
