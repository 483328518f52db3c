import { DescribeInstancesCommand, DescribeNetworkInterfacesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeTasksCommand,
  ECSClient,
  GetTaskProtectionCommand,
  ListTasksCommand,
  UpdateTaskProtectionCommand,
} from "@aws-sdk/client-ecs";
import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  HealthCheckAlreadyExists,
  ListHealthChecksCommand,
  ListResourceRecordSetsCommand,
  NoSuchHostedZone,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DeregisterInstanceCommand,
  DuplicateRequest,
  InstanceNotFound,
  ListInstancesCommand,
  RegisterInstanceCommand,
  ServiceDiscoveryClient,
} from "@aws-sdk/client-servicediscovery";
import {
  InvalidDocument,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { type CloudFront, startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

const zoneId = "Z0EXAMPLE";
const bucket = "rehearsal-renders";
const once = { maxAttempts: 1 };

let stack: SmallStack;
let front: CloudFront;

const settings = ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const kept = settings.map((name) => [name, process.env[name]] as const);

beforeAll(async () => {
  stack = smallStack(worldSpec(), stackConfig());
  const { cloud } = stack;
  cloud.route53.declareZone({ id: zoneId, domain: "shop.example" });
  cloud.serviceDiscovery.declareService("srv-1");
  cloud.ssm.declareInstance({
    id: "i-edge",
    tags: { Role: "edge" },
    run: () => ({ status: "Failed", output: "a < b" }),
  });
  cloud.capacity.declareTasks("checkout", { publicAddress: true, ipv6: true, healthCheck: true });
  cloud.capacity.declareCluster("shop", {
    instances: [{ id: "i-1", cpuUnits: 4096, memoryMib: 8192, publicAddress: true }],
  });
  cloud.capacity.declareService("search", {
    definition: {
      networkMode: "bridge",
      containerDefinitions: [{ name: "web", cpu: 128, memory: 128, portMappings: [{ containerPort: 80 }] }],
    },
  });
  stack.warmUp(60);
  front = await startCloudFront(cloud);
  process.env["AWS_ENDPOINT_URL"] = front.url;
  process.env["AWS_REGION"] = "eu-central-1";
  process.env["AWS_ACCESS_KEY_ID"] = "embedded";
  process.env["AWS_SECRET_ACCESS_KEY"] = "embedded";
});
afterAll(async () => {
  for (const [name, value] of kept) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await front.close();
});

const withoutMetadata = ({ $metadata: _, ...answer }: { readonly $metadata: object }): object => answer;

describe("Route 53 over the wire", () => {
  const client = (): Route53Client => new Route53Client(once);
  const change = (Action: "CREATE" | "DELETE", ...sets: readonly ResourceRecordSet[]) =>
    client().send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: `/hostedzone/${zoneId}`,
        ChangeBatch: {
          Comment: 'a & b < "c"',
          Changes: sets.map((ResourceRecordSet) => ({ Action, ResourceRecordSet })),
        },
      }),
    );
  const list = (input: object = {}) =>
    client().send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...input }));

  const sets: readonly ResourceRecordSet[] = [
    {
      Name: "\\052.shop.example.",
      Type: "TXT",
      TTL: 300,
      ResourceRecords: [{ Value: '"heritage=headgate,<a>&\\"b\\""' }],
    },
    {
      Name: "multi.shop.example.",
      Type: "AAAA",
      SetIdentifier: "task <1>",
      MultiValueAnswer: true,
      TTL: 10,
      ResourceRecords: [{ Value: "2a05:d014:1::7" }],
    },
    {
      Name: "near.shop.example.",
      Type: "A",
      SetIdentifier: "eu",
      Region: "eu-central-1",
      AliasTarget: { HostedZoneId: zoneId, DNSName: "regional.shop.example.", EvaluateTargetHealth: true },
    },
    {
      Name: "regional.shop.example.",
      Type: "A",
      TTL: 0,
      ResourceRecords: [{ Value: "10.1.0.1" }, { Value: "10.1.0.2" }],
    },
    {
      Name: "where.shop.example.",
      Type: "A",
      SetIdentifier: "default",
      GeoLocation: { CountryCode: "*" },
      TTL: 30,
      ResourceRecords: [{ Value: "10.1.0.1" }],
    },
  ];

  it("creates, lists in pages and deletes exactly what it was given", async () => {
    const { ChangeInfo } = await change("CREATE", ...sets);
    expect(ChangeInfo).toEqual({
      Id: expect.stringMatching(/^\/change\/C\d+$/),
      Status: "PENDING",
      SubmittedAt: new Date(stack.world.nowMs),
      Comment: 'a & b < "c"',
    });
    const whole = await list();
    expect(whole.ResourceRecordSets?.slice(2)).toEqual(sets);
    expect([whole.IsTruncated, whole.MaxItems]).toEqual([false, 300]);
    const first = await list({ MaxItems: 3 });
    expect(withoutMetadata(first)).toMatchObject({
      IsTruncated: true,
      MaxItems: 3,
      NextRecordName: "multi.shop.example.",
      NextRecordType: "AAAA",
      NextRecordIdentifier: "task <1>",
    });
    const second = await list({
      StartRecordName: first.NextRecordName,
      StartRecordType: first.NextRecordType,
      StartRecordIdentifier: first.NextRecordIdentifier,
    });
    expect(second.ResourceRecordSets).toEqual(sets.slice(1));
    await change("DELETE", ...sets);
    expect((await list()).ResourceRecordSets).toHaveLength(2);
  });

  it("a refusal is the SDK's own, with Route 53's messages", async () => {
    await expect(change("DELETE", sets[3]!)).rejects.toMatchObject({
      name: "InvalidChangeBatch",
      message: "[Tried to delete resource record set [name='regional.shop.example.', type='A'] but it was not found]",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(list({ HostedZoneId: "Z0OTHER" })).rejects.toThrow(NoSuchHostedZone);
    stack.cloud.failures.answerNext(
      "route53 ChangeResourceRecordSets",
      new AwsError("PriorRequestNotComplete", "wait"),
      2,
    );
    await expect(change("CREATE", sets[3]!)).rejects.toMatchObject({
      name: "PriorRequestNotComplete",
      message: "wait",
    });
    await expect(change("CREATE", sets[3]!)).rejects.toMatchObject({ name: "PriorRequestNotComplete" });
    await change("CREATE", sets[3]!);
    await change("DELETE", sets[3]!);
  });

  it("health checks: created with a location, listed in pages, deleted", async () => {
    const create = (CallerReference: string, Port = 8080) =>
      client().send(
        new CreateHealthCheckCommand({
          CallerReference,
          HealthCheckConfig: { Type: "HTTP", IPAddress: "52.1.0.7", Port, ResourcePath: "/a?b&c" },
        }),
      );
    const { HealthCheck, Location } = await create("shop/1");
    expect(Location).toContain(HealthCheck?.Id);
    expect(HealthCheck).toMatchObject({
      CallerReference: "shop/1",
      HealthCheckVersion: 1,
      HealthCheckConfig: { Type: "HTTP", ResourcePath: "/a?b&c", RequestInterval: 30, FailureThreshold: 3 },
    });
    await create("shop/2");
    await expect(create("shop/1", 81)).rejects.toThrow(HealthCheckAlreadyExists);
    const first = await client().send(new ListHealthChecksCommand({ MaxItems: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, MaxItems: 1, HealthChecks: [HealthCheck] });
    const second = await client().send(new ListHealthChecksCommand({ Marker: first.NextMarker }));
    expect(second).toMatchObject({ IsTruncated: false, HealthChecks: [{ CallerReference: "shop/2" }] });
    await client().send(new DeleteHealthCheckCommand({ HealthCheckId: HealthCheck?.Id }));
    expect((await client().send(new ListHealthChecksCommand({}))).HealthChecks).toHaveLength(1);
  });
});

describe("S3 over the wire", () => {
  const client = (): S3Client => new S3Client(once);
  const Key = `nginx/edge/${"a".repeat(64)}.conf`;
  const put = (Body: string, ifNone = true) =>
    client().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body,
        ContentType: "text/plain; charset=utf-8",
        ChecksumAlgorithm: "SHA256",
        ...(ifNone ? { IfNoneMatch: "*" } : {}),
      }),
    );

  it("stores a text once and gives it back", async () => {
    expect(await put("upstream ü {}\n")).toMatchObject({ ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    await expect(put("other")).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    const answer = await client().send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(await answer.Body?.transformToString()).toBe("upstream ü {}\n");
    expect(answer).toMatchObject({ ContentLength: 15, ContentType: "text/plain; charset=utf-8" });
    expect(await client().send(new HeadObjectCommand({ Bucket: bucket, Key }))).toMatchObject({
      ContentLength: 15,
      LastModified: new Date(stack.world.nowMs),
    });
    expect(stack.cloud.s3.texts(bucket)).toEqual({ [Key]: "upstream ü {}\n" });
  });

  it("tells an object that isn't there from a bucket that isn't", async () => {
    const get = (Bucket: string) => client().send(new GetObjectCommand({ Bucket, Key: "a b/ü" }));
    await expect(get(bucket)).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(get("none")).rejects.toMatchObject({ name: "NoSuchBucket" });
    const head = client().send(new HeadObjectCommand({ Bucket: bucket, Key: "none" }));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
  });
});

