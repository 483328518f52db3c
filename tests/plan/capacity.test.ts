import { describe, expect, it } from "@jest/globals";
import type { PlaceRefusal } from "../../shared/plan/admit/places.ts";
import { auditPorts } from "../../shared/plan/capacity/audit-ports.ts";
import { capacityFindings } from "../../shared/plan/capacity/capacity-findings.ts";
import { instancesFor } from "../../shared/plan/capacity/instances-for.ts";
import { placesOf } from "../../shared/plan/capacity/places-of.ts";
import { siteOf } from "../../shared/plan/capacity/site.ts";
import type { Party } from "../../shared/plan/party.ts";
import type { CapacityReading } from "../../shared/plan/readings/capacity-reading.ts";
import { nowMs, service, unknown } from "./builders.ts";
import { capacityReading, ec2, instance, party, placement, tasksOf } from "./capacity-case.ts";

/** Asks for one task after the other until one is refused. */
const fill = (capacity: CapacityReading | undefined, parties: readonly Party[], name: string) => {
  const places = placesOf(capacity, parties, nowMs);
  for (let tasks = 0; tasks < 100; tasks += 1) {
    const refusal = places.refusal(name, 1);
    if (refusal !== null) return { tasks, refusal };
    places.take(name, 1);
  }
  return { tasks: Number.POSITIVE_INFINITY, refusal: null };
};

const one = instance({ id: "i-1" });
const two = instance({ id: "i-2" });
const three = instance({ id: "i-3" });
const left = (id: string, cpuUnits: number, memoryMib = 4096) => instance({ id, remaining: { cpuUnits, memoryMib } });
const web = party("web", 0);
const port80 = placement({ tcpPorts: [80] });
const holding = (id: string, ecsService: string) =>
  instance({ id, remaining: { tcpPorts: [22, 80, 2376] }, tasks: [tasksOf(ecsService, 1)] });

type Row = {
  readonly when: string;
  readonly capacity: CapacityReading | undefined;
  readonly parties?: readonly Party[];
  readonly tasks: number;
  readonly refusal: Partial<PlaceRefusal> | null;
};

const refused = (code: PlaceRefusal["code"], detail: string, numbers?: PlaceRefusal["numbers"]) => ({
  code,
  detail,
  ...(numbers === undefined ? {} : { numbers }),
});

