import { arnAt, awsGivenId, onEverything, type Place, type RequestRules, request } from "../iam-request.ts";

const alarmArn = (name: string, place: Place): string => arnAt(place, "cloudwatch", `alarm:${name}`);

/** @see Service Authorization Reference, Amazon CloudWatch */
export const metricRequests: RequestRules = {
  DeleteAlarms: ({ AlarmNames }, place) =>
    (AlarmNames as readonly string[]).map((name) => request("cloudwatch:DeleteAlarms", alarmArn(name, place))),
  // Asked about every alarm of the account, also where the call names some.
  DescribeAlarms: (_input, place) => [request("cloudwatch:DescribeAlarms", alarmArn("*", place))],
  GetMetricData: onEverything("cloudwatch:GetMetricData"),
  ListMetrics: onEverything("cloudwatch:ListMetrics"),
  PutMetricAlarm: ({ AlarmName }, place) => [request("cloudwatch:PutMetricAlarm", alarmArn(AlarmName, place))],
};

/** @see Service Authorization Reference, AWS Application Auto Scaling */
export const scalingRequests: RequestRules = {
  DescribeScalableTargets: onEverything("application-autoscaling:DescribeScalableTargets"),
  DescribeScalingPolicies: onEverything("application-autoscaling:DescribeScalingPolicies"),
  DescribeScheduledActions: onEverything("application-autoscaling:DescribeScheduledActions"),
  RegisterScalableTarget: ({ ServiceNamespace, ScalableDimension }, place) => [
    request(
      "application-autoscaling:RegisterScalableTarget",
      arnAt(place, "application-autoscaling", `scalable-target/${awsGivenId}`),
      {
        "application-autoscaling:service-namespace": [ServiceNamespace],
        "application-autoscaling:scalable-dimension": [ScalableDimension],
      },
    ),
  ],
};

/** @see Service Authorization Reference, AWS Performance Insights */
export const insightsRequests: RequestRules = Object.fromEntries(
  ["GetResourceMetrics", "ListAvailableResourceMetrics"].map((operation) => [
    operation,
    ({ Identifier }, place) => [request(`pi:${operation}`, arnAt(place, "pi", `metrics/rds/${Identifier}`))],
  ]),
) satisfies RequestRules;

export const quotaRequests: RequestRules = {
  GetServiceQuota: ({ ServiceCode, QuotaCode }, place) => [
    request("servicequotas:GetServiceQuota", arnAt(place, "servicequotas", `${ServiceCode}/${QuotaCode}`)),
  ],
};
