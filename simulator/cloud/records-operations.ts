import type { Ec2Network } from "./ec2-network.ts";
import type { Route53 } from "./route53.ts";
import type { S3 } from "./s3.ts";
import type { ServiceDiscovery } from "./service-discovery.ts";
import type { Ssm } from "./ssm.ts";

/** What the function `records` reads and writes besides ECS. */
type Published = {
  readonly ec2: Ec2Network;
  readonly route53: Route53;
  readonly serviceDiscovery: ServiceDiscovery;
  readonly s3: S3;
  readonly ssm: Ssm;
};

/** What AWS answers about what tasks are published in, by service and operation. */
export const recordsOperations = ({ ec2, route53, serviceDiscovery, s3, ssm }: Published) =>
  ({
    "ec2 DescribeNetworkInterfaces": (input) => ec2.describeNetworkInterfaces(input),
    "ec2 DescribeInstances": (input) => ec2.describeInstances(input),
    "route53 ListResourceRecordSets": (input) => route53.listResourceRecordSets(input),
    "route53 ChangeResourceRecordSets": (input) => route53.changeResourceRecordSets(input),
    "route53 CreateHealthCheck": (input) => route53.createHealthCheck(input),
    "route53 ListHealthChecks": (input) => route53.listHealthChecks(input),
    "route53 DeleteHealthCheck": (input) => route53.deleteHealthCheck(input),
    "servicediscovery RegisterInstance": (input) => serviceDiscovery.registerInstance(input),
    "servicediscovery DeregisterInstance": (input) => serviceDiscovery.deregisterInstance(input),
    "servicediscovery ListInstances": (input) => serviceDiscovery.listInstances(input),
    "s3 PutObject": (input) => s3.putObject(input),
    "s3 GetObject": (input) => s3.getObject(input),
    "s3 HeadObject": (input) => s3.headObject(input),
    "ssm SendCommand": (input) => ssm.sendCommand(input),
    "ssm ListCommands": (input) => ssm.listCommands(input),
    "ssm ListCommandInvocations": (input) => ssm.listCommandInvocations(input),
  }) satisfies Readonly<Record<string, (input: never) => object>>;
