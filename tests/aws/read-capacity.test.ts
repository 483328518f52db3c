import type { ContainerDefinition, Service, TaskDefinition } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import type { Ecs } from "../../shared/aws/clients.ts";
import { readCapacity } from "../../shared/aws/read-capacity.ts";
import { needsOf, readTaskDefinitions } from "../../shared/aws/read-task-definitions.ts";
import type { CapacityReading, FargateReading } from "../../shared/plan/readings/capacity-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { answering, awsError } from "./answering.ts";

const container = (changes: Partial<ContainerDefinition> = {}): ContainerDefinition => ({ name: "app", ...changes });
const definition = (changes: Partial<TaskDefinition> = {}): TaskDefinition => ({
  networkMode: "bridge",
  containerDefinitions: [container({ cpu: 256, memory: 512 })],
  ...changes,
});
const mapping = (hostPort: number | undefined, protocol?: "tcp" | "udp", containerPort = 80) => [
  { containerPort, ...(hostPort === undefined ? {} : { hostPort }), ...(protocol === undefined ? {} : { protocol }) },
];
const withPorts = (networkMode: TaskDefinition["networkMode"], portMappings: ContainerDefinition["portMappings"]) =>
  definition({ networkMode, containerDefinitions: [container({ portMappings })] });

describe("what a task of a definition takes", () => {
  it.each([
    { when: "containers add up", given: definition(), expected: { cpuUnits: 256, memoryMib: 512 } },
    {
      when: "a reservation is what ECS takes, where memory is given too",
      given: definition({
        containerDefinitions: [container({ cpu: 10, memory: 512, memoryReservation: 128 }), container({ memory: 64 })],
      }),
      expected: { cpuUnits: 10, memoryMib: 192 },
    },
    {
      when: "the task's own figures win",
      given: definition({ cpu: "1024", memory: "2048" }),
      expected: { cpuUnits: 1024, memoryMib: 2048 },
    },
    {
      when: "a fixed host port",
      given: withPorts("bridge", mapping(8080)),
      expected: { tcpPorts: [8080], udpPorts: [] },
    },
    { when: "port 0 is dynamic", given: withPorts("bridge", mapping(0)), expected: { tcpPorts: [] } },
    { when: "no host port is dynamic", given: withPorts("bridge", mapping(undefined)), expected: { tcpPorts: [] } },
    { when: "no network mode is bridge", given: withPorts(undefined, mapping(80)), expected: { tcpPorts: [80] } },
    {
      when: "in the mode host each container port is the host's",
      given: withPorts("host", mapping(undefined)),
      expected: { tcpPorts: [80] },
    },
    { when: "a UDP port", given: withPorts("bridge", mapping(53, "udp")), expected: { tcpPorts: [], udpPorts: [53] } },
    {
      when: "awsvpc takes an interface and no port of the host",
      given: withPorts("awsvpc", mapping(80)),
      expected: { tcpPorts: [], ownInterface: true },
    },
    {
      when: "the mode none takes neither",
      given: withPorts("none", mapping(80)),
      expected: { tcpPorts: [], ownInterface: false },
    },
    {
      when: "GPUs are counted, other accelerators not",
      given: definition({
        containerDefinitions: [
          container({
            resourceRequirements: [
              { type: "GPU", value: "2" },
              { type: "InferenceAccelerator", value: "3" },
            ],
          }),
        ],
      }),
      expected: { gpus: 2 },
    },
    {
      when: "memberOf expressions of the definition are kept",
      given: definition({ placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }] }),
      expected: { expressions: ["attribute:a == b"] },
    },
  ])("$when", ({ given, expected }) => expect(needsOf(given)).toMatchObject(expected));

  it("is read once: a revision never changes; one that failed is asked for again", async () => {
    let denied = true;
    const fake = answering<Ecs>((_, { taskDefinition }) => {
      if (taskDefinition === "b:1" && denied) throw awsError("AccessDeniedException");
      return { taskDefinition: definition() };
    });
    const first = await readTaskDefinitions(fake.client, ["a:1", "b:1", "a:1"]);
    expect(first.get("a:1")?.kind).toBe("known");
    expect(first.get("b:1")).toMatchObject({
      because: "access-denied",
      detail: "ecs:DescribeTaskDefinition b:1: AccessDeniedException: on purpose",
    });
    denied = false;
    expect((await readTaskDefinitions(fake.client, ["a:1", "b:1"])).get("b:1")?.kind).toBe("known");
    expect(fake.asked.map(({ input }) => input["taskDefinition"])).toEqual(["a:1", "b:1", "b:1"]);
  });
});

const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;
const web = serviceConfig({ name: "web", ecsService: "web-v2", capacity: ec2 });
const described = (changes: Partial<Service> = {}): ReadonlyMap<string, Reading<Service>> =>
  new Map([["web", { kind: "known", value: { taskDefinition: "web:3", launchType: "EC2", ...changes } as Service }]]);

