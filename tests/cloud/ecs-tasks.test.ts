import type { Task } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import type { Ec2ServiceSpec } from "../../simulator/cloud/ec2-cluster.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

/** `checkout` runs four tasks; a new one is pending for 10 s and boots for 20 s. */
const stackAt = (declare: (stack: SmallStack) => void = () => {}): SmallStack => {
  const stack = smallStack(worldSpec(), stackConfig());
  declare(stack);
  later(stack, 60);
  return stack;
};

const later = (stack: SmallStack, seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    stack.world.step();
    stack.cloud.publishEvents();
  }
};

const ask = (stack: SmallStack, service: "ecs" | "ec2", operation: string, input: object) =>
  stack.cloud.handle(service, operation, input) as Promise<Record<string, never>>;

const tasksOf = async (stack: SmallStack, desiredStatus = "RUNNING", serviceName = "checkout"): Promise<Task[]> => {
  const listed = await ask(stack, "ecs", "ListTasks", { cluster: "shop", serviceName, desiredStatus });
  const tasks = listed["taskArns"] as unknown as string[];
  if (tasks.length === 0) return [];
  return (await ask(stack, "ecs", "DescribeTasks", { cluster: "shop", tasks }))["tasks"] as unknown as Task[];
};

const scaleTo = (stack: SmallStack, desiredCount: number) =>
  ask(stack, "ecs", "UpdateService", { cluster: "shop", service: "checkout", desiredCount });

const detail = (task: Task, name: string): string | undefined =>
  task.attachments?.[0]?.details?.find((one) => one.name === name)?.value;

const bridge = (portMappings: readonly object[]): Ec2ServiceSpec => ({
  definition: {
    networkMode: "bridge",
    containerDefinitions: [{ name: "app", cpu: 128, memory: 128, portMappings: [...portMappings] }],
  },
});
const host = (id: string, changes: object = {}) => ({ id, cpuUnits: 8_192, memoryMib: 8_192, ...changes });

const onInstances = (spec: Ec2ServiceSpec, ...instances: readonly ReturnType<typeof host>[]): SmallStack =>
  stackAt(({ cloud }) => {
    cloud.capacity.declareCluster("shop", { instances });
    cloud.capacity.declareService("checkout", spec);
  });

