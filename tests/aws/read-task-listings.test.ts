import type { Task, TaskDefinition } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import { readTaskListings } from "../../shared/aws/read-task-listings.ts";
import type { Reading } from "../../shared/reading.ts";
import type { ListedTask, ListingNeeds, TaskListing } from "../../shared/records/task-listing.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { bridgeTask, type EcsWorld, ecsWorld, fargateTask } from "./ecs-world.ts";

const service = (name: string, cluster = "shop") => serviceConfig({ name, ecsService: name, cluster });
const web = service("web");
const plain: ListingNeeds = { publicAddresses: false, ports: false };

const awsvpc: TaskDefinition = {
  networkMode: "awsvpc",
  containerDefinitions: [{ name: "app", portMappings: [{ containerPort: 8080, protocol: "tcp" }] }],
};
const bridge: TaskDefinition = {
  containerDefinitions: [{ name: "app", portMappings: [{ containerPort: 80, hostPort: 0 }] }],
};
const definitions = { "web:1": awsvpc, "web:2": bridge };

const read = async (world: EcsWorld, needs: ListingNeeds = plain, services = [web]) => {
  const { clients, ecs, ec2 } = ecsWorld({ definitions, ...world });
  const listings = await readTaskListings(clients, services, () => needs);
  return { listings, ecs, ec2, tasks: tasksIn(listings.get("web")) };
};
const tasksIn = (reading: Reading<TaskListing> | undefined) => {
  if (reading?.kind !== "known") throw new Error(`not known: ${reading?.detail}`);
  return reading.value.tasks;
};

const noPublic = { publicIpv4: null, ipv6: null };
const own: ListedTask = {
  taskId: "a",
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "UNKNOWN",
  hasHealthCheck: false,
  createdAtMs: 1_000,
  instanceId: null,
  addresses: { privateIpv4: "10.0.0.1", ...noPublic },
  ports: [{ protocol: "tcp", containerPort: 8080, hostPort: 8080 }],
};

describe("tasks with an interface of their own", () => {
  it("of many pages are all listed, running and stopped, sorted, without a call to EC2", async () => {
    const ids = ["e", "d", "c", "b", "a"];
    const stopped = fargateTask("z", 9, { desiredStatus: "STOPPED", lastStatus: "STOPPED" });
    const found = await read({ tasks: { web: [...ids.map((id, n) => fargateTask(id, n)), stopped] } });
    expect(found.tasks.map(({ taskId, desiredStatus }) => `${taskId} ${desiredStatus}`)).toEqual([
      "a RUNNING",
      "b RUNNING",
      "c RUNNING",
      "d RUNNING",
      "e RUNNING",
      "z STOPPED",
    ]);
    expect(found.ec2.operations()).toEqual([]);
    expect(found.ecs.operations().filter((operation) => operation === "DescribeTaskDefinition")).toHaveLength(1);
  });

  it("have what ECS tells of them", async () => {
    expect((await read({ tasks: { web: [fargateTask("a", 1)] } })).tasks).toEqual([own]);
  });

  it("have their public and IPv6 addresses from EC2 where they are asked for", async () => {
    const interfaces = [1, 2, 3].map((n) => ({
      NetworkInterfaceId: `eni-${n}`,
      PrivateIpAddress: `10.0.0.${n}`,
      ...(n === 2 ? {} : { Association: { PublicIp: `203.0.113.${n}` } }),
      Ipv6Addresses: [{ Ipv6Address: `2001:db8::${n}` }],
    }));
    const tasks = { web: ["a", "b", "c"].map((id, n) => fargateTask(id, n + 1)) };
    const found = await read({ tasks, interfaces }, { publicAddresses: true, ports: false });
    expect(found.tasks.map(({ addresses }) => addresses)).toEqual([
      { privateIpv4: "10.0.0.1", publicIpv4: "203.0.113.1", ipv6: "2001:db8::1" },
      { privateIpv4: "10.0.0.2", publicIpv4: null, ipv6: "2001:db8::2" },
      { privateIpv4: "10.0.0.3", publicIpv4: "203.0.113.3", ipv6: "2001:db8::3" },
    ]);
  });

  it("have their IPv6 address from ECS in a dual-stack subnet", async () => {
    const containers = [
      { name: "app", networkInterfaces: [{ privateIpv4Address: "10.0.0.1", ipv6Address: "2001:db8::7" }] },
    ];
    const { tasks } = await read({ tasks: { web: [fargateTask("a", 1, { containers })] } });
    expect(tasks[0]?.addresses).toEqual({ privateIpv4: "10.0.0.1", publicIpv4: null, ipv6: "2001:db8::7" });
  });

  it("that do not run yet are listed without asking for anything more", async () => {
    const pending = fargateTask("a", 1, { lastStatus: "PROVISIONING", attachments: [], taskDefinitionArn: "none:1" });
    const found = await read({ tasks: { web: [pending] } }, { publicAddresses: true, ports: true });
    expect(found.tasks).toEqual([
      {
        ...own,
        lastStatus: "PROVISIONING",
        hasHealthCheck: null,
        addresses: { privateIpv4: null, ...noPublic },
        ports: [],
      },
    ]);
    expect([...found.ecs.operations(), ...found.ec2.operations()]).toEqual(["ListTasks", "ListTasks", "DescribeTasks"]);
  });
});

