import { readFileSync } from "node:fs";

type Json = { readonly [key: string]: unknown };
type Sample = Json & { readonly detail: Json };

/** From the repository's root, where every script and test runs. */
const read = (path: string): Sample => JSON.parse(readFileSync(`events/${path}.json`, "utf8"));

const pending = read("ecs-task/pending");
const running = read("ecs-task/running");
const stopping = read("ecs-task/stopping");
const stopped = read("ecs-task/stopped");
const alarm = read("cloudwatch-alarm/eventbridge-alarm");
const ok = read("cloudwatch-alarm/eventbridge-ok");

export type TaskChange = {
  /** EventBridge's; the same event delivered twice has it twice. */
  readonly id: string;
  readonly atMs: number;
  readonly cluster: string;
  readonly ecsService: string;
  readonly taskId: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
};

const arnOf = (resource: string): string => `arn:aws:ecs:eu-central-1:123456789012:${resource}`;

/** EventBridge's times have no fraction. */
const timeOf = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d+Z$/, "Z");

const sampleOf = ({ lastStatus, desiredStatus }: TaskChange): Sample => {
  if (lastStatus === "STOPPED") return stopped;
  if (desiredStatus === "STOPPED") return stopping;
  return lastStatus === "RUNNING" ? running : pending;
};

/** A task's change as AWS tells it: the whole sample of its kind, about this task. */
export const taskEvent = (change: TaskChange): string => {
  const { id, atMs, cluster, ecsService, taskId, lastStatus, desiredStatus } = change;
  const sample = sampleOf(change);
  const taskArn = arnOf(`task/${cluster}/${taskId}`);
  return JSON.stringify({
    ...sample,
    id,
    time: timeOf(atMs),
    resources: [taskArn],
    detail: {
      ...sample.detail,
      clusterArn: arnOf(`cluster/${cluster}`),
      taskArn,
      group: `service:${ecsService}`,
      lastStatus,
      desiredStatus,
      updatedAt: new Date(atMs).toISOString(),
    },
  });
};

export type AlarmFlip = {
  readonly id: string;
  readonly atMs: number;
  readonly alarmName: string;
  readonly state: "ALARM" | "OK";
};

/** An alarm's change of state as AWS tells it, from the one state to the other. */
export const alarmEvent = ({ id, atMs, alarmName, state }: AlarmFlip): string => {
  const sample = state === "ALARM" ? alarm : ok;
  const timestamp = new Date(atMs).toISOString().replace("Z", "+0000");
  return JSON.stringify({
    ...sample,
    id,
    time: timeOf(atMs),
    resources: [`arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${alarmName}`],
    detail: {
      ...sample.detail,
      alarmName,
      state: { ...(sample.detail["state"] as Json), value: state, timestamp },
      previousState: { ...(sample.detail["previousState"] as Json), value: state === "ALARM" ? "OK" : "ALARM" },
    },
  });
};

/** 36 characters as EventBridge's ids have, from a number. */
export const eventIdOf = (number: number): string => `00000000-0000-4000-9000-${number.toString(16).padStart(12, "0")}`;

/** About nobody in the configuration: a task that no service started, and one of a service that isn't ours. */
export const strangers: readonly string[] = [
  JSON.stringify(read("ecs-task/standalone-task")),
  taskEvent({
    id: eventIdOf(0xffff),
    atMs: Date.parse("2026-03-14T00:00:00Z"),
    cluster: "elsewhere",
    ecsService: "order",
    taskId: "0".repeat(32),
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
  }),
];
