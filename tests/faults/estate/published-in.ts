import { taskAddresses } from "../../../simulator/cloud/task-network.ts";
import { hostedZoneId, registryId } from "./fault-estate.ts";
import type { FaultStack } from "./fault-stack.ts";

/** Where tasks can be found, against where they run: `what: n addresses`, with each that is stray or missing. */
export const publishedIn = async (stack: FaultStack): Promise<readonly string[]> => [
  compare("zone basket", zoneValues(stack, "basket"), addresses(stack, "basket")),
  compare("zone checkout", zoneValues(stack, "checkout"), addresses(stack, "checkout")),
  compare("cloud map catalog", await registered(stack), addresses(stack, "catalog")),
  compare("nginx checkout", installedServers(stack), addresses(stack, "checkout")),
];

const addresses = ({ world }: FaultStack, service: string): readonly string[] =>
  world
    .tasks(service)
    .filter(({ lastStatus, desiredStatus }) => lastStatus === "RUNNING" && desiredStatus === "RUNNING")
    .map(({ taskId }) => taskAddresses(taskId).privateIpv4);

const zoneValues = ({ cloud }: FaultStack, service: string): readonly string[] =>
  cloud.route53
    .recordSets(hostedZoneId)
    .filter(({ Name, Type }) => Name === `${service}.shop.internal.` && Type === "A")
    .flatMap(({ ResourceRecords = [] }) => ResourceRecords.map(({ Value }) => Value ?? ""));

const registered = async ({ cloud }: FaultStack): Promise<readonly string[]> => {
  const answer = await cloud.handle("servicediscovery", "ListInstances", { ServiceId: registryId });
  const { Instances } = answer as { readonly Instances: readonly { readonly Attributes: Record<string, string> }[] };
  return Instances.map(({ Attributes }) => Attributes["AWS_INSTANCE_IPV4"] ?? "");
};

/** In the file that was installed last. */
const installedServers = ({ cloud, installed }: FaultStack): readonly string[] => {
  const key = installed.at(-1)?.["Key"] ?? "";
  const text = cloud.s3.texts("rehearsal-renders")[key] ?? "";
  return [...text.matchAll(/^\s*server ([\d.]+):\d+/gm)].map((match) => match[1] ?? "");
};

const compare = (what: string, published: readonly string[], running: readonly string[]): string => {
  const stray = published.filter((address) => !running.includes(address)).sort();
  const missing = running.filter((address) => !published.includes(address)).sort();
  const wrong = [...stray.map((address) => `stray ${address}`), ...missing.map((address) => `missing ${address}`)];
  return [`${what}: ${published.length} addresses`, ...wrong].join(", ");
};
