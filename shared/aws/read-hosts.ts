import { DescribeInstancesCommand, type Instance } from "@aws-sdk/client-ec2";
import { DescribeContainerInstancesCommand } from "@aws-sdk/client-ecs";
import type { Reading } from "../reading.ts";
import type { Addresses } from "../records/task-listing.ts";
import type { Ec2, Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";
import { readById } from "./read-by-id.ts";

/** DescribeContainerInstances takes 100 entries. */
const entriesPerCall = 100;

/** The instance that a task is on, for tasks without an interface of their own. */
export type Host = { readonly instanceId: string; readonly addresses: Addresses };

/**
 * Reads the addresses of container instances.
 *
 * @param hosts container instances with their clusters
 * @returns by container instance ARN, every one answered; one outside EC2 (ECS Anywhere) has no address
 * @throws never
 */
export const readHosts = async (
  ecs: Ecs,
  ec2: Ec2,
  hosts: readonly { readonly cluster: string; readonly arn: string }[],
): Promise<ReadonlyMap<string, Reading<Host>>> => {
  const calls = [...Map.groupBy(hosts, ({ cluster }) => cluster)].flatMap(([cluster, members]) =>
    chunksOf([...new Set(members.map(({ arn }) => arn))], entriesPerCall).map((arns) => ({ cluster, arns })),
  );
  const ids = new Map((await inParallel(calls, ({ cluster, arns }) => instanceIds(ecs, cluster, arns))).flat());
  const onEc2 = [...ids.values()].flatMap((id) => (id.kind === "known" && !isManagedNode(id.value) ? id.value : []));
  const addresses = await readInstances(ec2, onEc2);
  return new Map([...ids].map(([arn, id]) => [arn, hostOf(id, addresses)]));
};

/** Nodes of Systems Manager outside EC2, which EC2 does not know: `mi-...`. */
const isManagedNode = (instanceId: string): boolean => instanceId.startsWith("mi-");

const instanceIds = async (
  ecs: Ecs,
  cluster: string,
  arns: readonly string[],
): Promise<readonly (readonly [string, Reading<string>])[]> => {
  const call = `ecs:DescribeContainerInstances ${cluster}`;
  try {
    const answer = await ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances: [...arns] }));
    const found = new Map(
      (answer.containerInstances ?? []).map((one) => [one.containerInstanceArn, one.ec2InstanceId] as const),
    );
    return arns.map((arn) => {
      const value = found.get(arn);
      if (value !== undefined) return [arn, { kind: "known", value }];
      const reason = answer.failures?.find((failure) => failure.arn === arn)?.reason ?? "not answered";
      return [arn, { kind: "unknown", because: "failed", detail: `${call}: ${arn}: ${reason}` }];
    });
  } catch (error) {
    const unknown = unknownBecause(call, error);
    return arns.map((arn) => [arn, unknown]);
  }
};

const hostOf = (id: Reading<string>, addresses: ReadonlyMap<string, Reading<Addresses>>): Reading<Host> => {
  if (id.kind === "unknown") return id;
  const found = addresses.get(id.value) ?? {
    kind: "known",
    value: { privateIpv4: null, publicIpv4: null, ipv6: null },
  };
  return found.kind === "unknown" ? found : { kind: "known", value: { instanceId: id.value, addresses: found.value } };
};

const readInstances = (ec2: Ec2, instanceIds: readonly string[]): Promise<ReadonlyMap<string, Reading<Addresses>>> =>
  readById(instanceIds, "ec2:DescribeInstances", async (ids) => {
    const found = new Map<string, Addresses>();
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [...ids], NextToken }));
      const instances = (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
      for (const instance of instances) found.set(instance.InstanceId ?? "", addressesOf(instance));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  });

/** Of the first interface: a port of the instance is answered there. */
const addressesOf = (instance: Instance): Addresses => {
  const first = instance.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  return {
    privateIpv4: instance.PrivateIpAddress ?? null,
    publicIpv4: instance.PublicIpAddress ?? null,
    ipv6: instance.Ipv6Address ?? first?.Ipv6Addresses?.[0]?.Ipv6Address ?? null,
  };
};
