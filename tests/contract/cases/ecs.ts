import {
  DescribeCapacityProvidersCommand,
  DescribeContainerInstancesCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  GetTaskProtectionCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTasksCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  UpdateTaskProtectionCommand,
} from "@aws-sdk/client-ecs";
import { type ContractBed, faultOf, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const describe = async ({ clients }: ContractBed, cluster: string, services: string[]) =>
  clients.ecs.send(new DescribeServicesCommand({ cluster, services }));

const desiredOf = async (bed: ContractBed, cluster: string, service: string) =>
  (await describe(bed, cluster, [service])).services?.[0]?.desiredCount;

/** As many names as one likes; those that are not there are named too. */
const namesLike = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-like-${index}`);

const taskIdLike = (index: number): string => index.toString(16).padStart(32, "0");

const sorted = (arns: readonly string[]): readonly string[] => [...arns].sort();

export const ecsCases = casesOf("ecs", [
  {
    name: "DescribeServices takes ten services at most",
    cites: `${api}/API_DescribeServices.html`,
    errors: ["InvalidParameterException"],
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      return [
        await refusalOf(describe(bed, cluster, namesLike(service, 10))),
        await refusalOf(describe(bed, cluster, namesLike(service, 11))),
      ];
    },
    expected: ["accepted", "InvalidParameterException"],
  },
  {
    name: "DescribeServices answers those that are there, and names the others as MISSING",
    cites: `${guide}/api_failures_messages.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([3]);
      const { services = [], failures = [] } = await describe(bed, cluster, [service, `${service}-missing`]);
      return {
        services: services.map(({ serviceName, desiredCount, status }) => ({
          isIt: serviceName === service,
          desiredCount,
          status,
        })),
        failures: failures.map(({ arn, reason }) => ({ isNamed: arn?.endsWith(`${service}-missing`), reason })),
      };
    },
    expected: {
      services: [{ isIt: true, desiredCount: 3, status: "ACTIVE" }],
      failures: [{ isNamed: true, reason: "MISSING" }],
    },
  },
  {
    name: "A service can be described by its ARN as by its name",
    cites: `${api}/API_DescribeServices.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      const { serviceArns = [] } = await bed.clients.ecs.send(new ListServicesCommand({ cluster }));
      const { services = [] } = await describe(bed, cluster, [
        serviceArns.find((arn) => arn.endsWith(`/${service}`)) ?? "",
      ]);
      return services.map(({ serviceName }) => serviceName === service);
    },
    expected: [true],
  },
  {
    name: "A cluster that is not there is told by name",
    cites: `${api}/API_DescribeServices.html`,
    errors: ["ClusterNotFoundException"],
    run: async (bed) => {
      const { ecs } = bed.clients;
      const cluster = "contract-missing";
      return {
        describeServices: await refusalOf(describe(bed, cluster, ["any"])),
        listServices: await refusalOf(ecs.send(new ListServicesCommand({ cluster }))),
        listTasks: await refusalOf(ecs.send(new ListTasksCommand({ cluster }))),
        describeTasks: await refusalOf(ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskIdLike(1)] }))),
        updateService: await refusalOf(
          ecs.send(new UpdateServiceCommand({ cluster, service: "any", desiredCount: 1 })),
        ),
      };
    },
    expected: {
      describeServices: "ClusterNotFoundException",
      listServices: "ClusterNotFoundException",
      listTasks: "ClusterNotFoundException",
      describeTasks: "ClusterNotFoundException",
      updateService: "ClusterNotFoundException",
    },
  },
  {
    name: "UpdateService of a service that is not there is refused by name",
    cites: `${api}/API_UpdateService.html`,
    errors: ["ServiceNotFoundException"],
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      const update = new UpdateServiceCommand({ cluster, service: `${service}-missing`, desiredCount: 1 });
      return refusalOf(bed.clients.ecs.send(update));
    },
    expected: "ServiceNotFoundException",
  },
  {
    name: "ListTasks of a service that is not there is refused by name",
    cites: `${api}/API_ListTasks.html`,
    errors: ["ServiceNotFoundException"],
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      const list = new ListTasksCommand({ cluster, serviceName: `${service}-missing` });
      return refusalOf(bed.clients.ecs.send(list));
    },
    expected: "ServiceNotFoundException",
  },
  {
    name: "UpdateService sets the desired count, is seen at once, and twice is as once",
    cites: `${api}/API_UpdateService.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      const seen: (number | undefined)[] = [];
      for (const desiredCount of [4, 4, 0]) {
        await bed.clients.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
        seen.push(await desiredOf(bed, cluster, service));
      }
      return seen;
    },
    expected: [4, 4, 0],
  },
  {
    name: "UpdateService leaves the desired count alone where it names none",
    cites: `${api}/API_UpdateService.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([3]);
      const deploymentConfiguration = { maximumPercent: 150, minimumHealthyPercent: 100 };
      await bed.clients.ecs.send(new UpdateServiceCommand({ cluster, service, deploymentConfiguration }));
      const { services: [found] = [] } = await describe(bed, cluster, [service]);
      return { desired: found?.desiredCount, most: found?.deploymentConfiguration?.maximumPercent };
    },
    expected: { desired: 3, most: 150 },
  },
  {
    name: "A negative desired count is refused",
    cites: `${api}/API_UpdateService.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      return faultOf(bed.clients.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: -1 })));
    },
    expected: "refused",
  },
  {
    name: "ListServices pages by ten unless it is told otherwise, and every service is on one page",
    cites: `${api}/API_ListServices.html`,
    run: async (bed) => {
      const placed = await bed.newServices(Array.from({ length: 12 }, () => 0));
      const cluster = placed[0]!.cluster;
      const pages: number[] = [];
      const found = new Set<string>();
      let nextToken: string | undefined;
      do {
        const page = await bed.clients.ecs.send(new ListServicesCommand({ cluster, nextToken }));
        pages.push(page.serviceArns?.length ?? 0);
        for (const arn of page.serviceArns ?? []) found.add(arn.split("/").at(-1)!);
        nextToken = page.nextToken;
      } while (nextToken !== undefined && pages.length < 10);
      return { pages, areAll: placed.every(({ service }) => found.has(service)) };
    },
    expected: { pages: [10, 2], areAll: true },
  },
  {
    name: "ListClusters pages, and every cluster is on one page",
    cites: `${api}/API_ListClusters.html`,
    run: async (bed) => {
      const placed = [...(await bed.newServices([0])), ...(await bed.newServices([0]))];
      const found = new Set<string>();
      let pages = 0;
      let largest = 0;
      let nextToken: string | undefined;
      do {
        const page = await bed.clients.ecs.send(new ListClustersCommand({ nextToken, maxResults: 1 }));
        for (const arn of page.clusterArns ?? []) found.add(arn.split("/").at(-1)!);
        largest = Math.max(largest, page.clusterArns?.length ?? 0);
        nextToken = page.nextToken;
        pages += 1;
      } while (nextToken !== undefined && pages < 50);
      return { largest, areAll: placed.every(({ cluster }) => found.has(cluster)) };
    },
    expected: { largest: 1, areAll: true },
  },
  {
    name: "ListTasks gives a service's tasks by a hundred, and every task is on one page",
    cites: `${api}/API_ListTasks.html`,
    run: async (bed) => {
      const { cluster, service, taskArns } = await bed.newTasks(101);
      const pages: number[] = [];
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await bed.clients.ecs.send(new ListTasksCommand({ cluster, serviceName: service, nextToken }));
        pages.push(page.taskArns?.length ?? 0);
        found.push(...(page.taskArns ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined && pages.length < 10);
      const areAll = taskArns.every((arn) => found.includes(arn));
      return { pages, areAll, isEachOnce: new Set(found).size === found.length };
    },
    expected: { pages: [100, 1], areAll: true, isEachOnce: true },
  },
  {
    name: "DescribeTasks takes a hundred tasks at most",
    cites: `${api}/API_DescribeTasks.html`,
    errors: ["InvalidParameterException"],
    run: async (bed) => {
      const [{ cluster } = fail()] = await bed.newServices([0]);
      const describeTasks = (count: number) =>
        refusalOf(
          bed.clients.ecs.send(
            new DescribeTasksCommand({
              cluster,
              tasks: Array.from({ length: count }, (_, index) => taskIdLike(index)),
            }),
          ),
        );
      return [await describeTasks(100), await describeTasks(101)];
    },
    expected: ["accepted", "InvalidParameterException"],
  },
  {
    name: "DescribeTasks answers tasks by their ARNs, with the service that they belong to and their status",
    cites: `${api}/API_DescribeTasks.html`,
    run: async (bed) => {
      const { cluster, service, taskArns } = await bed.newTasks(2);
      const { tasks = [] } = await bed.clients.ecs.send(new DescribeTasksCommand({ cluster, tasks: [...taskArns] }));
      return {
        tasks: tasks.map(({ group, lastStatus }) => [group === `service:${service}`, lastStatus]),
        areThey: JSON.stringify(sorted(tasks.map(({ taskArn }) => taskArn!))) === JSON.stringify(sorted(taskArns)),
      };
    },
    expected: {
      tasks: [
        [true, "RUNNING"],
        [true, "RUNNING"],
      ],
      areThey: true,
    },
  },
  {
    name: "DescribeTasks names the tasks that are not there as MISSING, and answers the others",
    cites: `${guide}/api_failures_messages.html`,
    run: async (bed) => {
      const { cluster, taskArns } = await bed.newTasks(1);
      const { tasks = [], failures = [] } = await bed.clients.ecs.send(
        new DescribeTasksCommand({ cluster, tasks: [...taskArns, taskIdLike(1)] }),
      );
      return { tasks: tasks.length, failures: failures.map(({ reason }) => reason) };
    },
    expected: { tasks: 1, failures: ["MISSING"] },
  },
  {
    name: "A task with its own interface tells the interface's id and private address",
    cites: `${guide}/task-networking-awsvpc.html`,
    run: async (bed) => {
      const { cluster, taskArns } = await bed.newTasks(1);
      const { tasks: [task] = [] } = await bed.clients.ecs.send(
        new DescribeTasksCommand({ cluster, tasks: [...taskArns] }),
      );
      const attachment = task?.attachments?.find(({ type }) => type === "ElasticNetworkInterface");
      const detail = (name: string) => attachment?.details?.find((one) => one.name === name)?.value ?? "";
      return {
        id: /^eni-/.test(detail("networkInterfaceId")),
        address: /^(\d+\.){3}\d+$/.test(detail("privateIPv4Address")),
      };
    },
    expected: { id: true, address: true },
  },
  {
    name: "A task that was stopped is listed as stopped, and no longer as running",
    cites: `${api}/API_StopTask.html`,
    waitsSeconds: 2,
    run: async (bed) => {
      const { cluster, service, taskArns } = await bed.newTasks(1);
      const { ecs } = bed.clients;
      await ecs.send(new StopTaskCommand({ cluster, task: taskArns[0]!, reason: "contract" }));
      await bed.pass(1);
      const listed = async (desiredStatus: "RUNNING" | "STOPPED") =>
        (await ecs.send(new ListTasksCommand({ cluster, serviceName: service, desiredStatus }))).taskArns?.includes(
          taskArns[0]!,
        );
      return { running: await listed("RUNNING"), stopped: await listed("STOPPED") };
    },
    expected: { running: false, stopped: true },
  },
  {
    name: "Stopping a task that is not there is refused",
    cites: `${api}/API_StopTask.html`,
    errors: ["InvalidParameterException"],
    run: async (bed) => {
      const [{ cluster } = fail()] = await bed.newServices([0]);
      return refusalOf(bed.clients.ecs.send(new StopTaskCommand({ cluster, task: taskIdLike(1) })));
    },
    expected: "InvalidParameterException",
  },
  {
    name: "A task definition that is not there is refused",
    cites: `${api}/API_DescribeTaskDefinition.html`,
    errors: ["ClientException"],
    run: async (bed) => {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: "contract-no-such-family:1" });
      return refusalOf(bed.clients.ecs.send(command));
    },
    expected: "ClientException",
  },
  {
    name: "A cluster on Fargate alone lists no container instance",
    cites: `${api}/API_ListContainerInstances.html`,
    run: async (bed) => {
      const [{ cluster } = fail()] = await bed.newServices([0]);
      const command = new ListContainerInstancesCommand({ cluster });
      return (await bed.clients.ecs.send(command)).containerInstanceArns ?? [];
    },
    expected: [],
  },
  {
    name: "Container instances that are not there are named as MISSING",
    cites: `${guide}/api_failures_messages.html`,
    run: async (bed) => {
      const [{ cluster } = fail()] = await bed.newServices([0]);
      const containerInstances = [taskIdLike(1)];
      const command = new DescribeContainerInstancesCommand({ cluster, containerInstances });
      return (await bed.clients.ecs.send(command)).failures?.map(({ reason }) => reason);
    },
    expected: ["MISSING"],
  },
  {
    name: "Capacity providers that are not there are left out",
    cites: `${api}/API_DescribeCapacityProviders.html`,
    run: async ({ clients }) => {
      const command = new DescribeCapacityProvidersCommand({ capacityProviders: ["contract-none"] });
      return (await clients.ecs.send(command)).capacityProviders ?? [];
    },
    expected: [],
  },
  {
    name: "A service lists its deployments, and the revision of each tells its task definition",
    cites: `${api}/API_ListServiceDeployments.html`,
    run: async (bed) => {
      const [{ cluster, service } = fail()] = await bed.newServices([1]);
      const { ecs } = bed.clients;
      await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
      const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
      const serviceRevisionArns = serviceDeployments.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn!);
      const { serviceRevisions = [] } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
      return {
        isListed: serviceDeployments.some(({ status }) => status === "IN_PROGRESS" || status === "PENDING"),
        areDefined: serviceRevisions.map(({ taskDefinition = "" }) => /:task-definition\//.test(taskDefinition)),
        areAll: serviceRevisions.length === serviceDeployments.length,
      };
    },
    expected: { isListed: true, areDefined: [true, true], areAll: true },
  },
  {
    name: "A service deployment that is over cannot be stopped",
    cites: `${api}/API_StopServiceDeployment.html`,
    errors: ["ConflictException"],
    run: async (bed) => {
      const { cluster, service } = await bed.newTasks(1);
      const { ecs } = bed.clients;
      const { serviceDeployments: [over] = [] } = await ecs.send(
        new ListServiceDeploymentsCommand({ cluster, service }),
      );
      const { serviceDeploymentArn } = over!;
      return refusalOf(ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" })));
    },
    expected: "ConflictException",
  },
  {
    name: "Protection of a task is told with its end, and goes when it is taken away",
    cites: `${api}/API_UpdateTaskProtection.html`,
    run: async (bed) => {
      const { cluster, taskArns } = await bed.newTasks(1);
      const { ecs } = bed.clients;
      const tasks = [...taskArns];
      const read = async () => {
        const { protectedTasks = [] } = await ecs.send(new GetTaskProtectionCommand({ cluster, tasks }));
        return protectedTasks.map(({ protectionEnabled, expirationDate }) => ({
          protectionEnabled,
          minutes: expirationDate && Math.round((expirationDate.getTime() - bed.nowMs()) / 60_000),
        }));
      };
      const before = await read();
      await ecs.send(
        new UpdateTaskProtectionCommand({ cluster, tasks, protectionEnabled: true, expiresInMinutes: 30 }),
      );
      const during = await read();
      await ecs.send(new UpdateTaskProtectionCommand({ cluster, tasks, protectionEnabled: false }));
      return { before, during, after: await read() };
    },
    expected: {
      before: [{ protectionEnabled: false, minutes: undefined }],
      during: [{ protectionEnabled: true, minutes: 30 }],
      after: [{ protectionEnabled: false, minutes: undefined }],
    },
  },
  {
    name: "Protection takes ten tasks at most in a call, and names a task that is not there as MISSING",
    cites: `${guide}/api_failures_messages.html`,
    errors: ["InvalidParameterException"],
    run: async (bed) => {
      const [{ cluster } = fail()] = await bed.newServices([0]);
      const protect = (count: number) =>
        bed.clients.ecs.send(
          new UpdateTaskProtectionCommand({
            cluster,
            tasks: Array.from({ length: count }, (_, index) => taskIdLike(index)),
            protectionEnabled: true,
          }),
        );
      const { failures = [] } = await protect(1);
      return { missing: failures.map(({ reason }) => reason), eleven: await refusalOf(protect(11)) };
    },
    expected: { missing: ["MISSING"], eleven: "InvalidParameterException" },
  },
  {
    name: "A service deployment that is not there cannot be stopped, and is told by name",
    cites: `${api}/API_StopServiceDeployment.html`,
    errors: ["ServiceDeploymentNotFoundException"],
    run: async (bed) => {
      const serviceDeploymentArn =
        "arn:aws:ecs:eu-central-1:123456789012:service-deployment/contract/contract/AAAAAAAAAAAAAAAAAAAAA";
      const command = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" });
      return refusalOf(bed.clients.ecs.send(command));
    },
    expected: "ServiceDeploymentNotFoundException",
  },
]);

/** A bed gives as many as it is asked for. */
function fail(): never {
  throw new Error("the bed gave nothing");
}