describe("tasks on an instance", () => {
  const world: EcsWorld = {
    tasks: { web: [bridgeTask("a", "arn-1", 32768), bridgeTask("b", "arn-1", 32769), bridgeTask("c", "arn-2", 32768)] },
    containerInstances: { "arn-1": "i-1", "arn-2": "i-2" },
    instances: [
      { InstanceId: "i-1", PrivateIpAddress: "10.0.1.1", PublicIpAddress: "203.0.113.1", Ipv6Address: "2001:db8::1" },
      {
        InstanceId: "i-2",
        PrivateIpAddress: "10.0.1.2",
        NetworkInterfaces: [
          { Attachment: { DeviceIndex: 1 }, Ipv6Addresses: [{ Ipv6Address: "2001:db8::9" }] },
          { Attachment: { DeviceIndex: 0 }, Ipv6Addresses: [{ Ipv6Address: "2001:db8::2" }] },
        ],
      },
    ],
  };

  it("have its addresses, and the ports that Docker has bound", async () => {
    const { tasks } = await read(world);
    const first = { privateIpv4: "10.0.1.1", publicIpv4: "203.0.113.1", ipv6: "2001:db8::1" };
    expect(tasks.map(({ taskId, instanceId, addresses, ports }) => ({ taskId, instanceId, addresses, ports }))).toEqual(
      [
        { taskId: "a", instanceId: "i-1", addresses: first, ports: [port(80, 32768)] },
        { taskId: "b", instanceId: "i-1", addresses: first, ports: [port(80, 32769)] },
        {
          taskId: "c",
          instanceId: "i-2",
          addresses: { privateIpv4: "10.0.1.2", publicIpv4: null, ipv6: "2001:db8::2" },
          ports: [port(80, 32768)],
        },
      ],
    );
  });

  it("are asked for once per instance, by cluster", async () => {
    const { ecs, ec2 } = await read(world);
    const asked = ecs.asked.filter(({ operation }) => operation === "DescribeContainerInstances");
    expect(asked.map(({ input }) => input)).toEqual([{ cluster: "shop", containerInstances: ["arn-1", "arn-2"] }]);
    expect(ec2.asked.map(({ input }) => input)).toEqual([{ InstanceIds: ["i-1", "i-2"], NextToken: undefined }]);
  });

  it("outside EC2 (ECS Anywhere) have no address, and nobody asks EC2", async () => {
    const { tasks, ec2 } = await read({
      tasks: { web: [bridgeTask("a", "arn-1", 8080)] },
      containerInstances: { "arn-1": "mi-1" },
    });
    expect(tasks[0]).toMatchObject({ instanceId: "mi-1", addresses: { privateIpv4: null } });
    expect(ec2.operations()).toEqual([]);
  });
});

