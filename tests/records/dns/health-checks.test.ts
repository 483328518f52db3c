import { describe, expect, it } from "@jest/globals";
import type { HealthCheckConfig } from "../../../shared/config/publication.ts";
import { healthCheckPrefix } from "../../../shared/records/dns/health-checks.ts";
import { readsHealthChecks } from "../../../shared/records/dns/reads-health-checks.ts";
import { withoutOwnership, ZoneRun } from "./run-zone.ts";
import { destination, publicAddress, record, running, taskId } from "./zone-case.ts";

const settings: HealthCheckConfig = {
  type: "HTTP",
  path: "/health",
  port: 8080,
  intervalSeconds: 30,
  failureThreshold: 3,
};
const checked = (changes: Partial<HealthCheckConfig> = {}) => ({
  web: [record({ kind: "multivalue", address: "public", healthCheck: { ...settings, ...changes } })],
});
const idsOf = (run: ZoneRun) =>
  withoutOwnership(run.zone.recordSets).map(({ healthCheckId }) => healthCheckId !== null);
const kindsOf = (plan: ReturnType<ZoneRun["step"]>) => plan.actions.map(({ kind }) => kind);

describe("health checks", () => {
  it("are created first and on the record ten seconds later, so that no task waits for its check", () => {
    const run = new ZoneRun();
    const given = { records: checked(), listings: { web: running([1]) } };
    const first = run.step(given);
    expect(kindsOf(first)).toEqual(["change-record-sets", "create-health-check"]);
    expect(first.lookAgainInSeconds).toBe(10);
    expect(idsOf(run)).toEqual([false]);
    expect(first.actions[1]).toEqual({
      kind: "create-health-check",
      callerReference: expect.stringMatching(/^headgate\/[0-9a-f]{8}\/[0-9a-f]{16}\/[0-9a-z]{8}$/),
      ipAddress: publicAddress(1),
      settings,
    });
    const second = run.step(given);
    expect(kindsOf(second)).toEqual(["change-record-sets"]);
    expect(second.lookAgainInSeconds).toBeNull();
    expect(idsOf(run)).toEqual([true]);
    expect(run.step(given).actions).toEqual([]);
  });

  it("are swept once no record uses them: a plan after the one that took them off", () => {
    const run = new ZoneRun();
    run.step({ records: checked(), listings: { web: running([1, 2]) } });
    run.step({ records: checked(), listings: { web: running([1, 2]) } });
    const gone = { records: checked(), listings: { web: running([1], [2]) } };
    expect(kindsOf(run.step(gone))).toEqual(["change-record-sets"]);
    expect(run.healthChecks.length).toBe(2);
    expect(kindsOf(run.step(gone))).toEqual(["delete-health-check"]);
    expect(run.healthChecks.length).toBe(1);
    expect(run.step(gone).actions).toEqual([]);
  });

  it("are swept in upsert-only as well, because they are ours and cost money", () => {
    const run = new ZoneRun();
    run.step({ records: checked(), listings: { web: running([1]) } });
    run.healthChecks = [...run.healthChecks, { id: "z-old", callerReference: prefixed(run, "0".repeat(8)) }];
    const plan = run.step({ records: checked(), listings: { web: running([1]) }, policy: "upsert-only" });
    expect(plan.actions.at(-1)).toEqual({ kind: "delete-health-check", healthCheckId: "z-old" });
  });

  it("with other settings replace the old ones without a moment in between", () => {
    const run = new ZoneRun();
    const listings = { web: running([1]) };
    run.step({ records: checked(), listings });
    run.step({ records: checked(), listings });
    const records = checked({ path: "/ready" });
    expect(kindsOf(run.step({ records, listings }))).toEqual(["create-health-check"]);
    expect(idsOf(run)).toEqual([true]);
    expect(kindsOf(run.step({ records, listings }))).toEqual(["change-record-sets"]);
    expect(kindsOf(run.step({ records, listings }))).toEqual(["delete-health-check"]);
    expect(run.step({ records, listings }).actions).toEqual([]);
  });

  it("that were created twice are one: the smaller id stays", () => {
    const run = new ZoneRun();
    const given = { records: checked(), listings: { web: running([1]) } };
    run.step(given);
    run.healthChecks = [
      { id: "b", callerReference: run.healthChecks[0]!.callerReference },
      { id: "a", callerReference: `${run.healthChecks[0]!.callerReference}x` },
    ];
    run.step(given);
    expect(run.healthChecks.map(({ id }) => id)).toEqual(["a"]);
    expect(run.step(given).actions).toEqual([]);
  });

  it("are not asked for again while a listing may not show them yet", () => {
    const run = new ZoneRun();
    const given = { records: checked(), listings: { web: running([1]) } };
    run.step(given);
    run.healthChecks = [];
    run.atMs -= 2_000;
    expect(run.step(given).actions).toEqual([]);
    run.atMs -= 59_999;
    expect(kindsOf(run.step(given))).toEqual(["create-health-check"]);
  });

  it("that a clock an hour ahead asked for are asked for again", () => {
    const run = new ZoneRun();
    const given = { records: checked(), listings: { web: running([1]) } };
    run.step(given);
    run.healthChecks = [];
    run.atMs -= 3_600_000;
    expect(kindsOf(run.step(given))).toEqual(["create-health-check"]);
  });

  it("of other stacks, other zones and of nobody are left alone", () => {
    const run = new ZoneRun();
    run.healthChecks = [
      { id: "a", callerReference: `${healthCheckPrefix("other")}0123456789abcdef/x` },
      { id: "b", callerReference: `${healthCheckPrefix("shop")}0123456789abcdef/x` },
      { id: "c", callerReference: "something" },
    ];
    expect(run.step({ records: {}, listings: {} }).actions).toEqual([]);
  });

  it("are for public addresses alone, and for none that somebody else's record keeps out", () => {
    const internal = { web: [record({ kind: "multivalue", healthCheck: settings })] };
    expect(kindsOf(new ZoneRun().step({ records: internal, listings: { web: running([1]) } }))).toEqual([
      "change-record-sets",
    ]);
    const theirs = {
      name: "web.shop.internal",
      type: "A",
      setIdentifier: taskId(1),
      ttlSeconds: 60,
      values: ["192.0.2.1"],
      alias: null,
      routing: { kind: "multivalue" },
      healthCheckId: null,
    } as const;
    expect(new ZoneRun([theirs]).step({ records: checked(), listings: { web: running([1]) } }).actions).toEqual([]);
  });

  it("are listed while a record asks for them, and until the last is gone", () => {
    const run = new ZoneRun();
    const plain = { web: [record({ kind: "multivalue", address: "public" })] };
    const listings = { web: running([1]) };
    const reads = (records: typeof plain) => readsHealthChecks(destination(records), run.memory);
    expect([reads(plain), reads(checked())]).toEqual([false, true]);
    run.step({ records: checked(), listings });
    run.step({ records: checked(), listings });
    const seen: boolean[] = [];
    for (let i = 0; i < 3; i++) {
      seen.push(reads(plain));
      run.step({ records: plain, listings });
    }
    expect([seen, run.healthChecks, reads(plain)]).toEqual([[true, true, true], [], false]);
  });
});

const prefixed = (run: ZoneRun, rest: string): string =>
  `${run.healthChecks[0]!.callerReference.slice(0, "headgate/12345678/12345678".length)}${rest}/old`;
