import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import type { AuditReading, EcsService } from "../../checklist/account-reading.ts";
import { chunksOf, inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** DescribeServices takes 10 names, DescribeTasks 100 ARNs. */
const servicesPerCall = 10;
const tasksPerCall = 100;

type Ecs = Pick<AuditClients, "ecs">;
/** One entry per running task, by "service:order". */
type ZonesByGroup = ReadonlyMap<string, readonly (string | null)[]>;

/** The services of a cluster, with the zones that their tasks run in. */
export const readClusterServices = async (
  { ecs }: Ecs,
  cluster: string,
): Promise<AuditReading<readonly EcsService[]>> => {
  const listed = await ask("ListServices", cluster, () =>
    allPages(async (nextToken) => {
      const page = await ecs.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
      return { items: page.serviceArns, next: page.nextToken };
    }),
  );
  if (listed.kind === "unknown" || listed.value.length === 0)
    return listed.kind === "unknown" ? listed : { kind: "known", value: [] };
  const described = await ask("DescribeServices", cluster, async () => {
    const answers = await inParallel(chunksOf(listed.value, servicesPerCall), (services) =>
      ecs.send(new DescribeServicesCommand({ cluster, services: [...services] })),
    );
    return answers.flatMap(({ services }) => services ?? []).filter(({ status }) => status !== "INACTIVE");
  });
  if (described.kind === "unknown") return described;
  const zones = await readTaskZones({ ecs }, cluster);
  return { kind: "known", value: described.value.map((service) => serviceOf(cluster, service, zones)) };
};

/** Of the whole cluster at once: two calls for a hundred tasks, however many services they are of. */
const readTaskZones = async ({ ecs }: Ecs, cluster: string): Promise<AuditReading<ZonesByGroup>> => {
  const arns = await ask("ListTasks", cluster, () =>
    allPages(async (nextToken) => {
      const page = await ecs.send(
        new ListTasksCommand({ cluster, desiredStatus: "RUNNING", maxResults: tasksPerCall, nextToken }),
      );
      return { items: page.taskArns, next: page.nextToken };
    }),
  );
  if (arns.kind === "unknown") return arns;
  return ask("DescribeTasks", cluster, async () => {
    const answers = await inParallel(chunksOf(arns.value, tasksPerCall), (tasks) =>
      ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] })),
    );
    const running = answers.flatMap(({ tasks }) => tasks ?? []).filter(({ lastStatus }) => lastStatus === "RUNNING");
    const groups = Map.groupBy(running, ({ group }) => group ?? "");
    return new Map([...groups].map(([group, tasks]) => [group, tasks.map((task) => task.availabilityZone ?? null)]));
  });
};

const serviceOf = (cluster: string, service: Service, zones: AuditReading<ZonesByGroup>): EcsService => ({
  cluster,
  service: service.serviceName ?? "",
  desired: service.desiredCount ?? 0,
  running: service.runningCount ?? 0,
  isDaemon: service.schedulingStrategy === "DAEMON",
  subnets: [...(service.networkConfiguration?.awsvpcConfiguration?.subnets ?? [])].sort(),
  targetGroups: [
    ...new Set((service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? [])),
  ].sort(),
  taskZones:
    zones.kind === "unknown"
      ? zones
      : { kind: "known", value: zones.value.get(`service:${service.serviceName}`) ?? [] },
});