const port = (containerPort: number, hostPort: number, protocol: "tcp" | "udp" = "tcp") => ({
  protocol,
  containerPort,
  hostPort,
});

describe("ports", () => {
  const mapped = (networkMode: TaskDefinition["networkMode"], ...portMappings: object[]): TaskDefinition => ({
    networkMode,
    containerDefinitions: [{ name: "app", portMappings }],
  });
  const bound = (...networkBindings: object[]): Partial<Task> => ({ containers: [{ name: "app", networkBindings }] });
  it.each<{ when: string; definition: TaskDefinition; task?: Partial<Task>; gives: ListedTask["ports"] }>([
    {
      when: "in the mode host are the containers' own",
      definition: mapped("host", { containerPort: 8080 }, { containerPort: 53, protocol: "udp" }),
      task: bound(),
      gives: [port(53, 53, "udp"), port(8080, 8080)],
    },
    {
      when: "in the mode bridge that are fixed stand in until a binding is told",
      definition: mapped("bridge", { containerPort: 80, hostPort: 8080 }, { containerPort: 81, hostPort: 0 }),
      task: bound(),
      gives: [port(80, 8080)],
    },
    {
      when: "of a range are each bound one by one",
      definition: mapped("bridge", { containerPortRange: "7000-7002" }),
      task: bound({ containerPortRange: "7000-7002", hostPortRange: "32768-32770", protocol: "tcp" }),
      gives: [port(7000, 32768), port(7001, 32769), port(7002, 32770)],
    },
    {
      when: "of a range with an interface of its own are the range",
      definition: mapped("awsvpc", { containerPortRange: "7000-7001" }),
      gives: [port(7000, 7000), port(7001, 7001)],
    },
    { when: "in the mode none there are none", definition: mapped("none", { containerPort: 80 }), gives: [] },
  ])("$when", async ({ definition, task, gives }) => {
    const onHost = bridgeTask("a", "arn-1", 1, { taskDefinitionArn: "web:9", ...task });
    const withOwn = fargateTask("a", 1, { taskDefinitionArn: "web:9" });
    const { tasks } = await read({
      tasks: { web: [task === undefined ? withOwn : onHost] },
      definitions: { "web:9": definition },
      containerInstances: { "arn-1": "i-1" },
      instances: [{ InstanceId: "i-1", PrivateIpAddress: "10.0.1.1" }],
    });
    expect(tasks[0]?.ports).toEqual(gives);
  });
});

describe("health", () => {
  const check = { command: ["CMD", "true"] };
  const app = { name: "app", healthCheck: check };
  const sidecar = { name: "log" };
  it.each<{
    when: string;
    containers: TaskDefinition["containerDefinitions"];
    status: Task["healthStatus"];
    ofContainers?: Record<string, "HEALTHY" | "UNHEALTHY" | "UNKNOWN">;
    gives: [ListedTask["health"], boolean];
  }>([
    { when: "no check: unknown, and that is all", containers: [sidecar], status: "UNKNOWN", gives: ["UNKNOWN", false] },
    { when: "a check that has passed", containers: [app], status: "HEALTHY", gives: ["HEALTHY", true] },
    { when: "a check that has failed", containers: [app], status: "UNHEALTHY", gives: ["UNHEALTHY", true] },
    {
      when: "a check without an answer yet",
      containers: [app, sidecar],
      status: "UNKNOWN",
      ofContainers: { app: "UNKNOWN", log: "UNKNOWN" },
      gives: ["UNKNOWN", true],
    },
    {
      when: "beside a sidecar without a check it is the application's health",
      containers: [app, sidecar],
      status: "UNKNOWN",
      ofContainers: { app: "HEALTHY", log: "UNKNOWN" },
      gives: ["HEALTHY", true],
    },
    {
      when: "one of two checks without an answer",
      containers: [app, { name: "proxy", healthCheck: check }],
      status: "UNKNOWN",
      ofContainers: { app: "HEALTHY", proxy: "UNKNOWN" },
      gives: ["UNKNOWN", true],
    },
    {
      when: "a check of a container that is not essential does not count",
      containers: [{ ...app, essential: false }, sidecar],
      status: "UNKNOWN",
      ofContainers: { app: "UNKNOWN" },
      gives: ["UNKNOWN", false],
    },
    {
      when: "a check without a command is none",
      containers: [{ name: "app", healthCheck: { command: [] } }],
      status: "UNKNOWN",
      gives: ["UNKNOWN", false],
    },
  ])("$when", async ({ containers, status, ofContainers = {}, gives }) => {
    const task = fargateTask("a", 1, {
      healthStatus: status,
      containers: Object.entries(ofContainers).map(([name, healthStatus]) => ({ name, healthStatus })),
    });
    const { tasks } = await read({
      tasks: { web: [task] },
      definitions: { "web:1": { networkMode: "awsvpc", containerDefinitions: containers } },
    });
    expect([tasks[0]?.health, tasks[0]?.hasHealthCheck]).toEqual(gives);
  });
});

