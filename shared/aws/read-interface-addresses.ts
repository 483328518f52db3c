import { DescribeNetworkInterfacesCommand, type NetworkInterface } from "@aws-sdk/client-ec2";
import type { Reading } from "../reading.ts";
import type { Addresses } from "../records/task-listing.ts";
import type { Ec2 } from "./clients.ts";
import { readById } from "./read-by-id.ts";

/**
 * Reads the addresses of network interfaces, the public ones included, which ECS does not tell.
 *
 * @returns by interface id, every id answered
 * @throws never
 */
export const readInterfaceAddresses = (
  ec2: Ec2,
  interfaceIds: readonly string[],
): Promise<ReadonlyMap<string, Reading<Addresses>>> =>
  readById(interfaceIds, "ec2:DescribeNetworkInterfaces", async (ids) => {
    const found = new Map<string, Addresses>();
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [...ids], NextToken }));
      for (const one of page.NetworkInterfaces ?? []) found.set(one.NetworkInterfaceId ?? "", addressesOf(one));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  });

const addressesOf = ({ PrivateIpAddress, Association, Ipv6Address, Ipv6Addresses }: NetworkInterface): Addresses => ({
  privateIpv4: PrivateIpAddress ?? null,
  publicIpv4: Association?.PublicIp ?? null,
  ipv6: Ipv6Address ?? Ipv6Addresses?.[0]?.Ipv6Address ?? null,
});
