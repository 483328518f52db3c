import { PublishCommand } from "@aws-sdk/client-sns";
import type { LinksOf } from "../notices/links/notice-links.ts";
import type { Notice } from "../notices/notice.ts";
import { type MessageForms, noticeForms } from "../notices/notice-forms.ts";
import type { Sns } from "./clients.ts";

export type PublishNotice = (notice: Notice) => Promise<void>;

export type PublishForms = (forms: MessageForms) => Promise<void>;

/** Publishes a message in every form that subscribers of the topic may take. @throws what SNS answers */
export const makePublishForms =
  (sns: Sns, TopicArn: string): PublishForms =>
  async ({ subject, messages, attributes }) => {
    await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: subject,
        MessageStructure: "json",
        Message: JSON.stringify(messages),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
        ),
      }),
    );
  };

/** @throws what SNS answers */
export const makePublishNotice = (sns: Sns, topicArn: string, linksOf: LinksOf): PublishNotice => {
  const publish = makePublishForms(sns, topicArn);
  return (notice) => publish(noticeForms(notice, linksOf(notice)));
};