describe("a part that fails", () => {
  const onHost = service("api", "hosts");
  const world = (fails: EcsWorld["fails"], changes: Partial<EcsWorld> = {}): EcsWorld => ({
    tasks: { web: [fargateTask("a", 1)], api: [bridgeTask("b", "arn-1", 32768)] },
    containerInstances: { "arn-1": "i-1" },
    instances: [{ InstanceId: "i-1", PrivateIpAddress: "10.0.1.1" }],
    interfaces: [{ NetworkInterfaceId: "eni-1", Association: { PublicIp: "203.0.113.1" } }],
    ...(fails === undefined ? {} : { fails }),
    ...changes,
  });
  const denied =
    (operation: string, about = ""): NonNullable<EcsWorld["fails"]> =>
    (asked, input) =>
      asked === operation && JSON.stringify(input).includes(about) ? "AccessDeniedException" : null;
  const known = "known";
  it.each<{ when: string; world: EcsWorld; gives: Record<string, unknown> }>([
    { when: "none: both are known", world: world(undefined), gives: { web: known, api: known } },
    {
      when: "ListTasks of one service",
      world: world(denied("ListTasks", "api")),
      gives: { web: known, api: "access-denied ecs:ListTasks hosts/api: AccessDeniedException: on purpose" },
    },
    {
      when: "DescribeTasks of one service",
      world: world(denied("DescribeTasks", "shop/a")),
      gives: { web: "access-denied ecs:DescribeTasks shop/web: AccessDeniedException: on purpose", api: known },
    },
    {
      when: "a cluster that is not found is no proof of no tasks",
      world: world((operation) => (operation === "ListTasks" ? "ClusterNotFoundException" : null)),
      gives: {
        web: "failed ecs:ListTasks shop/web: ClusterNotFoundException: on purpose",
        api: "failed ecs:ListTasks hosts/api: ClusterNotFoundException: on purpose",
      },
    },
    {
      when: "a task definition that is needed to tell of a health check",
      world: world(denied("DescribeTaskDefinition", "web:2")),
      gives: { web: known, api: "access-denied ecs:DescribeTaskDefinition web:2: AccessDeniedException: on purpose" },
    },
    {
      when: "DescribeContainerInstances takes only those on instances along",
      world: world(denied("DescribeContainerInstances")),
      gives: {
        web: known,
        api: "access-denied ecs:DescribeContainerInstances hosts: AccessDeniedException: on purpose",
      },
    },
    {
      when: "an instance that ECS knows no more",
      world: world(undefined, { containerInstances: {} }),
      gives: { web: known, api: "failed ecs:DescribeContainerInstances hosts: arn-1: MISSING" },
    },
    {
      when: "DescribeInstances takes only those on instances along",
      world: world(denied("DescribeInstances")),
      gives: { web: known, api: "access-denied ec2:DescribeInstances i-1: AccessDeniedException: on purpose" },
    },
    {
      when: "DescribeNetworkInterfaces takes only those with an interface along",
      world: world(denied("DescribeNetworkInterfaces")),
      gives: {
        web: "access-denied ec2:DescribeNetworkInterfaces eni-1: AccessDeniedException: on purpose",
        api: known,
      },
    },
  ])("$when", async ({ world: declared, gives }) => {
    const { clients } = ecsWorld({ definitions, ...declared });
    const listings = await readTaskListings(clients, [web, onHost], () => ({ publicAddresses: true, ports: false }));
    const told = [...listings].map(([name, reading]) => [
      name,
      reading.kind === "known" ? known : `${reading.because} ${reading.detail}`,
    ]);
    expect(Object.fromEntries(told)).toEqual(gives);
  });

  it("an interface that is gone makes its own service unknown; the others of the call are read", async () => {
    const { clients } = ecsWorld({
      definitions,
      tasks: { web: [fargateTask("a", 1), fargateTask("c", 3), fargateTask("d", 4)], api: [fargateTask("b", 2)] },
      interfaces: [1, 3, 4].map((n) => ({ NetworkInterfaceId: `eni-${n}` })),
    });
    const listings = await readTaskListings(clients, [web, onHost], () => ({ publicAddresses: true, ports: false }));
    expect(listings.get("web")?.kind).toBe("known");
    expect(listings.get("api")).toEqual({
      kind: "unknown",
      because: "not-found",
      detail: "ec2:DescribeNetworkInterfaces: EC2 has no eni-2 in this account and region",
    });
  });

  it("a definition that fails is not needed where ECS tells the health, and no port is asked for", async () => {
    const healthy = fargateTask("a", 1, { healthStatus: "HEALTHY" });
    const failing = { tasks: { web: [healthy] }, fails: denied("DescribeTaskDefinition") };
    const { tasks } = await read(failing);
    expect(tasks).toEqual([{ ...own, health: "HEALTHY", hasHealthCheck: null, ports: [] }]);
    const { clients } = ecsWorld(failing);
    const asked = await readTaskListings(clients, [web], () => ({ publicAddresses: false, ports: true }));
    expect(asked.get("web")).toMatchObject({ kind: "unknown", because: "access-denied" });
  });

  it("a task that stops between the lists is in both, and is one task", async () => {
    const stopping = fargateTask("a", 1, { desiredStatus: "STOPPED", lastStatus: "DEACTIVATING" });
    const { clients, ecs } = ecsWorld({ definitions, tasks: { web: [stopping] } });
    const both = {
      ...clients,
      ecs: {
        send: async (command: never) => {
          const answer = (await ecs.client.send(command)) as { taskArns?: string[] };
          return answer.taskArns === undefined ? answer : { taskArns: [stopping.taskArn] };
        },
      } as unknown as typeof clients.ecs,
    };
    const listings = await readTaskListings(both, [web], () => plain);
    expect(tasksIn(listings.get("web")).map(({ taskId, desiredStatus }) => [taskId, desiredStatus])).toEqual([
      ["a", "STOPPED"],
    ]);
    expect(ecs.asked.map(({ input }) => input["desiredStatus"])).toEqual(["RUNNING", "STOPPED", undefined]);
  });

  it("no service is no call, and an empty service is an empty listing", async () => {
    const { clients, ecs } = ecsWorld({ tasks: {} });
    expect(await readTaskListings(clients, [], () => plain)).toEqual(new Map());
    expect(ecs.operations()).toEqual([]);
    expect(await readTaskListings(clients, [web], () => plain)).toEqual(
      new Map([["web", { kind: "known", value: { tasks: [] } }]]),
    );
    expect(ecs.operations()).toEqual(["ListTasks", "ListTasks"]);
  });
});
