import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import type { Reading } from "../../../shared/reading.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { ListedTask, TaskListing } from "../../../shared/records/task-listing.ts";
import { linesOf, withoutOwnership, ZoneRun } from "./run-zone.ts";
import {
  input,
  listing,
  nowMs,
  owned,
  privateAddress,
  record,
  recordSet,
  running,
  stopped,
  task,
  taskId,
} from "./zone-case.ts";

const name = "web.shop.internal";
const noAddresses = { privateIpv4: null, publicIpv4: null, ipv6: null };
/** As ECS tells of a task whose network interface is gone. */
const bare = (number: number): ListedTask => ({ ...stopped(number), addresses: noAddresses, ports: [] });

const kinds: readonly { readonly kind: string; readonly entry: RecordConfig }[] = [
  { kind: "simple", entry: record() },
  { kind: "simple dual-stack", entry: record({ family: "dual" }) },
  { kind: "weighted", entry: record({ kind: "weighted", weight: 5, setIdentifier: "stable" }) },
  { kind: "srv", entry: record({ kind: "srv", name: `_http._tcp.${name}` }) },
  { kind: "multivalue", entry: record({ kind: "multivalue" }) },
];

describe("tasks whose addresses nobody tells any more", () => {
  it.each(kinds)("go from a $kind record when they were seen to stop: what was written is remembered", ({ entry }) => {
    const run = new ZoneRun();
    const records = { web: [entry] };
    run.step({ records, listings: { web: running([1, 2, 3]) } });
    const plan = run.step({ records, listings: { web: listing([task(1), bare(2), bare(3)]) } });
    expect(plan.findings).toEqual([]);
    const left = linesOf(withoutOwnership(run.zone.recordSets)).join("\n");
    expect(left).toContain(privateAddress(1));
    for (const number of [2, 3]) expect(left).not.toContain(privateAddress(number));
  });

  it.each(kinds)("are still known to a $kind record after a write that failed", ({ entry }) => {
    const run = new ZoneRun();
    const records = { web: [entry] };
    const gone = { records, listings: { web: listing([task(1), bare(2), bare(3)]) } };
    run.step({ records, listings: { web: running([1, 2, 3]) } });
    run.step(gone, 0);
    run.step(gone, 0);
    expect(run.step(gone).findings).toEqual([]);
    expect(linesOf(withoutOwnership(run.zone.recordSets)).join("\n")).not.toContain(privateAddress(2));
  });
});

describe("what is remembered of tasks", () => {
  const tasksOf = (entry: RecordConfig, ...steps: readonly Reading<TaskListing>[]) => {
    const run = new ZoneRun();
    for (const web of steps) run.step({ records: { web: [entry] }, listings: { web } });
    return run.memory?.tasks;
  };
  const at = (...numbers: readonly number[]) =>
    Object.fromEntries(numbers.map((number) => [privateAddress(number), [taskId(number)]]));

  it.each([
    { when: "by address", steps: [running([2, 1])], gives: { [`web ${name}`]: at(1, 2) } },
    {
      when: "those that a plan takes out as well, once",
      steps: [running([1, 2]), running([2], [1])],
      gives: { [`web ${name}`]: at(1, 2) },
    },
    {
      when: "and not after the zone was read without them",
      steps: [running([1, 2]), running([2], [1]), running([2], [1])],
      gives: { [`web ${name}`]: at(2) },
    },
    { when: "nothing where there is nothing", steps: [running([])], gives: {} },
  ])("$when", ({ steps, gives }) => {
    // As text, because the order is told by nothing else.
    expect(JSON.stringify(tasksOf(record(), ...steps))).toBe(JSON.stringify(gives));
  });

  it("nothing of a multivalue record, whose sets are named after them", () => {
    expect(tasksOf(record({ kind: "multivalue" }), running([1, 2]), running([1, 2]))).toEqual({});
  });
});

describe("a withdrawn task and an address that nobody knows", () => {
  const there = owned(recordSet({ values: ["10.9.9.9"] }));
  const absentOf = (withdrawn: readonly ListedTask[], ids: readonly string[]) =>
    planZone(
      input({
        records: { web: [record()] },
        listings: { web: listing([task(1), ...withdrawn]) },
        recordSets: there,
        withdrawals: { web: ids },
      }),
      nowMs,
    ).absent;

  it.each([
    { when: "has an address of its own: it is absent", given: [task(2)], absent: [taskId(2)] },
    { when: "has none: it may be the one behind it", given: [task(2, { addresses: noAddresses })], absent: [] },
    { when: "is not listed: it may be the one behind it", given: [task(3)], absent: [] },
  ])("$when", ({ given, absent }) => {
    expect(absentOf(given, [taskId(2)])).toEqual({ web: absent });
  });

  it("of several, each is told once, sorted", () => {
    expect(absentOf([task(4), task(2), task(3)], [taskId(4), taskId(2), taskId(4), taskId(3)])).toEqual({
      web: [taskId(2), taskId(3), taskId(4)],
    });
  });

  it("services are told sorted", () => {
    const records = {
      web: [record()],
      api: [record({ name: "api.shop.internal" })],
      cart: [record({ name: "cart.shop.internal" })],
    };
    const listings = { web: running([1]), api: running([2]), cart: running([3]) };
    const withdrawals = { web: [taskId(9)], cart: [taskId(8)], api: [taskId(7)] };
    const { absent } = planZone(input({ records, listings, withdrawals }), nowMs);
    expect(JSON.stringify(absent)).toBe(JSON.stringify({ api: [taskId(7)], cart: [taskId(8)], web: [taskId(9)] }));
  });
});
