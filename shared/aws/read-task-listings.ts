import type { Task } from "@aws-sdk/client-ecs";
import { compareText } from "../config/by-name.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Reading, Unknown } from "../reading.ts";
import type { Addresses, ListingNeeds, TaskListing } from "../records/task-listing.ts";
import type { RecordsClients } from "./clients.ts";
import { inParallel } from "./in-parallel.ts";
import { isUp, type Location, listedTask, noAddresses, taskIdOf } from "./listed-task.ts";
import { type DefinitionFacts, readDefinitionFacts } from "./read-definition-facts.ts";
import { type Host, readHosts } from "./read-hosts.ts";
import { readInterfaceAddresses } from "./read-interface-addresses.ts";
import { describeTasks, listTasks, unknownButThere } from "./read-tasks.ts";
import { interfaceOf } from "./task-interface.ts";

/**
 * Reads the tasks of services and where they are reached, from ECS and EC2.
 *
 * A listing is whole or unknown: one part that fails takes along the services that need it, and no others.
 *
 * @param needs of a service: what costs calls and is not always asked for
 * @returns by service name, every service answered; tasks sorted by id
 * @throws never
 */
export const readTaskListings = async (
  { ecs, ec2 }: Pick<RecordsClients, "ecs" | "ec2">,
  services: readonly ServiceConfig[],
  needs: (service: ServiceConfig) => ListingNeeds,
): Promise<ReadonlyMap<string, Reading<TaskListing>>> => {
  const listed = await inParallel(services, async (service) => ({ service, tasks: await readTasks(ecs, service) }));
  const known = listed.flatMap(({ service, tasks }) =>
    tasks.kind === "known" ? [{ service, tasks: tasks.value }] : [],
  );
  const up = known.flatMap(({ service, tasks }) => tasks.filter(isUp).map((task) => ({ service, task })));
  const [definitions, hosts, interfaces] = await Promise.all([
    readDefinitionFacts(
      ecs,
      up.flatMap(({ task }) => task.taskDefinitionArn ?? []),
    ),
    readHosts(
      ecs,
      ec2,
      up.flatMap(({ service, task }) => {
        const arn = interfaceOf(task) === null ? task.containerInstanceArn : undefined;
        return arn === undefined ? [] : { cluster: service.cluster, arn };
      }),
    ),
    readInterfaceAddresses(
      ec2,
      up.flatMap(({ service, task }) => (needs(service).publicAddresses ? (interfaceOf(task)?.interfaceId ?? []) : [])),
    ),
  ]);
  const around = { definitions, hosts, interfaces };
  return new Map(
    listed.map(({ service, tasks }) => [
      service.name,
      tasks.kind === "unknown" ? tasks : listingOf(tasks.value, needs(service), around),
    ]),
  );
};

/**
 * The stopped ones are listed after the running ones: a task that stops in between is then in both, and never in
 * neither.
 */
const readTasks = async (ecs: RecordsClients["ecs"], service: ServiceConfig): Promise<Reading<readonly Task[]>> => {
  let call = "ecs:ListTasks";
  try {
    const running = await listTasks(ecs, service, "RUNNING");
    const stopped = await listTasks(ecs, service, "STOPPED");
    call = "ecs:DescribeTasks";
    return { kind: "known", value: await describeTasks(ecs, service, [...new Set([...running, ...stopped])]) };
  } catch (error) {
    return unknownButThere(`${call} ${service.cluster}/${service.ecsService}`, error);
  }
};

type Around = {
  readonly definitions: ReadonlyMap<string, Reading<DefinitionFacts>>;
  readonly hosts: ReadonlyMap<string, Reading<Host>>;
  readonly interfaces: ReadonlyMap<string, Reading<Addresses>>;
};

const listingOf = (tasks: readonly Task[], needs: ListingNeeds, around: Around): Reading<TaskListing> => {
  const sorted = [...tasks].sort((a, b) => compareText(taskIdOf(a), taskIdOf(b)));
  const members: ReturnType<typeof listedTask>[] = [];
  for (const task of sorted) {
    const location = locationOf(task, needs, around);
    if (location.kind === "unknown") return location;
    const definition = around.definitions.get(task.taskDefinitionArn ?? "");
    if (definition?.kind === "unknown" && needsDefinition(task, needs)) return definition;
    members.push(listedTask(task, definition?.kind === "known" ? definition.value : null, location.value));
  }
  return { kind: "known", value: { tasks: members } };
};

/** Without it nobody could tell "no health check" from "no answer yet", or say a port that ECS has not bound. */
const needsDefinition = (task: Task, needs: ListingNeeds): boolean =>
  isUp(task) && (needs.ports || (task.healthStatus !== "HEALTHY" && task.healthStatus !== "UNHEALTHY"));

const nowhere: Location = { instanceId: null, addresses: noAddresses };

const locationOf = (task: Task, needs: ListingNeeds, { hosts, interfaces }: Around): Reading<Location> | Unknown => {
  const own = interfaceOf(task);
  if (own !== null) {
    const found = needs.publicAddresses && isUp(task) ? interfaces.get(own.interfaceId ?? "") : undefined;
    if (found?.kind === "unknown") return found;
    const addresses = found === undefined ? own.addresses : merged(own.addresses, found.value);
    return { kind: "known", value: { instanceId: null, addresses } };
  }
  const host = isUp(task) ? hosts.get(task.containerInstanceArn ?? "") : undefined;
  return host ?? { kind: "known", value: nowhere };
};

const merged = (told: Addresses, read: Addresses): Addresses => ({
  privateIpv4: told.privateIpv4 ?? read.privateIpv4,
  publicIpv4: read.publicIpv4,
  ipv6: told.ipv6 ?? read.ipv6,
});
