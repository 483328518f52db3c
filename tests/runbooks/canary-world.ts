import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { type RunWorld, runWorld } from "./run-world.ts";

/** What a configuration needs, so that the runbook may act. */
export const allow = { runbooks: { allow: ["canary"], approval: [], approvalMinutes: 60 } } as const;
const elb = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
export const rule = `${elb}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
export const listener = `${elb}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const [old, fresh, third] = ["old", "new", "third"].map((name) => `${elb}:targetgroup/checkout-${name}/1`) as [
  string,
  string,
  string,
];
export const alarm = "checkout-errors";

export const setAlarm = (world: RunWorld, StateValue: string): Promise<object> =>
  world.cloud.handle("cloudwatch", "SetAlarmState", { AlarmName: alarm, StateValue, StateReason: "test" });

export const forwardTo = (...groups: readonly (readonly [string, number])[]): readonly Action[] => [
  {
    Type: "forward",
    ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
  },
];

/** `checkout` behind a rule and a listener whose traffic all goes to the old target group, with an alarm that is OK. */
export const canaryWorld = async (maxConnections = 300): Promise<RunWorld> => {
  const world = runWorld({
    config: stackConfig({}, { maxConnections }, allow),
    world: worldSpec(100, maxConnections),
  });
  world.warmUp(300);
  const { loadBalancing } = world.cloud;
  loadBalancing.declareTargets(old, ["healthy", "healthy"]);
  loadBalancing.declareTargets(fresh, ["healthy", "initial"]);
  loadBalancing.declareTargets(third, []);
  loadBalancing.declareActions(rule, [{ Type: "forward", TargetGroupArn: old }]);
  loadBalancing.declareActions(listener, forwardTo([old, 1]));
  await putAlarm(world);
  world.calls.length = 0;
  return world;
};

/** By target group: `old`, `new`, `third`. */
export const weights = ({ cloud }: RunWorld, arn = rule): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(
    (cloud.loadBalancing.actionsOf(arn)[0]?.ForwardConfig?.TargetGroups ?? []).map((group) => [
      /checkout-(\w+)/.exec(group.TargetGroupArn ?? "")?.[1] ?? "",
      group.Weight,
    ]),
  );

/** As a service with a second target group is described. */
export const preparedWorld = async (maxConnections = 300): Promise<RunWorld> => {
  const world = await canaryWorld(maxConnections);
  const answer = world.cloud.handle;
  world.cloud.handle = async (service, operation, input) => {
    const given = (await answer(service, operation, input)) as { services?: object[] };
    if (operation !== "DescribeServices") return given;
    const loadBalancers = [{ targetGroupArn: old, advancedConfiguration: { alternateTargetGroupArn: fresh } }];
    return { ...given, services: given.services!.map((one) => ({ ...one, loadBalancers })) };
  };
  return world;
};

/** The canary's alarm, OK. */
export const putAlarm = async (world: RunWorld): Promise<void> => {
  await world.cloud.handle("cloudwatch", "PutMetricAlarm", {
    AlarmName: alarm,
    Namespace: "Shop",
    MetricName: "Errors",
    EvaluationPeriods: 1,
    Period: 60,
    Threshold: 1,
    Statistic: "Sum",
    ComparisonOperator: "GreaterThanThreshold",
  });
  await setAlarm(world, "OK");
};