it("Systems Manager: a command, its dates, and what an instance has said", async () => {
  const client = new SSMClient(once);
  const send = (DocumentName: string) =>
    client.send(
      new SendCommandCommand({
        DocumentName,
        Targets: [{ Key: "tag:Role", Values: ["edge"] }],
        Parameters: { Generation: ["7"] },
        TimeoutSeconds: 60,
      }),
    );
  const { Command } = await send("rehearsal-nginx-install");
  const requested = new Date(stack.world.nowMs);
  expect(Command).toMatchObject({ Status: "Pending", TargetCount: 0, RequestedDateTime: requested });
  stack.warmUp(5);
  const Filters = [{ key: "DocumentName" as const, value: "rehearsal-nginx-install" }];
  const { Commands } = await client.send(new ListCommandsCommand({ Filters }));
  expect(Commands).toMatchObject([
    { CommandId: Command?.CommandId, Status: "Failed", TargetCount: 1, Parameters: { Generation: ["7"] } },
  ]);
  const { CommandInvocations } = await client.send(
    new ListCommandInvocationsCommand({ CommandId: Command?.CommandId, Details: true }),
  );
  expect(CommandInvocations).toMatchObject([
    { InstanceId: "i-edge", Status: "Failed", RequestedDateTime: requested, CommandPlugins: [{ Output: "a < b" }] },
  ]);
  await expect(send("none")).rejects.toThrow(InvalidDocument);
});

