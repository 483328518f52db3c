import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { faultOf, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

const lastCharacters = /.{16}$/;
const missing = (arn: string): string => arn.replace(lastCharacters, "0000000000000000");

const forward = (weights: Readonly<Record<string, number>>): Action => ({
  Type: "forward",
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
  },
});

const weightsOf = (actions: readonly Action[] | undefined) =>
  (actions?.[0]?.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = "", Weight }) => [TargetGroupArn, Weight]);

export const elasticLoadBalancingCases = casesOf("elasticloadbalancing", [
  {
    name: "A rule's weights are as they were last set",
    cites: `${api}/API_ModifyRule.html`,
    run: async (bed) => {
      const { ruleArn, targetGroupArns } = await bed.newBalancer();
      const [blue = "", green = ""] = targetGroupArns;
      const { elasticLoadBalancing } = bed.clients;
      await elasticLoadBalancing.send(
        new ModifyRuleCommand({ RuleArn: ruleArn, Actions: [forward({ [blue]: 90, [green]: 10 })] }),
      );
      const { Rules: [rule] = [] } = await elasticLoadBalancing.send(new DescribeRulesCommand({ RuleArns: [ruleArn] }));
      return weightsOf(rule?.Actions).map(([arn, weight]) => [
        arn === blue ? "blue" : arn === green ? "green" : arn,
        weight,
      ]);
    },
    expected: [
      ["blue", 90],
      ["green", 10],
    ],
  },
  {
    name: "A listener's weights are as they were last set",
    cites: `${api}/API_ModifyListener.html`,
    run: async (bed) => {
      const { listenerArn, targetGroupArns } = await bed.newBalancer();
      const [blue = "", green = ""] = targetGroupArns;
      const { elasticLoadBalancing } = bed.clients;
      await elasticLoadBalancing.send(
        new ModifyListenerCommand({ ListenerArn: listenerArn, DefaultActions: [forward({ [blue]: 0, [green]: 999 })] }),
      );
      const { Listeners: [listener] = [] } = await elasticLoadBalancing.send(
        new DescribeListenersCommand({ ListenerArns: [listenerArn] }),
      );
      return weightsOf(listener?.DefaultActions).map(([, weight]) => weight);
    },
    expected: [0, 999],
  },
  {
    name: "A weight is 999 at most",
    cites: `${api}/API_TargetGroupTuple.html`,
    run: async (bed) => {
      const { ruleArn, targetGroupArns } = await bed.newBalancer();
      const [blue = "", green = ""] = targetGroupArns;
      const Actions = [forward({ [blue]: 1_000, [green]: 1 })];
      return faultOf(bed.clients.elasticLoadBalancing.send(new ModifyRuleCommand({ RuleArn: ruleArn, Actions })));
    },
    expected: "refused",
  },
  {
    name: "A listener, a rule or a target group that is not there is told by name",
    cites: `${api}/API_DescribeRules.html`,
    errors: ["ListenerNotFoundException", "RuleNotFoundException", "TargetGroupNotFoundException"],
    run: async (bed) => {
      const { listenerArn, ruleArn, targetGroupArns } = await bed.newBalancer();
      const { elasticLoadBalancing } = bed.clients;
      const group = missing(targetGroupArns[0]!);
      return {
        listener: await refusalOf(
          elasticLoadBalancing.send(new DescribeListenersCommand({ ListenerArns: [missing(listenerArn)] })),
        ),
        rule: await refusalOf(elasticLoadBalancing.send(new DescribeRulesCommand({ RuleArns: [missing(ruleArn)] }))),
        group: await refusalOf(elasticLoadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }))),
      };
    },
    expected: {
      listener: "ListenerNotFoundException",
      rule: "RuleNotFoundException",
      group: "TargetGroupNotFoundException",
    },
  },
  {
    name: "A target group without targets has no health",
    cites: `${api}/API_DescribeTargetHealth.html`,
    run: async (bed) => {
      const { targetGroupArns } = await bed.newBalancer();
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArns[0]! });
      return (await bed.clients.elasticLoadBalancing.send(command)).TargetHealthDescriptions ?? [];
    },
    expected: [],
  },
]);
