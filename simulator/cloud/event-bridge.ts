import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { DeploymentEvent } from "../world/deployment-view.ts";
import type { TaskEvent } from "../world/task-events.ts";
import type { AlarmTransition } from "./cloudwatch.ts";
import { reasonOf } from "./ecs-service.ts";
import type { StackNames } from "./stack-names.ts";

/** What EventBridge sends to the `events` queue: the parts of AWS's events that their readers may rely on. */
export const taskStateChange = (event: TaskEvent, service: ServiceConfig, names: StackNames, id: string): object => {
  const { cluster, ecsService } = service;
  const arn = (resource: string): string => `arn:aws:ecs:${names.region}:${names.accountId}:${resource}`;
  const taskArn = arn(`task/${cluster}/${event.taskId}`);
  return {
    ...envelope(names, id, event.atMs),
    source: "aws.ecs",
    "detail-type": "ECS Task State Change",
    resources: [taskArn],
    detail: {
      clusterArn: arn(`cluster/${cluster}`),
      taskArn,
      group: `service:${ecsService}`,
      lastStatus: event.lastStatus,
      desiredStatus: event.desiredStatus,
      createdAt: new Date(event.atMs).toISOString(),
      updatedAt: new Date(event.atMs).toISOString(),
      launchType: "FARGATE",
      version: 1,
    },
  };
};

export const deploymentStateChange = (
  event: DeploymentEvent,
  { cluster, ecsService }: ServiceConfig,
  names: StackNames,
  id: string,
): object => ({
  ...envelope(names, id, event.atMs),
  source: "aws.ecs",
  "detail-type": "ECS Deployment State Change",
  resources: [`arn:aws:ecs:${names.region}:${names.accountId}:service/${cluster}/${ecsService}`],
  detail: {
    eventType: event.state === "FAILED" ? "ERROR" : "INFO",
    eventName: `SERVICE_DEPLOYMENT_${event.state}`,
    deploymentId: event.deploymentId,
    updatedAt: new Date(event.atMs).toISOString(),
    reason: reasonOf({ id: event.deploymentId, rolloutState: event.state }),
  },
});

export const alarmStateChange = (transition: AlarmTransition, names: StackNames, id: string): object => {
  const { alarm, state, previous, atMs } = transition;
  const timestamp = new Date(atMs).toISOString().replace("Z", "+0000");
  return {
    ...envelope(names, id, atMs),
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [`arn:aws:cloudwatch:${names.region}:${names.accountId}:alarm:${alarm.alarmName}`],
    detail: {
      alarmName: alarm.alarmName,
      state: { value: state, reason: `Threshold ${alarm.threshold}`, timestamp },
      previousState: { value: previous, timestamp },
      configuration: { metrics: [] },
    },
  };
};

/** What EventBridge Scheduler sends each minute. */
export const tick = (atMs: number): object => ({
  kind: "tick",
  time: new Date(atMs).toISOString(),
  id: `tick-${atMs}`,
});

const envelope = (names: StackNames, id: string, atMs: number): object => ({
  version: "0",
  id,
  account: names.accountId,
  region: names.region,
  time: new Date(atMs).toISOString().replace(/\.\d+Z$/, "Z"),
});