describe("places on EC2", () => {
  it.each<Row>([
    {
      when: "two instances of 2 vCPU hold eight tasks of half a vCPU",
      capacity: capacityReading([one, two], { web: placement({ memoryMib: 256 }) }),
      tasks: 8,
      refusal: refused("cluster-capacity", "no instance of cluster main has 512 CPU units free", {
        instances: 2,
        tasksPerInstance: 4,
        neededCpuUnits: 512,
        mostFreeCpuUnits: 0,
        freeCpuUnits: 0,
      }),
    },
    {
      when: "600 free CPU units on two instances are no place for a task of 512 where each has 300",
      capacity: capacityReading([left("i-1", 300), left("i-2", 300)], { web: placement() }),
      tasks: 0,
      refusal: refused("cluster-capacity", "no instance of cluster main has 512 CPU units free", {
        instances: 2,
        tasksPerInstance: 4,
        neededCpuUnits: 512,
        mostFreeCpuUnits: 300,
        freeCpuUnits: 600,
      }),
    },
    {
      when: "memory binds where CPU is free",
      capacity: capacityReading([left("i-1", 2048, 2047)], { web: placement() }),
      tasks: 1,
      refusal: refused("cluster-capacity", "no instance of cluster main has 1024 MiB of memory free", {
        instances: 1,
        tasksPerInstance: 4,
        neededMemoryMib: 1024,
        mostFreeMemoryMib: 1023,
        freeMemoryMib: 1023,
      }),
    },
    {
      when: "instances that drain, or whose agent is away, take nothing",
      capacity: capacityReading([instance({ takesTasks: false })], { web: placement() }),
      tasks: 0,
      refusal: refused(
        "cluster-capacity",
        "none of the 1 instances of cluster main takes its tasks: they are draining, without their agent, or of another capacity provider",
      ),
    },
    {
      when: "a fixed port allows one task per instance",
      capacity: capacityReading([one, two, three], { web: port80 }),
      tasks: 3,
      refusal: refused("host-port-one-per-instance", "tcp 80 is taken by web on i-1, i-2, i-3", {
        instances: 3,
        tasksPerInstance: 1,
      }),
    },
    {
      when: "a fixed port that another service holds everywhere is a conflict, with its name",
      capacity: capacityReading([holding("i-1", "basket"), holding("i-2", "basket")], { web: port80, basket: port80 }),
      parties: [party("basket", 2), web],
      tasks: 0,
      refusal: refused("host-port-conflict", "tcp 80 is taken by basket on i-1, i-2"),
    },
    {
      when: "a conflict on some instances leaves the others, and then both are named, its own first",
      capacity: capacityReading([holding("i-1", "basket"), two], { web: port80, basket: port80 }),
      parties: [party("basket", 1), web],
      tasks: 1,
      refusal: refused("host-port-conflict", "tcp 80 is taken by web on i-2, by basket on i-1"),
    },
    {
      when: "a port that the agent or a stranger holds is named as such",
      capacity: capacityReading([instance({ remaining: { tcpPorts: [80] } })], { web: port80 }),
      tasks: 0,
      refusal: refused("host-port-conflict", "tcp 80 is taken by another task on i-1"),
    },
    {
      when: "a UDP port does not collide with the same TCP port",
      capacity: capacityReading([instance({ remaining: { tcpPorts: [53] } })], { web: placement({ udpPorts: [53] }) }),
      tasks: 1,
      refusal: refused("host-port-one-per-instance", "udp 53 is taken by web on i-1"),
    },
    {
      when: "where ports are free but CPU is not, CPU is what is said",
      capacity: capacityReading([holding("i-1", "web"), left("i-2", 100), left("i-3", 200)], { web: port80 }),
      parties: [party("web", 1)],
      tasks: 0,
      refusal: refused("cluster-capacity", "no instance of cluster main has 512 CPU units free"),
    },
    {
      when: "distinctInstance places one task on each instance",
      capacity: capacityReading([instance({ tasks: [tasksOf("web", 1)] }), two], {
        web: placement({ distinctInstances: true }),
      }),
      parties: [party("web", 1)],
      tasks: 1,
      refusal: refused(
        "cluster-capacity",
        "each instance of cluster main runs one of its tasks already (distinctInstance)",
        { instances: 2, tasksPerInstance: 1 },
      ),
    },
    {
      when: "distinctInstance looks at desired status: beside a stopping task there is a place",
      capacity: capacityReading([instance({ tasks: [tasksOf("web", 0, { stopping: 1 })] })], {
        web: placement({ distinctInstances: true }),
      }),
      tasks: 1,
      refusal: refused(
        "cluster-capacity",
        "each instance of cluster main runs one of its tasks already (distinctInstance)",
      ),
    },
    {
      when: "awsvpc without trunking: 4 interfaces are 3 tasks, less those that are held",
      capacity: capacityReading([instance({ tasks: [tasksOf("basket", 1, { interfaces: 1 })] })], {
        web: placement({ ownInterface: true, cpuUnits: 1, memoryMib: 1 }),
      }),
      parties: [party("web", 0, { capacity: { ...ec2, networkInterfacesPerInstance: 4 } })],
      tasks: 2,
      refusal: refused("cluster-capacity", "no instance of cluster main has a network interface free", {
        instances: 1,
        tasksPerInstance: 3,
      }),
    },
    {
      when: "awsvpc without trunking and without a figure is unknown, and the key is named",
      capacity: capacityReading([one], { web: placement({ ownInterface: true }) }),
      tasks: 0,
      refusal: refused(
        "capacity-unknown",
        "tasks of web take a network interface each: set capacity.networkInterfacesPerInstance",
      ),
    },
    {
      when: "awsvpc with trunking is bound by CPU and memory",
      capacity: capacityReading([instance({ trunked: true })], { web: placement({ ownInterface: true }) }),
      tasks: 4,
      refusal: refused("cluster-capacity", "no instance of cluster main has 512 CPU units free"),
    },
    {
      when: "tasks that wait for a place get it before growth does",
      capacity: capacityReading([instance({ tasks: [tasksOf("web", 1)], remaining: { cpuUnits: 1536 } })], {
        web: placement({ memoryMib: 1 }),
      }),
      parties: [party("web", 3, { counts: { running: 1, pending: 2 } })],
      tasks: 1,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "the surge of a running deployment is kept a place: 2 of 4 go to new tasks of 2 that run",
      capacity: capacityReading([instance({ tasks: [tasksOf("web", 2)], remaining: { cpuUnits: 2048 } })], {
        web: placement({ memoryMib: 1 }),
      }),
      parties: [party("web", 2, { counts: { deployment: { kind: "rolling", sinceMs: nowMs } } })],
      tasks: 2,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "a neighbour's waiting tasks come first too",
      capacity: capacityReading([one], { basket: placement({ cpuUnits: 2048 }), web: placement() }),
      parties: [party("basket", 1, { counts: { running: 0, pending: 1 } }), web],
      tasks: 0,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "instances that can't be read hold growth, with the call that failed",
      capacity: capacityReading(unknown({ detail: "ecs:ListContainerInstances main: AccessDeniedException" }), {
        web: placement(),
      }),
      tasks: 0,
      refusal: refused("capacity-unknown", "ecs:ListContainerInstances main: AccessDeniedException"),
    },
    {
      when: "a cluster without any instance is no place, and not a full one",
      capacity: capacityReading([], { web: placement() }),
      tasks: 0,
      refusal: refused("capacity-unknown", "cluster main has no container instance"),
    },
    {
      when: "a task definition that can't be read holds its service",
      capacity: capacityReading([one], { web: unknown({ detail: "ecs:DescribeTaskDefinition web:1: AccessDenied" }) }),
      tasks: 0,
      refusal: refused("capacity-unknown", "ecs:DescribeTaskDefinition web:1: AccessDenied"),
    },
    {
      when: "a neighbour without waiting tasks may be unknown: only it is held",
      capacity: capacityReading([one], { basket: unknown(), web: placement() }),
      parties: [party("basket", 0), web],
      tasks: 4,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "a neighbour whose waiting tasks can't be sized holds the cluster",
      capacity: capacityReading([one], { basket: unknown({ detail: "denied" }), web: placement() }),
      parties: [party("basket", 2, { counts: { running: 0, pending: 2 } }), web],
      tasks: 0,
      refusal: refused("capacity-unknown", "2 tasks of basket wait for a place: denied"),
    },
    {
      when: "a neighbour that can't be read holds the cluster",
      capacity: capacityReading([one], { basket: placement(), web: placement() }),
      parties: [party("basket", 2, { unreadable: true }), web],
      tasks: 0,
      refusal: refused("capacity-unknown", "the tasks of basket on the same cluster can't be read"),
    },
    {
      when: "a service that ECS runs on Fargate is no tenant of the cluster",
      capacity: capacityReading([one], { web: placement({ providers: ["FARGATE"] }) }),
      tasks: 0,
      refusal: refused("capacity-unknown", "ECS runs web on Fargate: remove capacity.launchType: ec2"),
    },
    {
      when: "nothing that was read at all is unknown, not free",
      capacity: undefined,
      tasks: 0,
      refusal: refused("capacity-unknown", "cluster main was not read"),
    },
    {
      when: "a Fargate service is never refused here",
      capacity: capacityReading([], {}),
      parties: [party("web", 0, { capacity: { kind: "fargate" } })],
      tasks: Number.POSITIVE_INFINITY,
      refusal: null,
    },
  ])("$when", ({ capacity, parties = [web], tasks, refusal }) => {
    const filled = fill(capacity, parties, "web");
    expect(filled.tasks).toBe(tasks);
    if (refusal === null) expect(filled.refusal).toBeNull();
    else expect(filled.refusal).toMatchObject(refusal);
  });
});