it("Cloud Map: instances with their attributes, and an operation that is not over", async () => {
  const client = new ServiceDiscoveryClient(once);
  const instance = { ServiceId: "srv-1", InstanceId: "task-1" };
  const Attributes = { AWS_INSTANCE_IPV4: "10.1.0.1", AWS_INSTANCE_PORT: "8080", owner: "a & b" };
  const register = () => client.send(new RegisterInstanceCommand({ ...instance, Attributes }));
  expect(await register()).toMatchObject({ OperationId: expect.any(String) });
  await expect(register()).rejects.toThrow(DuplicateRequest);
  stack.warmUp(5);
  expect((await client.send(new ListInstancesCommand({ ServiceId: "srv-1" }))).Instances).toEqual([
    { Id: "task-1", Attributes },
  ]);
  await client.send(new DeregisterInstanceCommand(instance));
  stack.warmUp(5);
  await expect(client.send(new DeregisterInstanceCommand(instance))).rejects.toThrow(InstanceNotFound);
});

describe("tasks over the wire", () => {
  const ecs = (): ECSClient => new ECSClient(once);
  const tasksOf = async (serviceName: string) => {
    const { taskArns } = await ecs().send(new ListTasksCommand({ cluster: "shop", serviceName }));
    return (await ecs().send(new DescribeTasksCommand({ cluster: "shop", tasks: taskArns }))).tasks ?? [];
  };

  it("a task's own interface is the one that EC2 describes", async () => {
    const [task] = await tasksOf("checkout");
    const details = new Map(task?.attachments?.[0]?.details?.map(({ name, value }) => [name, value]));
    const id = details.get("networkInterfaceId")!;
    const answer = await new EC2Client(once).send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }));
    expect(answer.NetworkInterfaces).toMatchObject([
      {
        NetworkInterfaceId: id,
        PrivateIpAddress: details.get("privateIPv4Address"),
        Ipv6Addresses: [{ Ipv6Address: details.get("ipv6Address") }],
        Association: { PublicIp: expect.stringMatching(/^52\./) },
      },
    ]);
    expect(task).toMatchObject({ healthStatus: "HEALTHY", launchType: "FARGATE" });
  });

  it("a task on an instance has host ports there, and EC2 describes the instance", async () => {
    const [task] = await tasksOf("search");
    expect(task?.containers?.[0]?.networkBindings).toEqual([
      { bindIP: "0.0.0.0", containerPort: 80, hostPort: 32_768, protocol: "tcp" },
    ]);
    const answer = await new EC2Client(once).send(new DescribeInstancesCommand({ InstanceIds: ["i-1"] }));
    expect(answer.Reservations?.[0]?.Instances).toMatchObject([
      { InstanceId: "i-1", PrivateIpAddress: "10.0.0.4", PublicIpAddress: "52.0.0.4" },
    ]);
  });

  it("protection, with the date that it ends at", async () => {
    const tasks = [(await tasksOf("checkout"))[0]!.taskArn!];
    const update = { cluster: "shop", tasks, protectionEnabled: true, expiresInMinutes: 5 };
    await ecs().send(new UpdateTaskProtectionCommand(update));
    const { protectedTasks } = await ecs().send(new GetTaskProtectionCommand({ cluster: "shop", tasks }));
    expect(protectedTasks).toEqual([
      { taskArn: tasks[0], protectionEnabled: true, expirationDate: new Date(stack.world.nowMs + 300_000) },
    ]);
  });
});
