import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { placesOf } from "../../shared/plan/capacity/places-of.ts";
import type { InstanceReading, Placement } from "../../shared/plan/readings/capacity-reading.ts";
import { always } from "./always.ts";
import { nowMs } from "./builders.ts";
import { capacityReading, ec2, instance, party, placement } from "./capacity-case.ts";

const names = ["api", "jobs", "web"] as const;

const anyInstance = (id: string): fc.Arbitrary<InstanceReading> =>
  fc
    .record({
      cpuUnits: fc.integer({ min: 0, max: 4 }),
      memoryMib: fc.integer({ min: 0, max: 4 }),
      taken: fc.subarray([80, 81]),
      takesTasks: fc.boolean().map((drains) => !drains || id === "i-1"),
    })
    .map(({ cpuUnits, memoryMib, taken, takesTasks }) =>
      instance({ id, takesTasks, remaining: { cpuUnits, memoryMib, tcpPorts: taken } }),
    );

const anyPlacement: fc.Arbitrary<Placement> = fc
  .record({
    cpuUnits: fc.integer({ min: 1, max: 3 }),
    memoryMib: fc.integer({ min: 1, max: 3 }),
    tcpPorts: fc.oneof(
      { weight: 3, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.constantFrom([80], [81], [80, 81]) },
    ),
    distinctInstances: fc.integer({ min: 0, max: 3 }).map((roll) => roll === 0),
    strategy: fc.constantFrom("binpack-cpu" as const, "binpack-memory" as const, "spread" as const),
  })
  .map(placement);

const anyCluster = fc
  .integer({ min: 1, max: 3 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => anyInstance(`i-${index + 1}`))));

/** By exhaustive search: can all of these tasks run at once on instances that take tasks? */
const fitsTogether = (
  instances: readonly InstanceReading[],
  tasks: readonly (readonly [string, Placement])[],
): boolean => {
  const [task, ...others] = tasks;
  if (task === undefined) return true;
  const [name, needs] = task;
  return instances.some((host, index) => {
    const { cpuUnits, memoryMib, tcpPorts } = host.remaining;
    const runs = host.tasks.some(({ ecsService }) => ecsService === name);
    if (!host.takesTasks || cpuUnits < needs.cpuUnits || memoryMib < needs.memoryMib) return false;
    if (needs.tcpPorts.some((port) => tcpPorts.includes(port)) || (needs.distinctInstances && runs)) return false;
    const filled: InstanceReading = {
      ...host,
      remaining: {
        ...host.remaining,
        cpuUnits: cpuUnits - needs.cpuUnits,
        memoryMib: memoryMib - needs.memoryMib,
        tcpPorts: [...tcpPorts, ...needs.tcpPorts],
      },
      tasks: [...host.tasks, { ecsService: name, running: 1, stopping: 0, interfaces: 0 }],
    };
    return fitsTogether(instances.with(index, filled), others);
  });
};

/** Of equal tasks, by filling instance after instance until nothing fits. */
const mostEqual = (instances: readonly InstanceReading[], needs: Placement): number => {
  const onOne = (host: InstanceReading): number => {
    let tasks = 0;
    const fits = (count: number): boolean => {
      const equal = Array.from({ length: count }, () => ["web", needs] as const);
      return fitsTogether([host], equal);
    };
    while (fits(tasks + 1)) tasks += 1;
    return tasks;
  };
  return instances.reduce((total, host) => total + onOne(host), 0);
};

const anyAsks = fc.array(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 2 })), { maxLength: 6 });
const anyNeeds = fc.record({ api: anyPlacement, jobs: anyPlacement, web: anyPlacement });
const idle = names.map((name) => party(name, 0));

describe("places", () => {
  it("always fit together: what was taken runs at once on the instances, by exhaustive search", () => {
    always(
      fc.property(anyCluster, anyNeeds, anyAsks, (instances, needs, asks) => {
        const places = placesOf(capacityReading(instances, needs), idle, nowMs);
        const placed: (readonly [string, Placement])[] = [];
        for (const [name, tasks] of asks) {
          if (places.refusal(name, tasks) !== null) continue;
          places.take(name, tasks);
          for (let task = 0; task < tasks; task += 1) placed.push([name, needs[name]]);
        }
        expect(fitsTogether(instances, placed)).toBe(true);
      }),
      400,
    );
  });

  it("are never withheld from a service that is alone: it gets as many as the exhaustive search finds", () => {
    always(
      fc.property(anyCluster, anyPlacement, (instances, needs) => {
        const places = placesOf(capacityReading(instances, { web: needs }), [party("web", 0)], nowMs);
        let tasks = 0;
        for (; tasks < 20 && places.refusal("web", 1) === null; tasks += 1) places.take("web", 1);
        expect(tasks).toBe(mostEqual(instances, needs));
      }),
      200,
    );
  });

  it("a task is refused only where no single instance has room for it", () => {
    always(
      fc.property(anyCluster, anyNeeds, (instances, needs) => {
        const places = placesOf(capacityReading(instances, needs), idle, nowMs);
        for (const name of names)
          expect(places.refusal(name, 1) === null).toBe(fitsTogether(instances, [[name, needs[name]]]));
      }),
      200,
    );
  });

  it("asking leaves nothing behind: any number of refusals in between changes no answer", () => {
    always(
      fc.property(anyCluster, anyNeeds, anyAsks, (instances, needs, asks) => {
        const quiet = placesOf(capacityReading(instances, needs), idle, nowMs);
        const asked = placesOf(capacityReading(instances, needs), idle, nowMs);
        for (const [name, tasks] of asks) {
          for (const other of names) asked.refusal(other, 3);
          const refusal = quiet.refusal(name, tasks);
          expect(asked.refusal(name, tasks)).toEqual(refusal);
          if (refusal !== null) continue;
          quiet.take(name, tasks);
          asked.take(name, tasks);
        }
      }),
      200,
    );
  });

  it("with managed scaling never need more instances than its maximum", () => {
    always(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 6 }),
        anyPlacement,
        (size, maxInstances, needs) => {
          const on = (id: string): InstanceReading =>
            instance({ id, provider: "asg", registered: { cpuUnits: 4, memoryMib: 4, tcpPorts: [], udpPorts: [] } });
          const all = Array.from({ length: Math.max(size, maxInstances) }, (_, index) => on(`i-${index + 1}`));
          const managed = { ...needs, providers: ["asg"] };
          const tenant = party("web", 0, { capacity: { ...ec2, maxInstances } });
          const places = placesOf(capacityReading(all.slice(0, size), { web: managed }, ["asg"]), [tenant], nowMs);
          let tasks = 0;
          for (; tasks < 40 && places.refusal("web", 1) === null; tasks += 1) places.take("web", 1);
          expect(tasks).toBe(mostEqual(all, managed));
        },
      ),
      150,
    );
  });
});