describe("managed scaling", () => {
  const on = (id: string, changes = {}) => instance({ id, provider: "asg", ...changes });
  const managed = placement({ providers: ["asg"] });
  const upTo = (maxInstances: number | null) => [party("web", 0, { capacity: { ...ec2, maxInstances } })];

  it.each<Row>([
    {
      when: "counts the instances that may still start: 1 of 3 runs, so 12 tasks",
      capacity: capacityReading([on("i-1")], { web: managed }, ["asg"]),
      parties: upTo(3),
      tasks: 12,
      refusal: refused(
        "cluster-capacity",
        "no instance of cluster main has 512 CPU units free; capacity.maxInstances lets asg start no more",
      ),
    },
    {
      when: "a draining instance still counts in its group",
      capacity: capacityReading([on("i-1"), on("i-2", { takesTasks: false })], { web: managed }, ["asg"]),
      parties: upTo(3),
      tasks: 8,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "without its maximum only the instances that exist are counted on",
      capacity: capacityReading([on("i-1")], { web: managed }, ["asg"]),
      parties: upTo(null),
      tasks: 4,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "a provider without managed scaling starts nothing",
      capacity: capacityReading([on("i-1")], { web: managed }, []),
      parties: upTo(3),
      tasks: 4,
      refusal: refused("cluster-capacity", "no instance of cluster main has 512 CPU units free"),
    },
    {
      when: "a plain launch type makes nothing start",
      capacity: capacityReading([on("i-1")], { web: placement() }, ["asg"]),
      parties: upTo(3),
      tasks: 4,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "instances of another provider are no place",
      capacity: capacityReading([instance({ provider: "other" })], { web: managed }, []),
      parties: upTo(3),
      tasks: 0,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "a task that is larger than the smallest of the group's instances gets none of them",
      capacity: capacityReading(
        [on("i-1"), on("i-2", { registered: { cpuUnits: 256, memoryMib: 4096, tcpPorts: [], udpPorts: [] } })],
        { web: managed },
        ["asg"],
      ),
      parties: upTo(9),
      tasks: 4,
      refusal: refused(
        "cluster-capacity",
        "no instance of cluster main has 512 CPU units free; an empty instance would not hold it either",
      ),
    },
    {
      when: "a provider that has no instance yet is of no known size",
      capacity: capacityReading([instance({ provider: "other" })], { web: managed }, ["asg"]),
      parties: upTo(3),
      tasks: 0,
      refusal: { code: "cluster-capacity" },
    },
    {
      when: "one task per instance goes on over instances that start",
      capacity: capacityReading([on("i-1")], { web: placement({ providers: ["asg"], tcpPorts: [80] }) }, ["asg"]),
      parties: upTo(3),
      tasks: 3,
      refusal: {
        code: "host-port-one-per-instance",
        detail: expect.stringContaining("new asg 2") as unknown as string,
      },
    },
  ])("$when", ({ capacity, parties = [web], tasks, refusal }) => {
    const filled = fill(capacity, parties, "web");
    expect(filled.tasks).toBe(tasks);
    expect(filled.refusal).toMatchObject(refusal ?? {});
  });
});