type Input = { containerInstances: string[]; tasks: string[]; desiredStatus: string; nextToken?: string };
const resources = (cpu: number, memory: number, ports: string[] = []) => [
  { name: "CPU", type: "INTEGER", integerValue: cpu },
  { name: "MEMORY", type: "INTEGER", integerValue: memory },
  { name: "PORTS", type: "STRINGSET", stringSetValue: ports },
  { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
];
const answers = {
  ListContainerInstances: (_: Input): unknown => ({ containerInstanceArns: ["arn-2", "arn-1"] }),
  DescribeContainerInstances: ({ containerInstances }: Input): unknown => ({
    containerInstances: containerInstances.map((containerInstanceArn) => ({
      containerInstanceArn,
      ec2InstanceId: containerInstanceArn.replace("arn", "i"),
      capacityProviderName: "asg",
      status: "ACTIVE",
      agentConnected: containerInstanceArn === "arn-1",
      registeredResources: resources(2048, 4096, ["22"]),
      remainingResources: resources(1024, 2048, ["80", "22"]),
      attributes: [{ name: "ecs.instance-type", value: "m5.large" }],
    })),
  }),
  ListTasks: ({ desiredStatus }: Input): unknown => ({
    taskArns: desiredStatus === "RUNNING" ? ["a", "b"] : ["c", "d"],
  }),
  DescribeTasks: ({ tasks }: Input): unknown => ({ tasks: tasks.map((arn) => tasksByArn[arn]) }),
  DescribeTaskDefinition: (_: Input): unknown => ({ taskDefinition: definition() }),
  DescribeCapacityProviders: (_: Input): unknown => ({
    capacityProviders: [{ name: "asg", autoScalingGroupProvider: { managedScaling: { status: "ENABLED" } } }],
  }),
};
const onOne = { containerInstanceArn: "arn-1", desiredStatus: "RUNNING", lastStatus: "RUNNING" };
const attachments = [{ type: "ElasticNetworkInterface", status: "ATTACHED" }];
const tasksByArn: Record<string, object> = {
  a: { ...onOne, group: "service:web-v2", attachments },
  b: { ...onOne, group: "family:job" },
  c: { ...onOne, group: "service:web-v2", desiredStatus: "STOPPED", lastStatus: "STOPPING", attachments },
  d: { ...onOne, group: "service:web-v2", desiredStatus: "STOPPED", lastStatus: "STOPPED" },
};

const ecs = (changes: Partial<Record<keyof typeof answers, (input: Input) => unknown>> = {}) =>
  answering<Ecs>((operation, input) =>
    ({ ...answers, ...changes })[operation as keyof typeof answers](input as unknown as Input),
  );

const noQuota: FargateReading | null = null;
const read = (fake: { readonly client: Ecs }, services = described()): Promise<CapacityReading | undefined> =>
  readCapacity(fake.client, [web], services, noQuota);

describe("an EC2 cluster", () => {
  it("is read with its instances, what is left of them, and who is on them", async () => {
    const reading = await read(
      ecs(),
      described({ launchType: undefined, capacityProviderStrategy: [{ capacityProvider: "asg" }] }),
    );
    const resourcesLeft = { cpuUnits: 1024, memoryMib: 2048, tcpPorts: [22, 80], udpPorts: [] };
    const registered = { cpuUnits: 2048, memoryMib: 4096, tcpPorts: [22], udpPorts: [] };
    const shared = { provider: "asg", registered, remaining: resourcesLeft, trunked: false };
    expect(reading?.clusters).toEqual([
      {
        cluster: "shop",
        providers: { kind: "known", value: [{ name: "asg", managedScaling: true }] },
        instances: {
          kind: "known",
          value: [
            {
              id: "i-1",
              takesTasks: true,
              ...shared,
              tasks: [
                { ecsService: "", running: 1, stopping: 0, interfaces: 0 },
                { ecsService: "web-v2", running: 1, stopping: 1, interfaces: 2 },
              ],
            },
            { id: "i-2", takesTasks: false, ...shared, tasks: [] },
          ],
        },
      },
    ]);
  });

  it.each([
    { when: "a plain launch type has no provider", changes: {}, expected: { providers: [], strategy: "spread" } },
    {
      when: "a strategy's providers, sorted",
      changes: { capacityProviderStrategy: [{ capacityProvider: "b" }, { capacityProvider: "a" }] },
      expected: { providers: ["a", "b"] },
    },
    {
      when: "Fargate is told apart",
      changes: { launchType: "FARGATE" as const },
      expected: { providers: ["FARGATE"] },
    },
    {
      when: "constraints",
      changes: {
        placementConstraints: [{ type: "distinctInstance" as const }, { type: "memberOf" as const, expression: "x" }],
      },
      expected: { distinctInstances: true, expressions: ["x"] },
    },
    {
      when: "binpack behind a spread over zones",
      changes: {
        placementStrategy: [
          { type: "spread" as const, field: "attribute:ecs.availability-zone" },
          { type: "binpack" as const, field: "CPU" },
        ],
      },
      expected: { strategy: "binpack-cpu" },
    },
    {
      when: "binpack on memory",
      changes: { placementStrategy: [{ type: "binpack" as const, field: "memory" }] },
      expected: { strategy: "binpack-memory" },
    },
  ])("places by $when", async ({ changes, expected }) => {
    const reading = await read(ecs(), described(changes));
    expect(reading?.placements["web"]).toMatchObject({ kind: "known", value: { cpuUnits: 256, ...expected } });
  });

  it("of 250 instances is listed page by page and described by hundreds", async () => {
    const arnsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `arn-${from + n}`);
    const fake = ecs({
      ListContainerInstances: ({ nextToken = "0" }) => {
        const from = Number(nextToken);
        const to = Math.min(250, from + 100);
        return { containerInstanceArns: arnsOf(from, to), ...(to < 250 ? { nextToken: String(to) } : {}) };
      },
    });
    const reading = await read(fake);
    const instances = reading?.clusters[0]?.instances;
    expect(instances?.kind === "known" ? instances.value.length : 0).toBe(250);
    const calls = fake.asked.filter(({ operation }) => operation === "DescribeContainerInstances");
    expect(calls.map(({ input }) => (input["containerInstances"] as unknown as string[]).length)).toEqual([
      100, 100, 50,
    ]);
  });

  it.each([
    { operation: "ListContainerInstances" as const, call: "ecs:ListContainerInstances shop" },
    { operation: "DescribeContainerInstances" as const, call: "ecs:DescribeContainerInstances shop" },
    { operation: "ListTasks" as const, call: "ecs:ListTasks shop" },
    { operation: "DescribeTasks" as const, call: "ecs:DescribeTasks shop" },
  ])("is unknown where $operation is denied, with the call", async ({ operation, call }) => {
    const denied = () => {
      throw awsError("AccessDeniedException");
    };
    expect((await read(ecs({ [operation]: denied })))?.clusters[0]?.instances).toEqual({
      kind: "unknown",
      because: "access-denied",
      detail: `${call}: AccessDeniedException: on purpose`,
    });
  });

  it("that doesn't exist is unknown, not empty", async () => {
    const lost = () => {
      throw awsError("ClusterNotFoundException");
    };
    const reading = await read(ecs({ ListContainerInstances: lost }));
    expect(reading?.clusters[0]?.instances).toMatchObject({ kind: "unknown", because: "failed" });
  });

  it("without instances is known to have none; its tasks are not listed", async () => {
    const fake = ecs({ ListContainerInstances: () => ({ containerInstanceArns: [] }) });
    expect((await read(fake))?.clusters[0]?.instances).toEqual({ kind: "known", value: [] });
    expect(fake.operations()).not.toContain("ListTasks");
  });

  it("leaves the providers unknown where they are denied", async () => {
    const denied = () => {
      throw awsError("AccessDeniedException");
    };
    const services = described({ capacityProviderStrategy: [{ capacityProvider: "asg" }] });
    const reading = await read(ecs({ DescribeCapacityProviders: denied }), services);
    expect(reading?.clusters[0]?.providers).toMatchObject({
      because: "access-denied",
      detail: "ecs:DescribeCapacityProviders asg: AccessDeniedException: on purpose",
    });
  });
});

describe("Fargate", () => {
  const plain = serviceConfig({ name: "web", ecsService: "web-v2" });
  const quota = (quotaVcpu: Reading<number>): FargateReading => ({
    quotaVcpu,
    used: { kind: "known", value: { vcpu: 4, atMs: 0 } },
  });

  it("reads nothing of ECS without a quota", async () => {
    const fake = ecs();
    expect(await readCapacity(fake.client, [plain], described(), null)).toBeUndefined();
    const unread = quota({ kind: "unknown", because: "access-denied", detail: "no" });
    const reading = await readCapacity(fake.client, [plain], described(), unread);
    expect(reading).toEqual({ clusters: [], placements: {}, fargate: unread });
    expect(fake.operations()).toEqual([]);
  });

  it("reads the task definitions alone where a quota is known", async () => {
    const fake = ecs();
    const reading = await readCapacity(fake.client, [plain], described(), quota({ kind: "known", value: 10 }));
    expect(reading?.placements["web"]).toMatchObject({ value: { cpuUnits: 256 } });
    expect(fake.operations()).toEqual(["DescribeTaskDefinition"]);
  });
});
