import type { Config } from "../shared/config/config.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { autoscalingStatements } from "./autoscaling-permissions.ts";
import { readStatements } from "./domain-read-permissions.ts";
import { arnOf, serviceArn } from "./intrinsics.ts";
import { refuseOverlong } from "./refuse-overlong.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import { servicesIn } from "./services-in.ts";
import type { Statement } from "./statement.ts";
import { onTasksThatAreProtected } from "./task-protection-permissions.ts";

/**
 * What the role of `scale` may do, by the modes that headgate.yml names.
 *
 * A stack in which every service is observed gets no action that changes a service, a scalable target or an alarm, so
 * that "it only watches" holds by IAM and not by our code.
 *
 * @throws when the policy would pass IAM's limit for a role's inline policies
 */
export const scaleStatements = (config: Config, logGroup: string): readonly Statement[] => {
  const statements = [
    ...runtimeStatements(logGroup),
    {
      Sid: "TakeWakeUps",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: [arnOf("ScalingQueue")],
    },
    { Sid: "WakeLater", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [arnOf("EventsQueue")] },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      Resource: [arnOf("Table")],
    },
    { Sid: "Notify", Effect: "Allow", Action: ["sns:Publish"], Resource: [{ Ref: "Topic" }] },
    ...readStatements(
      config,
      config.services.filter(({ mode }) => mode !== "scale"),
    ),
    ...scaleModeStatements(servicesIn(config, "scale")),
    ...onTasksThatAreProtected("ProtectTasks", ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], config),
    ...autoscalingStatements(config),
  ] as const satisfies readonly Statement[];
  refuseOverlong("scale", statements);
  return statements;
};

/** Reading and writing in one statement: the role has room for each service's name once. */
const scaleModeStatements = (services: readonly ServiceConfig[]): readonly Statement[] =>
  services.length === 0
    ? []
    : [
        {
          Sid: "ReadAndSetDesiredCount",
          Effect: "Allow",
          Action: ["ecs:DescribeServices", "ecs:UpdateService"],
          Resource: services.map(serviceArn),
        },
      ];
