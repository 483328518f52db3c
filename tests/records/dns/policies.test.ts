import { describe, expect, it } from "@jest/globals";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import { observedFindings } from "../../../shared/records/dns/zone-findings.ts";
import { emptyZoneMemory } from "../../../shared/records/dns/zone-memory.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import { input, nowMs, privateAddress, record, running, taskId } from "./zone-case.ts";

const name = "web.shop.internal";
const multivalue = { web: [record({ kind: "multivalue" })] };

describe("upsert-only", () => {
  it("adds and changes, and keeps what is gone with a word", () => {
    const run = new ZoneRun();
    run.step({ records: multivalue, listings: { web: running([1, 2, 3]) }, policy: "upsert-only" });
    const plan = run.step({ records: multivalue, listings: { web: running([2, 3, 4], [1]) }, policy: "upsert-only" });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual(
      [1, 2, 3, 4].map((n) => `${name} A [${taskId(n)}] ${privateAddress(n)} multivalue`),
    );
    expect(plan.findings).toEqual([
      {
        code: "upsert-only-kept",
        service: "web",
        database: null,
        numbers: { records: 1 },
        detail: `A ${name} (${taskId(1)})`,
        unlocks: [],
      },
    ]);
    const again = { records: multivalue, listings: { web: running([2, 3, 4]) }, policy: "upsert-only" } as const;
    expect(run.step(again).actions).toEqual([]);
  });

  it("changes the values of a record, because that is no removal of it; the last ones stay", () => {
    const run = new ZoneRun();
    const records = { web: [record()] };
    run.step({ records, listings: { web: running([1, 2]) }, policy: "upsert-only" });
    run.step({ records, listings: { web: running([2], [1]) }, policy: "upsert-only" });
    expect(linesOf(withoutOwnership(run.zone.recordSets))).toEqual([`${name} A ${privateAddress(2)}`]);
    const plan = run.step({ records, listings: { web: running([], [1, 2]) }, policy: "upsert-only" });
    expect([plan.actions, plan.findings.map(({ code }) => code)]).toEqual([[], ["upsert-only-kept"]]);
  });

  it("holds another kind of record, because that takes a DELETE", () => {
    const run = new ZoneRun();
    run.step({ records: { web: [record()] }, listings: { web: running([1, 2]) }, policy: "upsert-only" });
    const plan = run.step({ records: multivalue, listings: { web: running([1, 2]) }, policy: "upsert-only" });
    expect(plan.actions).toEqual([]);
    expect(plan.findings).toEqual([
      {
        code: "routing-change-held",
        service: "web",
        database: null,
        numbers: { records: 2 },
        detail: `A ${name} (${taskId(1)}), A ${name} (${taskId(2)})`,
        unlocks: [],
      },
    ]);
  });

  it("keeps the first hundred multivalue records rather than change their kind", () => {
    const run = new ZoneRun();
    const hundred = Array.from({ length: 100 }, (_, i) => i + 10);
    run.step({ records: multivalue, listings: { web: running(hundred) }, policy: "upsert-only" });
    const plan = run.step({ records: multivalue, listings: { web: running([1, ...hundred]) }, policy: "upsert-only" });
    expect(plan.actions).toEqual([]);
    expect(plan.findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "too-many-multivalue-sets", numbers: { tasks: 101, notPublished: 1 } },
    ]);
  });
});

describe("observe", () => {
  it("writes nothing and counts what it would", () => {
    const run = new ZoneRun();
    const records = { ...multivalue, api: [record({ name: "api.shop.internal" })] };
    run.step({ records, listings: { web: running([1, 2]), api: running([7]) } });
    const later = { web: running([2, 3], [1]), api: running([8], [7]) };
    const plan = planZone(run.inputOf({ records, listings: later, policy: "observe" }), nowMs);
    expect(plan).toEqual({
      actions: [],
      findings: [
        {
          code: "would-change-records",
          service: "api",
          database: null,
          numbers: { newRecords: 0, changedRecords: 1, removedRecords: 0 },
          detail: "A api.shop.internal",
          unlocks: [],
        },
        {
          code: "would-change-records",
          service: "web",
          database: null,
          numbers: { newRecords: 1, changedRecords: 0, removedRecords: 1 },
          detail: `A ${name} (${taskId(1)}), A ${name} (${taskId(3)})`,
          unlocks: [],
        },
      ],
      absent: {},
      lookAgainInSeconds: null,
      memory: emptyZoneMemory,
    });
  });

  const create = {
    kind: "create-health-check",
    callerReference: "headgate/1",
    ipAddress: "198.51.0.2",
    settings: { type: "TCP", path: null, port: 8080, intervalSeconds: 30, failureThreshold: 3 },
  } as const;
  const remove = { kind: "delete-health-check", healthCheckId: "check-1" } as const;

  it.each([
    { when: "that it would create", given: { create: [create], remove: [] } },
    { when: "that it would remove", given: { create: [], remove: [remove] } },
    { when: "of both sorts, as many of each", given: { create: [create], remove: [remove] } },
  ])("counts the health checks $when", ({ given }) => {
    expect(observedFindings([], given)).toEqual([
      {
        code: "would-change-records",
        service: null,
        database: null,
        numbers: { newHealthChecks: given.create.length, removedHealthChecks: given.remove.length },
        detail: "health checks",
        unlocks: [],
      },
    ]);
  });

  it("says nothing where nothing would change", () => {
    const run = new ZoneRun();
    const given = { records: multivalue, listings: { web: running([1]) } };
    run.step(given);
    expect(planZone(run.inputOf({ ...given, policy: "observe" }), nowMs).findings).toEqual([]);
  });

  it("says what would be created first of all", () => {
    const given = { records: multivalue, listings: { web: running([1, 2]) }, policy: "observe" } as const;
    expect(planZone(input(given), nowMs).findings.map(({ numbers }) => numbers)).toEqual([
      { newRecords: 2, changedRecords: 0, removedRecords: 0 },
    ]);
  });
});
