import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Balancer } from "../../tests/contract/contract-bed.ts";
import type { DefaultNetwork } from "./contract-network.ts";

/** AWS's own limit of a load balancer's or target group's name. */
const mostCharacters = 32;

export const placeBalancer = async (
  client: ElasticLoadBalancingV2Client,
  name: string,
  { vpc, subnets, securityGroups }: DefaultNetwork,
): Promise<Balancer> => {
  const short = name.replace("contract-elasticloadbalancing", "contract").slice(0, mostCharacters - 2);
  const { LoadBalancers } = await client.send(
    new CreateLoadBalancerCommand({
      Name: short,
      Type: "application",
      Subnets: subnets.slice(0, 2),
      SecurityGroups: [...securityGroups],
    }),
  );
  const groups = await Promise.all(
    ["a", "b"].map((suffix) =>
      client.send(
        new CreateTargetGroupCommand({
          Name: `${short}-${suffix}`,
          Protocol: "HTTP",
          Port: 8_080,
          TargetType: "ip",
          VpcId: vpc,
        }),
      ),
    ),
  );
  const targetGroupArns = groups.map(({ TargetGroups }) => TargetGroups![0]!.TargetGroupArn!);
  const toFirst = { Type: "forward", TargetGroupArn: targetGroupArns[0] } as const;
  const { Listeners } = await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [toFirst],
    }),
  );
  const listenerArn = Listeners![0]!.ListenerArn!;
  const { Rules } = await client.send(
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority: 1,
      Conditions: [{ Field: "path-pattern", Values: ["/contract"] }],
      Actions: [toFirst],
    }),
  );
  return { listenerArn, ruleArn: Rules![0]!.RuleArn!, targetGroupArns };
};