describe("a task on Fargate", () => {
  it("has an interface of its own, as DescribeTasks shows it", async () => {
    const [task] = await tasksOf(stackAt());
    expect(task).toEqual({
      taskArn: expect.stringMatching(/:task\/shop\/[0-9a-f]{32}$/),
      clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop",
      taskDefinitionArn: "arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:1",
      group: "service:checkout",
      lastStatus: "RUNNING",
      desiredStatus: "RUNNING",
      launchType: "FARGATE",
      availabilityZone: "eu-central-1b",
      healthStatus: "UNKNOWN",
      attachments: [
        {
          id: "attachment-00001000000000001",
          type: "ElasticNetworkInterface",
          status: "ATTACHED",
          details: [
            { name: "subnetId", value: "subnet-0a1b2c3d" },
            { name: "networkInterfaceId", value: "eni-00001000000000001" },
            { name: "privateIPv4Address", value: "10.1.0.1" },
          ],
        },
      ],
      containers: [
        {
          name: "app",
          lastStatus: "RUNNING",
          healthStatus: "UNKNOWN",
          networkBindings: [],
          networkInterfaces: [{ privateIpv4Address: "10.1.0.1" }],
        },
      ],
      createdAt: expect.any(Date),
      startedAt: expect.any(Date),
    });
  });

  it("keeps its address while others come and go, and no two have the same, of two services neither", async () => {
    const stack = stackAt();
    const addresses = new Map<string, string>();
    for (const count of [4, 12, 3, 9]) {
      await scaleTo(stack, count);
      later(stack, 100);
      const tasks = [...(await tasksOf(stack)), ...(await tasksOf(stack, "RUNNING", "search"))];
      for (const task of tasks) {
        const address = detail(task, "privateIPv4Address")!;
        expect(addresses.get(task.taskArn!) ?? address).toBe(address);
        addresses.set(task.taskArn!, address);
      }
    }
    expect(addresses.size).toBeGreaterThan(14);
    expect(new Set(addresses.values()).size).toBe(addresses.size);
  });

  it("is UNKNOWN until it has booted where its container has a health check, then HEALTHY, or what a test says", async () => {
    const stack = stackAt(({ cloud }) => cloud.capacity.declareTasks("checkout", { healthCheck: true }));
    await scaleTo(stack, 5);
    later(stack, 15);
    const healths = async () =>
      (await tasksOf(stack)).map(({ lastStatus, healthStatus }) => [lastStatus, healthStatus]);
    expect((await healths())[4]).toEqual(["RUNNING", "UNKNOWN"]);
    later(stack, 20);
    expect((await healths())[4]).toEqual(["RUNNING", "HEALTHY"]);
    const [first] = await tasksOf(stack);
    stack.cloud.capacity.unhealthy.add(first!.taskArn!.split("/").at(-1)!);
    expect((await healths())[0]).toEqual(["RUNNING", "UNHEALTHY"]);
  });

  it("is of the task definition of its deployment, also after it has stopped", async () => {
    const stack = stackAt();
    await ask(stack, "ecs", "UpdateService", { cluster: "shop", service: "checkout", taskDefinition: "checkout:2" });
    const old = "arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:1";
    later(stack, 5);
    const during = await tasksOf(stack);
    expect(new Set(during.map(({ taskDefinitionArn }) => taskDefinitionArn))).toEqual(
      new Set([old, "arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:2"]),
    );
    later(stack, 120);
    expect((await tasksOf(stack)).map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual(
      Array(4).fill("arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:2"),
    );
    const stopped = await tasksOf(stack, "STOPPED");
    expect(stopped.map(({ taskDefinitionArn, lastStatus }) => [taskDefinitionArn, lastStatus])).toEqual(
      Array(4).fill([old, "STOPPED"]),
    );
  });

  it("has the ports that its task definition maps", async () => {
    const stack = stackAt(({ cloud }) =>
      cloud.capacity.declareTasks("checkout", {
        ports: [{ containerPort: 80 }, { containerPort: 53, protocol: "udp" }],
        healthCheck: true,
      }),
    );
    const describeIt = async (taskDefinition: string) =>
      (await ask(stack, "ecs", "DescribeTaskDefinition", { taskDefinition }))["taskDefinition"];
    const mapped = (containerPort: number, protocol = "tcp") => ({ containerPort, hostPort: containerPort, protocol });
    expect(await describeIt("checkout:1")).toMatchObject({
      networkMode: "awsvpc",
      containerDefinitions: [
        { name: "app", portMappings: [mapped(80), mapped(53, "udp")], healthCheck: { command: expect.any(Array) } },
      ],
    });
    expect(await describeIt("search:1")).toMatchObject({
      containerDefinitions: [{ portMappings: [mapped(8_080)] }],
    });
  });
});

describe("a task on an EC2 instance", () => {
  it("has a dynamic port of its own there, which stays, and none before it runs", async () => {
    const stack = onInstances(
      bridge([{ containerPort: 80, hostPort: 0 }, { containerPort: 81 }]),
      host("i-1"),
      host("i-2"),
    );
    const portsOf = async () =>
      new Map(
        (await tasksOf(stack)).map((task) => [
          task.taskArn,
          [task.containerInstanceArn, ...(task.containers?.[0]?.networkBindings ?? []).map(({ hostPort }) => hostPort)],
        ]),
      );
    const before = await portsOf();
    expect(before.size).toBe(4);
    const places = [...before.values()].flatMap(([instance, ...ports]) => ports.map((port) => `${instance} ${port}`));
    expect(places).toHaveLength(8);
    expect(new Set(places).size).toBe(8);
    await scaleTo(stack, 5);
    later(stack, 5);
    const [pending] = (await tasksOf(stack)).filter(({ lastStatus }) => lastStatus === "PENDING");
    expect(pending?.containers?.[0]?.networkBindings).toEqual([]);
    later(stack, 30);
    const after = await portsOf();
    expect(after.size).toBe(5);
    for (const [arn, place] of before) expect(after.get(arn)).toEqual(place);
  });

  it("has its fixed port, in the mode host its container's", async () => {
    const fixed = onInstances(bridge([{ containerPort: 80, hostPort: 8_080 }]), host("i-1"));
    const onHost: Ec2ServiceSpec = {
      definition: { ...bridge([{ containerPort: 80 }]).definition, networkMode: "host" },
    };
    for (const [stack, port] of [
      [fixed, 8_080],
      [onInstances(onHost, host("i-1")), 80],
    ] as const) {
      const [task] = (await tasksOf(stack)).filter(({ containerInstanceArn }) => containerInstanceArn !== undefined);
      expect(task?.containers?.[0]?.networkBindings).toMatchObject([{ hostPort: port, containerPort: 80 }]);
      expect(task?.attachments).toEqual([]);
    }
  });

  it("that waits for a place has neither an instance nor a port", async () => {
    const stack = onInstances(bridge([{ containerPort: 80, hostPort: 8_080 }]), host("i-1"));
    const placed = (await tasksOf(stack)).map(({ containerInstanceArn, containers }) => [
      containerInstanceArn !== undefined,
      containers?.[0]?.networkBindings?.length,
    ]);
    expect(placed).toEqual([
      [true, 1],
      [false, 0],
      [false, 0],
      [false, 0],
    ]);
  });
});

describe("EC2", () => {
  it("describes the interfaces of tasks that exist, with a public address where there is one", async () => {
    const stack = stackAt(({ cloud }) => cloud.capacity.declareTasks("checkout", { publicAddress: true }));
    const input = { NetworkInterfaceIds: ["eni-00001000000000002", "eni-00002000000000001"] };
    const answer = await ask(stack, "ec2", "DescribeNetworkInterfaces", input);
    expect(answer["NetworkInterfaces"]).toMatchObject([
      { PrivateIpAddress: "10.1.0.2", Association: { PublicIp: "52.1.0.2" }, Ipv6Addresses: [] },
      { PrivateIpAddress: "10.2.0.1" },
    ]);
    expect((answer["NetworkInterfaces"] as unknown as object[])[1]).not.toHaveProperty("Association");
  });

  it("an interface is gone when its task has stopped", async () => {
    const stack = stackAt();
    const [task] = (await tasksOf(stack)).slice(-1);
    const input = { NetworkInterfaceIds: [detail(task!, "networkInterfaceId")] };
    await scaleTo(stack, 3);
    later(stack, 10);
    expect((await ask(stack, "ec2", "DescribeNetworkInterfaces", input))["NetworkInterfaces"]).toHaveLength(1);
    later(stack, 60);
    await expect(ask(stack, "ec2", "DescribeNetworkInterfaces", input)).rejects.toMatchObject({
      name: "InvalidNetworkInterfaceID.NotFound",
    });
  });

  it("describes instances, and those of a group that have come since", async () => {
    const stack = onInstances(
      bridge([{ containerPort: 80 }]),
      host("i-1", { publicAddress: true, ipv6: true }),
      host("i-2"),
    );
    expect(
      (await ask(stack, "ec2", "DescribeInstances", { InstanceIds: ["i-2", "i-1"] }))["Reservations"],
    ).toMatchObject([
      { Instances: [{ InstanceId: "i-1", PublicIpAddress: "52.0.0.4", Ipv6Address: "2a05:d014:0::4" }] },
      { Instances: [{ InstanceId: "i-2", PrivateIpAddress: "10.0.0.5" }] },
    ]);
  });

  it("pages what is asked for by a filter, which finds what is there", async () => {
    const stack = stackAt();
    const Values = ["eni-lost", ...Array.from({ length: 4 }, (_, n) => `eni-0000100000000000${n + 1}`)];
    const pageOf = (input: object) =>
      ask(stack, "ec2", "DescribeNetworkInterfaces", { Filters: [{ Name: "network-interface-id", Values }], ...input });
    expect((await pageOf({}))["NetworkInterfaces"]).toHaveLength(4);
    const all = (input: object) => ask(stack, "ec2", "DescribeNetworkInterfaces", { MaxResults: 5, ...input });
    const first = await all({});
    expect([first["NetworkInterfaces"], first["NextToken"]]).toMatchObject([{ length: 5 }, "5"]);
    const second = await all({ NextToken: first["NextToken"] });
    expect([second["NetworkInterfaces"], second["NextToken"]]).toMatchObject([{ length: 3 }, undefined]);
  });

  it.each([
    {
      when: "an instance that isn't there",
      operation: "DescribeInstances",
      input: { InstanceIds: ["i-lost"] },
      name: "InvalidInstanceID.NotFound",
    },
    {
      when: "ids on pages",
      operation: "DescribeNetworkInterfaces",
      input: { NetworkInterfaceIds: ["eni-00001000000000001"], MaxResults: 5 },
      name: "InvalidParameterCombination",
    },
    { when: "pages of four", operation: "DescribeInstances", input: { MaxResults: 4 }, name: "InvalidParameterValue" },
  ])("refuses $when with $name", async ({ operation, input, name }) => {
    await expect(ask(stackAt(), "ec2", operation, input)).rejects.toMatchObject({ name });
  });
});

it("an injected failure answers the next calls of its operation, and no others", async () => {
  const stack = stackAt();
  const { cloud } = stack;
  const { AwsError } = await import("../../simulator/cloud/aws-error.ts");
  cloud.failures.answerNext("ecs ListTasks", new AwsError("ThrottlingException", "Rate exceeded"), 2);
  const list = () => ask(stack, "ecs", "ListTasks", { cluster: "shop" });
  await expect(list()).rejects.toMatchObject({ name: "ThrottlingException" });
  expect(await tasksOf(stack, "RUNNING", "search").catch(({ name }) => name)).toBe("ThrottlingException");
  expect((await list())["taskArns"]).toHaveLength(8);
});

it("records.fifo and its dead-letter queue are there under the stack's names", async () => {
  const { cloud } = stackAt();
  const QueueUrl = cloud.queues.url("records.fifo");
  expect(QueueUrl).toBe("https://sqs.eu-central-1.amazonaws.com/123456789012/rehearsal-records.fifo");
  const message = { QueueUrl, MessageBody: "{}", MessageGroupId: "zone/Z0", MessageDeduplicationId: "1" };
  await cloud.handle("sqs", "SendMessage", message);
  expect(cloud.queues.records.messages).toMatchObject([{ group: "zone/Z0" }]);
  expect(cloud.queues.records.spec).toMatchObject({
    visibilitySeconds: 180,
    maxReceiveCount: 5,
    deadLetter: { spec: { name: "records-dlq.fifo" } },
  });
});
