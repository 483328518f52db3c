import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";

/** Where tasks get their interfaces. */
export type Network = { readonly subnet: string; readonly securityGroup: string };

/** @throws what the emulator answers */
export const makeNetwork = async ({ ec2 }: { readonly ec2: EC2Client }): Promise<Network> => {
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = vpc.Vpc!.VpcId!;
  // Without, moto fails to give a task its interface.
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const subnet = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/16" }));
  const group = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: "tasks", Description: "tasks" }));
  return { subnet: subnet.Subnet!.SubnetId!, securityGroup: group.GroupId! };
};

export const networkConfiguration = ({ subnet, securityGroup }: Network) => ({
  awsvpcConfiguration: { subnets: [subnet], securityGroups: [securityGroup] },
});
