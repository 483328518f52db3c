import { randomUUID } from "node:crypto";
import { GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import type { TestClients } from "./clients.ts";
import { stackName } from "./serverless-command.ts";

export type DeployedSchedule = {
  readonly targetArn: string;
  /** With what EventBridge Scheduler fills in at each execution. */
  readonly input: string;
};

/** A schedule of the stack, by the end of its name, as one execution of it would be now. @throws where it has no target */
export const readSchedule = async ({ scheduler }: TestClients, name: string): Promise<DeployedSchedule> => {
  const { Target } = await scheduler.send(
    new GetScheduleCommand({ GroupName: stackName, Name: `${stackName}-${name}` }),
  );
  if (Target?.Arn === undefined || Target.Input === undefined) throw new Error(`the schedule ${name} has no target`);
  return { targetArn: Target.Arn, input: filled(Target.Input) };
};

/** Has ministack's own scheduler send what Scheduler would: it sends the input as it stands. */
export const fillSchedule = async ({ scheduler }: TestClients, name: string): Promise<void> => {
  const of = { GroupName: stackName, Name: `${stackName}-${name}` };
  const { ScheduleExpression, FlexibleTimeWindow, State, Target } = await scheduler.send(new GetScheduleCommand(of));
  await scheduler.send(
    new UpdateScheduleCommand({
      ...of,
      ScheduleExpression,
      FlexibleTimeWindow,
      State,
      Target: { ...Target!, Input: filled(Target!.Input!) },
    }),
  );
};

/** @see Amazon EventBridge Scheduler user guide, "Adding context attributes" */
const filled = (input: string): string =>
  input
    .replace("<aws.scheduler.scheduled-time>", new Date().toISOString().replace(/\.\d+Z$/, "Z"))
    .replace("<aws.scheduler.execution-id>", randomUUID());
