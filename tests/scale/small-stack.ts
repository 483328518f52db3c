import type { SQSBatchResponse } from "aws-lambda";
import { makeDomainTable } from "../../shared/aws/domain-table.ts";
import type { Config } from "../../shared/config/config.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { noticeSchema } from "../../shared/notices/notice-schema.ts";
import type { DomainState } from "../../shared/state/domain-state.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { CloudService } from "../../simulator/cloud/cloud-service.ts";
import { eventSources, makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { World } from "../../simulator/world/world.ts";

/** One SDK command as it reached the cloud. */
export type SdkCall = {
  readonly name: `${CloudService} ${string}`;
  readonly input: Record<string, unknown>;
  readonly atSeconds: number;
};

/** What the cloud does before it answers: nothing, or an error of its own. */
export type Fault = (call: SdkCall) => Error | null | Promise<Error | null>;

/** The deployed handlers on the embedded cloud, with every SDK call recorded and any of them made to fail. */
export const smallStack = (worldSpec: WorldSpec, config: Config, alarms: readonly AlarmSpec[] = [], seed = 1) => {
  const world = new World(worldSpec, seed);
  const controller = makeHeadgateController(world, config, alarms);
  const { cloud } = controller;
  const calls: SdkCall[] = [];
  let fault: Fault = () => null;
  const answer = cloud.handle.bind(cloud);
  const nowSeconds = (): number => (world.nowMs - worldSpec.startMs) / 1000;
  cloud.handle = async (service, operation, input) => {
    const call: SdkCall = {
      name: `${service} ${operation}`,
      input: input as Record<string, unknown>,
      atSeconds: nowSeconds(),
    };
    calls.push(call);
    const error = await fault(call);
    if (error !== null) throw error;
    return answer(service, operation, input);
  };
  const scaleHandler = eventSources(cloud, config, () => world.nowMs)[1]!.handler;
  const table = makeDomainTable(cloud.clients().dynamoDb, cloud.table.name);
  let sent = 0;

  return {
    world,
    cloud,
    calls,
    scaleHandler,
    nowSeconds,
    failing: (next: Fault): void => {
      fault = next;
    },
    /** The world alone: its metrics get a past. */
    warmUp: (seconds: number): void => {
      for (let second = 0; second < seconds; second += 1) world.step();
      world.takeTaskEvents();
    },
    run: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        await controller.step(world);
        world.step();
      }
    },
    /** One message of scaling.fifo, handed to the function. */
    wake: (wakeUp: Partial<WakeUp> | string = {}, sentAtMs = world.nowMs): Promise<SQSBatchResponse> => {
      sent += 1;
      const body = typeof wakeUp === "string" ? wakeUp : JSON.stringify(wakeUpOf(wakeUp));
      return scaleHandler({ Records: [sqsRecord(`m-${sent}`, body, sentAtMs)] });
    },
    /** Past the recorder: a look from outside is no call of ours. */
    state: async (domain = "checkout"): Promise<DomainState> => {
      const before = calls.length;
      const kept = fault;
      fault = () => null;
      const { state } = await table.read(domain);
      fault = kept;
      calls.length = before;
      return state;
    },
    notices: (): readonly Notice[] =>
      cloud.topic.published.map(({ messages }) => noticeSchema.parse(JSON.parse(messages["lambda"]!)) as Notice),
    namesOf: (from = 0): readonly string[] => calls.slice(from).map(({ name }) => name),
    writes: (): readonly SdkCall[] => calls.filter(({ name }) => isWrite(name)),
    /** Our own delayed wake-ups that wait in `events`, with their delay in seconds. */
    delayed: () =>
      cloud.queues.events.messages
        .map((message) => ({
          wakeUp: JSON.parse(message.body) as WakeUp,
          delaySeconds: (message.visibleAtMs - message.sentAtMs) / 1000,
          messageId: message.messageId,
        }))
        .filter(({ wakeUp }) => wakeUp.kind === "wake-up"),
  };
};

export type SmallStack = ReturnType<typeof smallStack>;

/** Writes to the user's own resources: everything that isn't a read and isn't ours. */
export const isWrite = (name: string): boolean =>
  /^(ecs|application-autoscaling|cloudwatch) (?!Describe|List|Get)/.test(name);

/** A look at what the function `limits` has stored: not at the domain's own state. */
export const isFactsRead = ({ input }: Pick<SdkCall, "input">): boolean => JSON.stringify(input).includes('"FACTS"');

/** The configuration beside the decisions, and the directory of domains: written before the first decision, and weekly. */
export const isConfigWrite = ({ name, input }: Pick<SdkCall, "name" | "input">): boolean =>
  name === "dynamodb PutItem" && /"S":"(CONFIG#|HISTORY")/.test(JSON.stringify(input));

export const wakeUpOf = (changes: Partial<WakeUp> = {}): WakeUp => ({
  kind: "wake-up",
  version: 1,
  domain: "checkout",
  causes: ["alarm"],
  correlationId: "event-1",
  attempt: 0,
  loopToken: null,
  ...changes,
});

export const sqsRecord = (messageId: string, body: string, sentAtMs: number) => ({
  messageId,
  receiptHandle: messageId,
  body,
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: String(sentAtMs),
    SenderId: "router",
    ApproximateFirstReceiveTimestamp: String(sentAtMs),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:rehearsal-scaling.fifo",
  awsRegion: "eu-central-1",
});

/** Fails the named call with an error as AWS names it. */
export const failOn =
  (operation: string, errorName: string, message = "on purpose"): Fault =>
  ({ name }) =>
    name === operation ? new AwsError(errorName, message) : null;