describe("what is preferred", () => {
  it.each([
    { strategy: "spread" as const, large: 0 },
    { strategy: "binpack-memory" as const, large: 2 },
    { strategy: "binpack-cpu" as const, large: 2 },
  ])("$strategy: after two small tasks $large large ones fit on two instances", ({ strategy, large }) => {
    const small = placement({ cpuUnits: 1, memoryMib: 1, strategy });
    const whole = placement({ cpuUnits: 2048, memoryMib: 4096 });
    const hosts = [one, two, instance({ id: "i-3", remaining: { cpuUnits: 2, memoryMib: 2 } })];
    const places = placesOf(capacityReading(hosts, { api: small, web: whole }), [party("api", 0), web], nowMs);
    places.take("api", 2);
    let tasks = 0;
    for (; places.refusal("web", 1) === null; tasks += 1) places.take("web", 1);
    expect(tasks).toBe(large);
  });

  it("two tasks at once are refused where only one fits, and nothing is taken", () => {
    const places = placesOf(capacityReading([left("i-1", 600)], { web: placement() }), [web], nowMs);
    expect(places.refusal("web", 2)).toMatchObject({ code: "cluster-capacity" });
    expect(places.refusal("web", 1)).toBeNull();
  });
});

describe("instances needed", () => {
  it.each([
    { missing: 5, tasksPerInstance: 4, expected: 2 },
    { missing: 1, tasksPerInstance: 4, expected: 1 },
    { missing: 3, tasksPerInstance: 1, expected: 3 },
    { missing: 3, tasksPerInstance: 0, expected: null },
  ])("$missing tasks at $tasksPerInstance per instance: $expected", ({ missing, tasksPerInstance, expected }) => {
    const refusal: PlaceRefusal = { code: "cluster-capacity", detail: "", numbers: { tasksPerInstance } };
    expect(instancesFor(missing, refusal)).toBe(expected);
  });
});

describe("the port audit", () => {
  it("tells of each fixed port where it is free and who holds it", () => {
    const services = [
      { ...service({ name: "basket", ecsService: "basket" }), capacity: ec2 },
      { ...service({ name: "web", ecsService: "web" }), capacity: ec2 },
    ];
    const needs = placement({ tcpPorts: [80], udpPorts: [53] });
    const { clusters, placements } = capacityReading([holding("i-1", "basket"), holding("i-2", "web"), three], {
      basket: port80,
      web: needs,
    });
    const site = siteOf(clusters[0], "main", services, placements);
    if (site.kind === "unknown") throw new Error(site.detail);
    expect(auditPorts({ name: "web", ecsService: "web", placement: needs }, site.site)).toEqual([
      {
        port: "tcp 80",
        free: ["i-3"],
        holders: [
          { ecsService: "web", instances: ["i-2"] },
          { ecsService: "basket", instances: ["i-1"] },
        ],
      },
      { port: "udp 53", free: ["i-1", "i-2", "i-3"], holders: [] },
    ]);
  });
});

describe("what is not counted is said", () => {
  const services = [service({ name: "web", capacity: ec2 })];
  it.each([
    { when: "GPUs", changes: { gpus: 2 }, expected: [{ code: "gpu-ignored", numbers: { gpusPerTask: 2 } }] },
    {
      when: "memberOf expressions",
      changes: { expressions: ["attribute:ecs.instance-type =~ t3.*"] },
      expected: [{ code: "placement-expression-ignored", detail: "attribute:ecs.instance-type =~ t3.*" }],
    },
    { when: "nothing else", changes: {}, expected: [] },
  ])("$when", ({ changes, expected }) => {
    const findings = capacityFindings(services, capacityReading([one], { web: placement(changes) }));
    expect(findings).toHaveLength(expected.length);
    expect(findings).toMatchObject(expected);
  });
});
