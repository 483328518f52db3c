import {
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
} from "@aws-sdk/client-ec2";
import { refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

const missingInterface = "eni-0123456789abcdef0";
const missingInstance = "i-0123456789abcdef0";

export const ec2Cases = casesOf("ec2", [
  {
    name: "Interfaces are found by their ids, with their private addresses",
    cites: `${api}/API_DescribeNetworkInterfaces.html`,
    run: async (bed) => {
      const ids = await bed.newInterfaces(3);
      const { NetworkInterfaces = [] } = await bed.clients.ec2.send(
        new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [...ids] }),
      );
      return {
        areAll:
          NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId)
            .sort()
            .join() === [...ids].sort().join(),
        addresses: NetworkInterfaces.map(({ PrivateIpAddress = "" }) => /^(\d+\.){3}\d+$/.test(PrivateIpAddress)),
      };
    },
    expected: { areAll: true, addresses: [true, true, true] },
  },
  {
    name: "One interface that is not there refuses the whole call, and is told by name",
    cites: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    errors: ["InvalidNetworkInterfaceID.NotFound"],
    run: async (bed) => {
      const ids = await bed.newInterfaces(1);
      const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [...ids, missingInterface] });
      return refusalOf(bed.clients.ec2.send(command));
    },
    expected: "InvalidNetworkInterfaceID.NotFound",
  },
  {
    name: "A filter by ids leaves out what is not there",
    cites: `${api}/API_DescribeNetworkInterfaces.html`,
    run: async (bed) => {
      const ids = await bed.newInterfaces(1);
      const { NetworkInterfaces = [] } = await bed.clients.ec2.send(
        new DescribeNetworkInterfacesCommand({
          Filters: [{ Name: "network-interface-id", Values: [...ids, missingInterface] }],
        }),
      );
      return NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId === ids[0]);
    },
    expected: [true],
  },
  {
    name: "Interfaces that are found by a filter come page after page, each once",
    cites: `${api}/API_DescribeNetworkInterfaces.html`,
    run: async (bed) => {
      const ids = await bed.newInterfaces(7);
      const Filters = [{ Name: "network-interface-id", Values: [...ids] }];
      const pages: number[] = [];
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await bed.clients.ec2.send(
          new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 5, NextToken }),
        );
        pages.push(page.NetworkInterfaces?.length ?? 0);
        for (const { NetworkInterfaceId = "" } of page.NetworkInterfaces ?? []) found.push(NetworkInterfaceId);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && NextToken !== "" && pages.length < 10);
      return { isAtMostFive: pages.every((size) => size <= 5), areAll: found.sort().join() === [...ids].sort().join() };
    },
    expected: { isAtMostFive: true, areAll: true },
  },
  {
    name: "One instance that is not there refuses the whole call, and is told by name",
    cites: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    errors: ["InvalidInstanceID.NotFound"],
    run: async (bed) =>
      refusalOf(bed.clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [missingInstance] }))),
    expected: "InvalidInstanceID.NotFound",
  },
  {
    name: "An instance type that is not there finds nothing by a filter",
    cites: `${api}/API_DescribeInstanceTypes.html`,
    run: async (bed) => {
      const Filters = [{ Name: "instance-type", Values: ["x0.none"] }];
      return (await bed.clients.ec2.send(new DescribeInstanceTypesCommand({ Filters }))).InstanceTypes ?? [];
    },
    expected: [],
  },
]);
