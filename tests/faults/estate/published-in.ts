import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import { taskAddresses } from "../../../simulator/cloud/task-network.ts";
import type { FaultStack } from "./fault-stack.ts";

/**
 * Where tasks can be found, against where they run: `what: n addresses`, with each that is stray or missing; and health
 * checks that no record uses.
 */
export const publishedIn = async (stack: FaultStack): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const service of stack.config.services) {
    const { name, publish } = service;
    for (const { address, zone } of publish.records)
      lines.push(compare(`zone ${name}`, zoneValues(stack, name, zone), addresses(stack, service, address)));
    for (const { serviceId } of publish.cloudMap)
      lines.push(
        compare(`cloud map ${name}`, await registered(stack, serviceId), addresses(stack, service, "private")),
      );
    for (const { upstream } of publish.upstreams)
      lines.push(compare(`nginx ${name}`, installedServers(stack, upstream), servers(stack, service)));
  }
  return [...lines, `${await unusedHealthChecks(stack)} health checks that no record uses`];
};

const runningTasks = ({ world }: FaultStack, { name }: ServiceConfig): readonly string[] =>
  world
    .tasks(name)
    .filter(({ lastStatus, desiredStatus }) => lastStatus === "RUNNING" && desiredStatus === "RUNNING")
    .map(({ taskId }) => taskId);

const addresses = (stack: FaultStack, service: ServiceConfig, of: "private" | "public"): readonly string[] =>
  runningTasks(stack, service).map((taskId) => {
    const { privateIpv4, publicIpv4 } = taskAddresses(taskId);
    return of === "public" ? publicIpv4 : privateIpv4;
  });

/** On EC2 a port of the instance, on Fargate the task's own. */
const servers = (stack: FaultStack, service: ServiceConfig): readonly string[] =>
  runningTasks(stack, service).map((taskId) => {
    const { capacity } = stack.cloud;
    const { on } = capacity.placeOf(service, taskId);
    if (on.kind === "fargate") return `${taskAddresses(taskId).privateIpv4}:8080`;
    const host = capacity.hosts().find(({ id }) => id === on.host?.instance.id);
    return `${host?.addresses.privateIpv4 ?? `nowhere, ${taskId}`}:${on.host?.dynamicPorts[0]}`;
  });

const recordSets = ({ config, cloud }: FaultStack, zone: string) =>
  cloud.route53.recordSets(config.zones.find(({ name }) => name === zone)!.hostedZoneId);

const zoneValues = (stack: FaultStack, service: string, zone: string): readonly string[] =>
  recordSets(stack, zone)
    .filter(({ Name, Type }) => Name === `${service}.shop.internal.` && Type === "A")
    .flatMap(({ ResourceRecords = [] }) => ResourceRecords.map(({ Value }) => Value ?? ""));

const registered = async ({ cloud }: FaultStack, ServiceId: string): Promise<readonly string[]> => {
  const answer = await cloud.handle("servicediscovery", "ListInstances", { ServiceId });
  const { Instances } = answer as { readonly Instances: readonly { readonly Attributes: Record<string, string> }[] };
  return Instances.map(({ Attributes }) => Attributes["AWS_INSTANCE_IPV4"] ?? "");
};

/** In the file that was installed last. */
const installedServers = ({ cloud, installed }: FaultStack, upstream: string): readonly string[] => {
  const key = installed.at(-1)?.["Key"] ?? "";
  const text = cloud.s3.texts("rehearsal-renders")[key] ?? "";
  const block = new RegExp(`upstream ${upstream} \\{[^}]*`).exec(text)?.[0] ?? "";
  return [...block.matchAll(/^\s*server ([\d.]+:\d+)/gm)].map((match) => match[1] ?? "");
};

const unusedHealthChecks = async (stack: FaultStack): Promise<number> => {
  const { HealthChecks } = (await stack.cloud.handle("route53", "ListHealthChecks", {})) as {
    readonly HealthChecks: readonly { readonly Id: string }[];
  };
  const used = stack.config.zones.flatMap(({ name }) =>
    recordSets(stack, name).map(({ HealthCheckId }) => HealthCheckId),
  );
  return HealthChecks.filter(({ Id }) => !used.includes(Id)).length;
};

const compare = (what: string, published: readonly string[], running: readonly string[]): string => {
  const stray = published.filter((address) => !running.includes(address)).sort();
  const missing = running.filter((address) => !published.includes(address)).sort();
  const wrong = [...stray.map((address) => `stray ${address}`), ...missing.map((address) => `missing ${address}`)];
  return [`${what}: ${published.length} addresses`, ...wrong].join(", ");
};
