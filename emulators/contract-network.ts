import { CreateNetworkInterfaceCommand, DescribeSubnetsCommand, type EC2Client } from "@aws-sdk/client-ec2";

/** moto gives every region a default VPC with its subnets. */
export const defaultSubnets = async (ec2: EC2Client): Promise<readonly string[]> => {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  return Subnets.map(({ SubnetId }) => SubnetId!);
};

export const placeInterfaces = async (ec2: EC2Client, count: number): Promise<readonly string[]> => {
  const [SubnetId] = await defaultSubnets(ec2);
  const found: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    found.push(NetworkInterface!.NetworkInterfaceId!);
  }
  return found;
};
