import { randomUUID } from "node:crypto";
import { GetScheduleCommand, type GetScheduleCommandOutput, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
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

/** Has ministack's own scheduler not tick. */
export const stopTicking = (clients: TestClients): Promise<void> =>
  changeTick(clients, (schedule) => ({ ...schedule, State: "DISABLED" }));

/** Has it tick once a minute: it sends the input as it stands, so what Scheduler would fill in is filled in before. */
export const startTicking = (clients: TestClients): Promise<void> =>
  changeTick(clients, (schedule) => ({
    ...schedule,
    State: "ENABLED",
    Target: { ...schedule.Target!, Input: filled(schedule.Target!.Input!) },
  }));

type Schedule = Pick<GetScheduleCommandOutput, "ScheduleExpression" | "FlexibleTimeWindow" | "State" | "Target">;

const changeTick = async ({ scheduler }: TestClients, change: (schedule: Schedule) => Schedule): Promise<void> => {
  const of = { GroupName: stackName, Name: `${stackName}-tick` };
  const { ScheduleExpression, FlexibleTimeWindow, State, Target } = await scheduler.send(new GetScheduleCommand(of));
  const changed = change({ ScheduleExpression, FlexibleTimeWindow, State, Target });
  await scheduler.send(
    new UpdateScheduleCommand({
      ...of,
      ScheduleExpression: changed.ScheduleExpression,
      FlexibleTimeWindow: changed.FlexibleTimeWindow,
      State: changed.State,
      Target: changed.Target,
    }),
  );
};

/** @see Amazon EventBridge Scheduler user guide, "Adding context attributes" */
const filled = (input: string): string =>
  input
    .replace("<aws.scheduler.scheduled-time>", new Date().toISOString().replace(/\.\d+Z$/, "Z"))
    .replace("<aws.scheduler.execution-id>", randomUUID());
