import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type LoadBalancer,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { AuditReading, Balancer, TargetGroup } from "../../checklist/account-reading.ts";
import { inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

type Clients = Pick<AuditClients, "elasticLoadBalancing">;

const PageSize = 400;
const types = ["application", "network", "gateway"] as const;

export const readBalancers = async ({
  elasticLoadBalancing: elb,
}: Clients): Promise<AuditReading<readonly Balancer[]>> => {
  const found = await ask("DescribeLoadBalancers", "", () =>
    allPages(async (Marker) => {
      const page = await elb.send(new DescribeLoadBalancersCommand({ PageSize, Marker }));
      return { items: page.LoadBalancers, next: page.NextMarker };
    }),
  );
  if (found.kind === "unknown") return found;
  const value = await inParallel(found.value, async (balancer) => balancerOf({ elasticLoadBalancing: elb }, balancer));
  return { kind: "known", value };
};

/** Target groups that a balancer sends to, and those that none does. */
export const readTargetGroups = ({
  elasticLoadBalancing: elb,
}: Clients): Promise<AuditReading<readonly TargetGroup[]>> =>
  ask("DescribeTargetGroups", "", async () => {
    const groups = await allPages(async (Marker) => {
      const page = await elb.send(new DescribeTargetGroupsCommand({ PageSize, Marker }));
      return { items: page.TargetGroups, next: page.NextMarker };
    });
    return groups.map(({ TargetGroupArn, TargetGroupName, LoadBalancerArns }) => ({
      arn: TargetGroupArn ?? "",
      name: TargetGroupName ?? "",
      balancers: [...(LoadBalancerArns ?? [])].sort(),
    }));
  });

const balancerOf = async ({ elasticLoadBalancing: elb }: Clients, balancer: LoadBalancer): Promise<Balancer> => {
  const arn = balancer.LoadBalancerArn ?? "";
  const name = balancer.LoadBalancerName ?? "";
  return {
    arn,
    name,
    type: types.find((type) => type === balancer.Type) ?? "other",
    zones: (balancer.AvailabilityZones ?? []).flatMap(({ ZoneName }) => ZoneName ?? []).sort(),
    deletionProtection: await ask("DescribeLoadBalancerAttributes", name, async () => {
      const { Attributes } = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }));
      return Attributes?.some(({ Key, Value }) => Key === "deletion_protection.enabled" && Value === "true") ?? false;
    }),
  };
};
