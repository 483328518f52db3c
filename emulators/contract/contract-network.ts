import {
  CreateNetworkInterfaceCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";

/** moto gives every region a default VPC with subnets and a security group. */
export type DefaultNetwork = {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
};

export const defaultNetwork = async (ec2: EC2Client): Promise<DefaultNetwork> => {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  return {
    vpc: Subnets[0]!.VpcId!,
    subnets: Subnets.map(({ SubnetId }) => SubnetId!),
    securityGroups: SecurityGroups.slice(0, 1).map(({ GroupId }) => GroupId!),
  };
};

export const placeInterfaces = async (ec2: EC2Client, count: number): Promise<readonly string[]> => {
  const [SubnetId] = (await defaultNetwork(ec2)).subnets;
  const found: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    found.push(NetworkInterface!.NetworkInterfaceId!);
  }
  return found;
};
