import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Published } from "../../shared/records/endpoint.ts";
import { type EndpointNeeds, endpointsOf } from "../../shared/records/endpoints-of.ts";
import { settle } from "../../shared/records/settle-endpoints.ts";
import type { ListedTask } from "../../shared/records/task-listing.ts";
import { always } from "../plan/always.ts";
import { shuffled } from "../plan/shuffled.ts";

const ids = ["a", "b", "c", "d", "e", "f"];
const address = fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.3", null);
const port = fc.record({
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  containerPort: fc.constantFrom(80, 81),
  hostPort: fc.constantFrom(80, 32768, 32769),
});
const task = (taskId: string): fc.Arbitrary<ListedTask> =>
  fc.record({
    taskId: fc.constant(taskId),
    desiredStatus: fc.constantFrom("RUNNING", "RUNNING", "STOPPED"),
    lastStatus: fc.constantFrom("RUNNING", "RUNNING", "RUNNING", "PENDING", "DEACTIVATING", "STOPPED"),
    health: fc.constantFrom("HEALTHY", "HEALTHY", "UNHEALTHY", "UNKNOWN"),
    hasHealthCheck: fc.constantFrom(true, false, null),
    createdAtMs: fc.constant(null),
    instanceId: fc.constantFrom("i-1", null),
    addresses: fc.record({ privateIpv4: address, publicIpv4: address, ipv6: fc.constantFrom("2001:db8::1", null) }),
    ports: fc.array(port, { maxLength: 2 }),
  });
const tasks = fc.subarray(ids).chain((some) => fc.tuple(...some.map(task)));
const withdrawn = fc.subarray(ids, { maxLength: 2 });
const needs: fc.Arbitrary<EndpointNeeds> = fc.record({
  address: fc.constantFrom("private", "public"),
  family: fc.constantFrom("ipv4", "ipv6", "dual"),
  port: fc.constantFrom("none", "only-or-named"),
  containerPort: fc.constantFrom(80, null),
  protocol: fc.constantFrom("tcp", "udp"),
});
const onePublished: fc.Arbitrary<Published> = fc.record({
  taskId: fc.constantFrom(...ids, "old-1", "old-2", null),
  ipv4: address,
  ipv6: fc.constantFrom("2001:db8::1", null),
  port: fc.constantFrom(80, null),
});
const before = fc.uniqueArray(onePublished, {
  maxLength: 6,
  selector: ({ taskId, ipv4, ipv6, port }) => taskId ?? `${ipv4} ${ipv6} ${port}`,
});
const salt = fc.integer({ min: 1, max: 1_000 });

describe("endpoints", () => {
  it("are always one of four: published, waited for, leaving or left out, each task once", () => {
    always(
      fc.property(tasks, withdrawn, needs, (listed, gone, asked) => {
        const found = endpointsOf({ tasks: listed }, gone, asked);
        const named = [
          ...found.endpoints.map(({ taskId }) => taskId),
          ...found.waiting,
          ...found.leaving,
          ...found.leftOut.map(({ taskId }) => taskId),
        ];
        expect(named.sort()).toEqual([...new Set([...listed.map(({ taskId }) => taskId), ...gone])].sort());
      }),
      2_000,
    );
  });

  it("never are a task that does not run, is not wanted or is unhealthy, and always have what was asked for", () => {
    always(
      fc.property(tasks, withdrawn, needs, (listed, gone, asked) => {
        const byId = new Map(listed.map((one) => [one.taskId, one]));
        for (const endpoint of endpointsOf({ tasks: listed }, gone, asked).endpoints) {
          const { desiredStatus, lastStatus, health, hasHealthCheck } = byId.get(endpoint.taskId)!;
          expect([desiredStatus, lastStatus]).toEqual(["RUNNING", "RUNNING"]);
          expect(health === "HEALTHY" || (health === "UNKNOWN" && hasHealthCheck === false)).toBe(true);
          expect(gone).not.toContain(endpoint.taskId);
          expect(endpoint.ipv4 ?? endpoint.ipv6).not.toBeNull();
          expect(endpoint.port === null).toBe(asked.port === "none");
        }
      }),
      2_000,
    );
  });

  it("never depend on the order of the tasks", () => {
    always(
      fc.property(tasks, withdrawn, needs, salt, (listed, gone, asked, by) => {
        expect(endpointsOf({ tasks: shuffled(listed, by) }, shuffled(gone, by), asked)).toEqual(
          endpointsOf({ tasks: listed }, gone, asked),
        );
      }),
      1_000,
    );
  });
});

