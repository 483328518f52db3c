import { PublishCommand } from "@aws-sdk/client-sns";
import type { Notice } from "../notices/notice.ts";
import { renderNotice } from "../notices/render-notice.ts";
import type { Sns } from "./clients.ts";

export type PublishNotice = (notice: Notice) => Promise<void>;

/** Publishes a notice in every form that subscribers of the topic may take. @throws what SNS answers */
export const makePublishNotice =
  (sns: Sns, TopicArn: string): PublishNotice =>
  async (notice) => {
    const { subject, text, sms } = renderNotice(notice);
    const data = JSON.stringify({ ...notice, subject, text });
    const attribute = (StringValue: string): { DataType: "String"; StringValue: string } => ({
      DataType: "String",
      StringValue,
    });
    await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: subject,
        MessageStructure: "json",
        Message: JSON.stringify({ default: text, email: text, sms, sqs: data, lambda: data }),
        MessageAttributes: {
          code: attribute(notice.code),
          kind: attribute(notice.kind),
          state: attribute(notice.state),
          domain: attribute(notice.domain),
          ...(notice.service === null ? {} : { service: attribute(notice.service) }),
        },
      }),
    );
  };
