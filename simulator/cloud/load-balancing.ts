import type {
  Action,
  DescribeListenersInput,
  DescribeRulesInput,
  DescribeTargetHealthInput,
  ModifyListenerInput,
  ModifyRuleInput,
  TargetHealthStateEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "./aws-error.ts";

const mostWeight = 999;
const mostGroups = 5;

/** Listeners, their rules and target groups, as far as a test declares them. Traffic itself is the world's. */
export class LoadBalancing {
  readonly #actions = new Map<string, readonly Action[]>();
  readonly #targets = new Map<string, readonly TargetHealthStateEnum[]>();

  /** @param arn of a listener (its default actions) or of a rule */
  declareActions(arn: string, actions: readonly Action[]): void {
    this.#actions.set(arn, actions.map(shownAction));
  }

  declareTargets(targetGroupArn: string, states: readonly TargetHealthStateEnum[]): void {
    this.#targets.set(targetGroupArn, states);
  }

  actionsOf(arn: string): readonly Action[] {
    return this.#actions.get(arn) ?? [];
  }

  describeRules({ RuleArns = [] }: DescribeRulesInput): object {
    return { Rules: RuleArns.map((RuleArn) => ({ RuleArn, Actions: this.#find(RuleArn, "RuleNotFoundException") })) };
  }

  describeListeners({ ListenerArns = [] }: DescribeListenersInput): object {
    return {
      Listeners: ListenerArns.map((ListenerArn) => ({
        ListenerArn,
        DefaultActions: this.#find(ListenerArn, "ListenerNotFoundException"),
      })),
    };
  }

  modifyRule({ RuleArn = "", Actions }: ModifyRuleInput): object {
    this.#find(RuleArn, "RuleNotFoundException");
    this.#replace(RuleArn, Actions);
    return { Rules: [{ RuleArn, Actions: this.#actions.get(RuleArn) }] };
  }

  modifyListener({ ListenerArn = "", DefaultActions }: ModifyListenerInput): object {
    this.#find(ListenerArn, "ListenerNotFoundException");
    this.#replace(ListenerArn, DefaultActions);
    return { Listeners: [{ ListenerArn, DefaultActions: this.#actions.get(ListenerArn) }] };
  }

  describeTargetHealth({ TargetGroupArn = "" }: DescribeTargetHealthInput): object {
    const states = this.#targets.get(TargetGroupArn);
    if (states === undefined) throw new AwsError("TargetGroupNotFoundException", "One or more target groups not found");
    return {
      TargetHealthDescriptions: states.map((State, index) => ({
        Target: { Id: `10.0.0.${index + 1}`, Port: 8080 },
        TargetHealth: { State },
      })),
    };
  }

  #find(arn: string, otherwise: string): readonly Action[] {
    const actions = this.#actions.get(arn);
    if (actions === undefined) throw new AwsError(otherwise, `One or more of ${arn} not found`);
    return actions;
  }

  /** What is not given stays. */
  #replace(arn: string, actions: readonly Action[] | undefined): void {
    if (actions === undefined) return;
    for (const { Type, TargetGroupArn, ForwardConfig } of actions) {
      if (Type !== "forward") continue;
      const groups = ForwardConfig?.TargetGroups ?? [];
      if (groups.length > mostGroups) throw new AwsError("TooManyTargetGroupsException", "At most 5 target groups");
      if (groups.length > 1 && TargetGroupArn !== undefined)
        throw new AwsError("InvalidLoadBalancerAction", "TargetGroupArn and several target groups exclude each other");
      if (groups.some(({ Weight = 1 }) => !Number.isInteger(Weight) || Weight < 0 || Weight > mostWeight))
        throw new AwsError("ValidationError", "Weight must be 0 to 999");
      const missing = groups.find(({ TargetGroupArn: group }) => !this.#targets.has(group ?? ""));
      if (missing !== undefined)
        throw new AwsError("TargetGroupNotFoundException", `Target group ${missing.TargetGroupArn} not found`);
    }
    this.#actions.set(arn, actions.map(shownAction));
  }
}

/** A forward action to one target group is shown in both forms. */
const shownAction = (action: Action): Action => {
  if (action.Type !== "forward") return action;
  const groups = action.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 1) return action;
  const arn = groups[0]?.TargetGroupArn ?? action.TargetGroupArn;
  return {
    ...action,
    TargetGroupArn: arn,
    ForwardConfig: { ...action.ForwardConfig, TargetGroups: [{ TargetGroupArn: arn, Weight: groups[0]?.Weight ?? 1 }] },
  };
};

export const loadBalancingOperations = (balancing: LoadBalancing) =>
  ({
    "elasticloadbalancing DescribeListeners": (input) => balancing.describeListeners(input),
    "elasticloadbalancing DescribeRules": (input) => balancing.describeRules(input),
    "elasticloadbalancing DescribeTargetHealth": (input) => balancing.describeTargetHealth(input),
    "elasticloadbalancing ModifyListener": (input) => balancing.modifyListener(input),
    "elasticloadbalancing ModifyRule": (input) => balancing.modifyRule(input),
  }) satisfies Readonly<Record<string, (input: never) => object>>;
