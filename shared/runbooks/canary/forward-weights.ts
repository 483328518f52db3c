import type { Action, TargetGroupTuple } from "@aws-sdk/client-elastic-load-balancing-v2";

/** How a rule deals its traffic between two target groups. */
export type Split =
  | { readonly kind: "split"; readonly toPercent: number }
  | { readonly kind: "refused"; readonly because: string };

/** @throws never */
export const splitOf = (actions: readonly Action[], from: string, to: string): Split => {
  const groups = groupsOf(actions);
  if (groups === null) return { kind: "refused", because: "it has no forward action" };
  const weightOf = (arn: string): number => groups.find((group) => group.TargetGroupArn === arn)?.Weight ?? 0;
  if (!groups.some(({ TargetGroupArn }) => TargetGroupArn === from))
    return { kind: "refused", because: `it doesn't forward to ${from}` };
  const other = groups.find(
    ({ TargetGroupArn = "", Weight = 0 }) => TargetGroupArn !== from && TargetGroupArn !== to && Weight > 0,
  );
  if (other !== undefined) return { kind: "refused", because: `it forwards to ${other.TargetGroupArn} as well` };
  const sum = weightOf(from) + weightOf(to);
  if (sum === 0) return { kind: "refused", because: "all its weights are 0" };
  return { kind: "split", toPercent: Math.round((100 * weightOf(to)) / sum) };
};

/** The same actions with these weights, in a form that the load balancer takes back. @param toPercent 0..100 */
export const withSplit = (actions: readonly Action[], from: string, to: string, toPercent: number): readonly Action[] =>
  writable(actions).map((action): Action => {
    if (action.Type !== "forward") return action;
    const others = (groupsOf([action]) ?? []).filter(
      ({ TargetGroupArn }) => TargetGroupArn !== from && TargetGroupArn !== to,
    );
    const TargetGroups: TargetGroupTuple[] = [
      { TargetGroupArn: from, Weight: 100 - toPercent },
      { TargetGroupArn: to, Weight: toPercent },
      ...others,
    ];
    return { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroups } };
  });

/**
 * As they were read, in the form in which they are written: with several target groups the single one may not be named,
 * and a client's secret, which is never shown, has to be said to stay.
 *
 * @see Elastic Load Balancing API reference, Action, AuthenticateOidcActionConfig (UseExistingClientSecret)
 */
export const writable = (actions: readonly Action[]): readonly Action[] =>
  actions.map((action): Action => {
    if (action.Type === "forward") {
      const { TargetGroupArn, ...rest } = action;
      const TargetGroups = groupsOf([action]) ?? [];
      return TargetGroupArn !== undefined && TargetGroups.length === 0
        ? action
        : { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups: [...TargetGroups] } };
    }
    if (action.Type === "authenticate-oidc" && action.AuthenticateOidcConfig !== undefined)
      return { ...action, AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true } };
    return action;
  });

/** A rule with one target group may name it without a weight. */
const groupsOf = (actions: readonly Action[]): readonly TargetGroupTuple[] | null => {
  const forward = actions.find(({ Type }) => Type === "forward");
  if (forward === undefined) return null;
  const groups = forward.ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 1) return [{ ...groups[0], Weight: groups[0]?.Weight ?? 1 }];
  return groups.length > 0
    ? groups
    : forward.TargetGroupArn === undefined
      ? []
      : [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }];
};
