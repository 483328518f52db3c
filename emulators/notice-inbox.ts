import { SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { NoticeJson } from "../shared/notices/notice-json.ts";
import type { TestClients } from "./clients.ts";
import { arnOf } from "./estate/estate-names.ts";
import { noticeProblems } from "./notice-problems.ts";

/** A queue that a team has subscribed to the topic. */
export type NoticeInbox = {
  readonly subscribe: (topicArn: string) => Promise<void>;
  /** Takes in what is there; everything since the beginning, in the order of its arrival. */
  readonly read: () => Promise<Received>;
};

export type Received = {
  readonly notices: readonly ReceivedNotice[];
  /** What CloudWatch told the same topic of the stack's own alarms, also that one is OK for the first time. */
  readonly alarms: readonly ReceivedAlarm[];
};

export type ReceivedAlarm = { readonly AlarmName: string; readonly NewStateValue: string };

export type ReceivedNotice = {
  readonly notice: NoticeJson;
  /** The message's attributes, which filter policies match. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Where it is not as docs/notice.schema.json says. */
  readonly problems: readonly string[];
};

const queueName = "team-inbox";

export const makeNoticeInbox = async ({ sqs, sns }: TestClients): Promise<NoticeInbox> => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const notices: ReceivedNotice[] = [];
  const alarms: ReceivedAlarm[] = [];
  const receive = async (): Promise<number> => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return 0;
    for (const { Body } of Messages) {
      const notification = JSON.parse(Body!) as Notification;
      const message: unknown = JSON.parse(notification.Message);
      if (isAlarm(message)) alarms.push(message);
      else notices.push(readNotice(message as NoticeJson, notification));
    }
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    return Messages.length;
  };
  return {
    subscribe: async (TopicArn) => {
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arnOf("sqs", queueName) }));
    },
    read: async () => {
      while ((await receive()) > 0);
      return { notices, alarms };
    },
  };
};

/** @see Amazon SNS Developer Guide, "Parsing Amazon SNS message formats" */
type Notification = {
  readonly Type: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
};

/** @see Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms", the message to an SNS topic */
const isAlarm = (message: unknown): message is ReceivedAlarm =>
  typeof message === "object" && message !== null && "AlarmName" in message && "NewStateValue" in message;

const readNotice = (notice: NoticeJson, { MessageAttributes = {} }: Notification): ReceivedNotice => ({
  notice,
  attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])),
  problems: noticeProblems(notice),
});
