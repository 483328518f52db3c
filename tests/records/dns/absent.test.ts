import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import { ZoneRun } from "./run-zone.ts";
import { bridged, listing, nowMs, record, running, task, taskId, unlisted } from "./zone-case.ts";

const name = "web.shop.internal";
const kinds: readonly { readonly kind: string; readonly entry: RecordConfig }[] = [
  { kind: "simple", entry: record() },
  { kind: "multivalue", entry: record({ kind: "multivalue" }) },
  { kind: "weighted", entry: record({ kind: "weighted", weight: 5, setIdentifier: "stable" }) },
  { kind: "srv", entry: record({ kind: "srv", name: `_http._tcp.${name}` }) },
];
const withdrawals = { web: [taskId(1)] };

describe("tasks that are withdrawn before they stop", () => {
  it.each(kinds)(
    "are taken out of a $kind record, and called absent when the zone was read without them",
    ({ entry }) => {
      const run = new ZoneRun();
      const given = { records: { web: [entry] }, listings: { web: running([1, 2, 3]) } };
      run.step(given);
      const taking = run.step({ ...given, withdrawals });
      expect([taking.absent, taking.lookAgainInSeconds, taking.actions.length]).toEqual([{ web: [] }, 10, 1]);
      const taken = run.step({ ...given, withdrawals });
      expect([taken.absent, taken.lookAgainInSeconds, taken.actions]).toEqual([{ web: [taskId(1)] }, null, []]);
    },
  );

  it.each(kinds)("are not absent from a $kind record whose write failed", ({ entry }) => {
    const run = new ZoneRun();
    const given = { records: { web: [entry] }, listings: { web: running([1, 2, 3]) } };
    run.step(given);
    run.step({ ...given, withdrawals }, 0);
    expect(run.step({ ...given, withdrawals }, 0).absent).toEqual({ web: [] });
  });

  it.each(kinds)("are known by a $kind record also while the listing is not", ({ entry }) => {
    const run = new ZoneRun();
    const given = { records: { web: [entry] }, listings: { web: running([1, 2, 3]) }, withdrawals };
    run.step({ ...given, withdrawals: {} });
    const blind = { ...given, listings: { web: unlisted } };
    expect(planZone(run.inputOf(blind), nowMs).absent).toEqual({ web: [] });
    run.step(given);
    expect(planZone(run.inputOf(blind), nowMs).absent).toEqual({ web: [taskId(1)] });
  });

  it("all go, where all are withdrawn", () => {
    const run = new ZoneRun();
    const given = { records: { web: [record()] }, listings: { web: running([1, 2]) } };
    run.step(given);
    const all = { ...given, withdrawals: { web: [taskId(1), taskId(2)] } };
    run.step(all);
    expect([run.zone.recordSets, run.step(all).absent]).toEqual([[], { web: [taskId(1), taskId(2)] }]);
  });

  it("are absent only when every record of the service is without them", () => {
    const run = new ZoneRun();
    const entries = [record(), record({ name: "all.shop.internal", kind: "multivalue" })];
    const given = { records: { web: entries }, listings: { web: running([1, 2, 3]) } };
    run.step(given);
    run.step({ ...given, records: { web: [entries[0]!] }, withdrawals }, 0);
    expect(planZone(run.inputOf({ ...given, withdrawals }), nowMs).absent).toEqual({ web: [] });
    run.step({ ...given, withdrawals });
    expect(planZone(run.inputOf({ ...given, withdrawals }), nowMs).absent).toEqual({ web: [taskId(1)] });
  });

  it("are absent where their address stays for another task's sake", () => {
    const run = new ZoneRun();
    const listings = { web: listing([bridged(1, 7, 40_001), bridged(2, 7, 40_002)]) };
    const given = { records: { web: [record()] }, listings };
    run.step(given);
    const plan = run.step({ ...given, withdrawals });
    expect([plan.absent, plan.actions]).toEqual([{ web: [taskId(1)] }, []]);
  });

  it("are not absent while a record of their own is there, whoever shares their address", () => {
    const run = new ZoneRun();
    const listings = { web: listing([bridged(1, 7, 40_001), bridged(2, 7, 40_002)]) };
    const given = { records: { web: [record({ kind: "multivalue" })] }, listings };
    run.step(given);
    expect(run.step({ ...given, withdrawals }).absent).toEqual({ web: [] });
    expect(run.step({ ...given, withdrawals }).absent).toEqual({ web: [taskId(1)] });
  });

  it("are not called absent while an address may be theirs", () => {
    const run = new ZoneRun();
    const given = { records: { web: [record()] }, listings: { web: running([1, 2]) } };
    run.step(given);
    run.memory = null;
    const blind = { ...given, listings: { web: unlisted }, withdrawals };
    expect(planZone(run.inputOf(blind), nowMs).absent).toEqual({ web: [] });
  });

  it("of services that this zone knows nothing of are none of its business", () => {
    const run = new ZoneRun();
    const given = { records: { web: [record()] }, listings: { web: running([1]) } };
    const plan = run.step({ ...given, withdrawals: { other: [taskId(9)] } });
    expect([plan.absent, plan.lookAgainInSeconds]).toEqual([{}, null]);
  });
});

describe("tasks on their way", () => {
  it("are looked at again in ten seconds, until they are there", () => {
    const run = new ZoneRun();
    const given = (second: ReturnType<typeof task>) => ({
      records: { web: [record()] },
      listings: { web: listing([task(1), second]) },
    });
    expect(run.step(given(task(2, { lastStatus: "PENDING" }))).lookAgainInSeconds).toBe(10);
    expect(run.step(given(task(2, { health: "UNKNOWN" }))).lookAgainInSeconds).toBe(10);
    expect(run.step(given(task(2))).lookAgainInSeconds).toBeNull();
  });
});
