import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ElasticLoadBalancing } from "./clients.ts";

const gone: ReadonlySet<string> = new Set([
  "ListenerNotFoundException",
  "RuleNotFoundException",
  "TargetGroupNotFoundException",
]);

/**
 * What a rule does with requests; of a listener its default actions.
 *
 * @param arn of a listener or of a rule
 * @returns `null`: there is none
 * @throws what Elastic Load Balancing answers
 */
export const readListenerActions = async (
  client: ElasticLoadBalancing,
  arn: string,
): Promise<readonly Action[] | null> => {
  try {
    if (isRule(arn)) {
      const { Rules } = await client.send(new DescribeRulesCommand({ RuleArns: [arn] }));
      return Rules?.[0]?.Actions ?? null;
    }
    const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [arn] }));
    return Listeners?.[0]?.DefaultActions ?? null;
  } catch (error) {
    return nullIfGone(error);
  }
};

/** Puts them in the place of the ones that are there. @throws what Elastic Load Balancing answers */
export const writeListenerActions = async (
  client: ElasticLoadBalancing,
  arn: string,
  actions: readonly Action[],
): Promise<void> => {
  if (isRule(arn)) await client.send(new ModifyRuleCommand({ RuleArn: arn, Actions: [...actions] }));
  else await client.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: [...actions] }));
};

/** @returns `null`: there is no such target group @throws what Elastic Load Balancing answers */
export const readHealthyTargets = async (
  client: ElasticLoadBalancing,
  TargetGroupArn: string,
): Promise<number | null> => {
  try {
    const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return (answer.TargetHealthDescriptions ?? []).filter(({ TargetHealth }) => TargetHealth?.State === "healthy")
      .length;
  } catch (error) {
    return nullIfGone(error);
  }
};

const isRule = (arn: string): boolean => arn.includes(":listener-rule/");

const nullIfGone = (error: unknown): null => {
  if (error instanceof Error && gone.has(error.name)) return null;
  throw error;
};