describe("the guard", () => {
  const reading = fc.tuple(tasks, withdrawn, needs).map(([listed, gone, asked]) => ({
    kind: "known" as const,
    value: endpointsOf({ tasks: listed }, gone, asked),
  }));

  it("never loses a listed endpoint, unless nothing at all is listed", () => {
    always(
      fc.property(reading, before, (listed, there) => {
        expect(settle(listed, there).endpoints).toEqual(listed.value.endpoints);
      }),
      2_000,
    );
  });

  it("never removes anything for an unknown or an empty listing", () => {
    const unknown = { kind: "unknown", because: "failed", detail: "" } as const;
    const empty = { kind: "known", value: endpointsOf({ tasks: [] }, [], allOf) } as const;
    always(
      fc.property(before, fc.constantFrom(unknown, empty), (there, listed) => {
        const { kept } = settle(listed, there);
        expect(new Set(kept)).toEqual(new Set(there));
      }),
      500,
    );
  });

  it("never lets go what it once held before its end is seen, whatever comes beside it", () => {
    let released = 0;
    always(
      fc.property(before, fc.array(reading, { minLength: 2, maxLength: 6 }), (start, readings) => {
        let there: readonly Published[] = start;
        let heldKeys: readonly string[] = [];
        for (const listed of readings) {
          const held = there.filter(({ taskId, ipv4, ipv6, port }) =>
            heldKeys.includes(taskId ?? `${ipv4} ${ipv6} ${port}`),
          );
          const settled = settle(listed, there, heldKeys);
          for (const one of held) {
            if (settled.kept.includes(one)) continue;
            released++;
            const { endpoints } = settled;
            const isSeen = one.taskId !== null && listed.value.leaving.includes(one.taskId);
            const isThere = endpoints.some(
              (endpoint) =>
                endpoint.taskId === one.taskId ||
                (endpoint.port === one.port &&
                  ((one.ipv4 !== null && endpoint.ipv4 === one.ipv4) ||
                    (one.ipv6 !== null && endpoint.ipv6 === one.ipv6))),
            );
            expect(isSeen || isThere).toBe(true);
          }
          heldKeys = settled.heldKeys;
          there = [
            ...settled.endpoints.map(({ taskId, ipv4, ipv6, port }) => ({ taskId, ipv4, ipv6, port })),
            ...settled.kept,
          ];
        }
      }),
      1_000,
    );
    expect(released).toBeGreaterThan(50);
  });

  it("never lets more than half go, but for those that were seen to leave or whose place is still in use", () => {
    always(
      fc.property(reading, before, (listed, there) => {
        const { endpoints, kept } = settle(listed, there);
        const places = endpoints.flatMap(({ ipv4, ipv6, port }) => [`${ipv4} ${port}`, `${ipv6} ${port}`]);
        const tasksOf = endpoints.map(({ taskId }) => taskId);
        const lost = there.filter(
          (one) =>
            !kept.includes(one) &&
            !tasksOf.includes(one.taskId ?? "") &&
            !(one.ipv4 !== null && places.includes(`${one.ipv4} ${one.port}`)) &&
            !(one.ipv6 !== null && places.includes(`${one.ipv6} ${one.port}`)),
        );
        const unseen = lost.filter(({ taskId }) => taskId === null || !listed.value.leaving.includes(taskId));
        expect(unseen.length * 2).toBeLessThanOrEqual(there.length);
      }),
      3_000,
    );
  });

  it("always names what it holds, and holds nothing without a name", () => {
    always(
      fc.property(reading, before, (listed, there) => {
        const { kept, held } = settle(listed, there);
        expect(held?.unseenCount ?? 0).toBe(kept.length);
        for (const { taskId } of kept.slice(0, 5))
          if (taskId !== null) expect(held?.detail).toContain(`task ${taskId}`);
      }),
      1_000,
    );
  });

  it("never depends on the order of what is published", () => {
    always(
      fc.property(reading, before, salt, (listed, there, by) => {
        expect(settle(listed, shuffled(there, by))).toEqual(settle(listed, there));
      }),
      1_000,
    );
  });
});

const allOf: EndpointNeeds = {
  address: "private",
  family: "dual",
  port: "none",
  containerPort: null,
  protocol: "tcp",
};
