import type { DescribeInstancesRequest, DescribeNetworkInterfacesRequest, Filter } from "@aws-sdk/client-ec2";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { AwsError } from "./aws-error.ts";
import type { Ecs } from "./ecs.ts";
import type { EcsCapacity } from "./ecs-capacity.ts";
import { pageOf } from "./pages.ts";
import { interfaceId, taskAddresses, taskNumber, zoneOf } from "./task-network.ts";

const mostResults = 1_000;
const fewestResults = 5;

type Interface = { readonly id: string; readonly taskId: string; readonly service: string };

/** EC2's network interfaces and instances, as ECS's tasks have them. */
export class Ec2Network {
  readonly #ecs: Ecs;
  readonly #capacity: EcsCapacity;
  readonly #services: readonly ServiceConfig[];
  readonly #region: string;

  constructor(ecs: Ecs, capacity: EcsCapacity, services: readonly ServiceConfig[], region: string) {
    this.#ecs = ecs;
    this.#capacity = capacity;
    this.#services = services;
    this.#region = region;
  }

  describeNetworkInterfaces(input: DescribeNetworkInterfacesRequest): object {
    const found = select(this.#interfaces(), input.NetworkInterfaceIds, input, {
      idOf: ({ id }) => id,
      filter: "network-interface-id",
      missing: (ids) =>
        new AwsError("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${ids[0]}' does not exist`),
    });
    const NetworkInterfaces = found.page.map((one) => this.#describeInterface(one));
    return { NetworkInterfaces, NextToken: found.next };
  }

  describeInstances(input: DescribeInstancesRequest): object {
    const found = select(this.#instances(), input.InstanceIds, input, {
      idOf: ({ InstanceId }) => InstanceId,
      filter: "instance-id",
      missing: ([id, ...others]) =>
        new AwsError(
          "InvalidInstanceID.NotFound",
          others.length === 0
            ? `The instance ID '${id}' does not exist`
            : `The instance IDs '${[id, ...others].join(", ")}' do not exist`,
        ),
    });
    return {
      Reservations: found.page.map((instance, index) => ({ ReservationId: `r-${index}`, Instances: [instance] })),
      NextToken: found.next,
    };
  }

  /** Of tasks that exist: a stopped task's is deleted. */
  #interfaces(): readonly Interface[] {
    return this.#services.flatMap((config) =>
      this.#ecs
        .tasks(config)
        .filter(({ stoppedAtMs, taskId }) => stoppedAtMs === null && this.#capacity.hasInterface(config, taskId))
        .map(({ taskId }) => ({ id: interfaceId(taskId), taskId, service: config.name })),
    );
  }

  #describeInterface({ id, taskId, service }: Interface): object {
    const { publicAddress, ipv6 } = this.#capacity.tasksOf(service);
    const addresses = taskAddresses(taskId);
    return {
      NetworkInterfaceId: id,
      Status: "in-use",
      InterfaceType: "interface",
      AvailabilityZone: zoneOf(this.#region, taskNumber(taskId)),
      Description: `arn:aws:ecs:${this.#region}:attachment/${id.slice(4)}`,
      PrivateIpAddress: addresses.privateIpv4,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: addresses.privateIpv4 }],
      Ipv6Addresses: ipv6 === true ? [{ Ipv6Address: addresses.ipv6 }] : [],
      ...(publicAddress === true ? { Association: { PublicIp: addresses.publicIpv4, IpOwnerId: "amazon" } } : {}),
    };
  }

  #instances() {
    return this.#capacity.hosts().map(({ id, addresses, zone, publicAddress, ipv6 }) => ({
      InstanceId: id,
      State: { Code: 16, Name: "running" },
      Placement: { AvailabilityZone: zone },
      PrivateIpAddress: addresses.privateIpv4,
      ...(publicAddress === true ? { PublicIpAddress: addresses.publicIpv4 } : {}),
      ...(ipv6 === true ? { Ipv6Address: addresses.ipv6 } : {}),
      NetworkInterfaces: [
        {
          NetworkInterfaceId: `eni-of-${id}`,
          PrivateIpAddress: addresses.privateIpv4,
          Ipv6Addresses: ipv6 === true ? [{ Ipv6Address: addresses.ipv6 }] : [],
        },
      ],
    }));
  }
}

type Paged = {
  readonly Filters?: readonly Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
};

type Kind<Item> = {
  readonly idOf: (item: Item) => string;
  /** The one filter that is modelled. */
  readonly filter: string;
  readonly missing: (ids: readonly string[]) => AwsError;
};

/** By ids, of which every one must be there, or by a filter, which finds what is there; a page of it. */
const select = <Item>(
  items: readonly Item[],
  ids: readonly string[] | undefined,
  { Filters = [], MaxResults, NextToken }: Paged,
  kind: Kind<Item>,
): { readonly page: readonly Item[]; readonly next: string | undefined } => {
  const asked = ids ?? [];
  if (asked.length > 0 && (MaxResults !== undefined || NextToken !== undefined))
    throw new AwsError(
      "InvalidParameterCombination",
      "The parameter maxResults cannot be used with a list of ids in the same request",
    );
  if (MaxResults !== undefined && (MaxResults < fewestResults || MaxResults > mostResults))
    throw new AwsError("InvalidParameterValue", `Value (${MaxResults}) for parameter maxResults is invalid`);
  const unknownFilter = Filters.find(({ Name }) => Name !== kind.filter);
  if (unknownFilter !== undefined)
    throw new AwsError("InvalidParameterValue", `The filter '${unknownFilter.Name}' is not modelled`);
  const present = new Set(items.map(kind.idOf));
  const missing = asked.filter((id) => !present.has(id));
  if (missing.length > 0) throw kind.missing(missing);
  const wanted = [...(asked.length > 0 ? [new Set(asked)] : []), ...Filters.map(({ Values }) => new Set(Values))];
  const found = items.filter((item) => wanted.every((set) => set.has(kind.idOf(item))));
  return pageOf(found, NextToken, MaxResults ?? mostResults);
};
