import type { Config } from "../shared/config/config.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { arn, serviceArn } from "./intrinsics.ts";
import { servicesIn } from "./services-in.ts";
import type { Statement } from "./statement.ts";

/**
 * What the writes of scalable targets need.
 *
 * They are written only in `govern`, and in `scale` where a service's own policies are to be suspended.
 */
export const autoscalingStatements = (config: Config): readonly Statement[] => {
  const governed = servicesIn(config, "govern");
  const suspends = servicesIn(config, "scale").some(({ autoscaling }) => autoscaling === "suspend");
  return [...letAutoScalingSetCounts(governed), ...(suspends || governed.length > 0 ? writeScalableTargets : [])];
};

/**
 * RegisterScalableTarget checks its caller's own rights on the service and the alarms behind it; the condition
 * aws:ViaAWSService lets them serve for that and nothing else.
 */
const letAutoScalingSetCounts = (services: readonly ServiceConfig[]): readonly Statement[] =>
  services.length === 0
    ? []
    : [
        {
          Sid: "LetAutoScalingSetDesiredCount",
          Effect: "Allow",
          Action: ["ecs:UpdateService"],
          Resource: services.map(serviceArn),
          Condition: viaAutoScaling,
        },
      ];

const viaAutoScaling = { Bool: { "aws:ViaAWSService": "true" } } as const;

const writeScalableTargets: readonly Statement[] = [
  {
    Sid: "SetMaxCapacity",
    Effect: "Allow",
    Action: ["application-autoscaling:RegisterScalableTarget"],
    // A target's id is AWS's own and unknown before it is read; the conditions leave ECS desired counts only.
    Resource: [arn("application-autoscaling", "scalable-target/*")],
    Condition: {
      StringEquals: {
        "application-autoscaling:service-namespace": "ecs",
        "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
      },
    },
  },
  {
    Sid: "LetAutoScalingKeepItsAlarms",
    Effect: "Allow",
    Action: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
    Resource: [arn("cloudwatch", "alarm:*")],
    Condition: viaAutoScaling,
  },
];
