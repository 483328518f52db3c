import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import { type ContractBed, faultOf, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/sns/latest/api";

const publish = ({ clients }: ContractBed, input: PublishCommandInput) => clients.sns.send(new PublishCommand(input));

export const snsCases = casesOf("sns", [
  {
    name: "A message with a text by protocol is published, and has an id",
    cites: `${api}/API_Publish.html`,
    run: async (bed) => {
      const TopicArn = await bed.newTopic();
      const Message = JSON.stringify({ default: "short", email: "long" });
      const { MessageId = "" } = await publish(bed, {
        TopicArn,
        Subject: "subject",
        Message,
        MessageStructure: "json",
      });
      return MessageId !== "";
    },
    expected: true,
  },
  {
    name: "A text by protocol needs a default one",
    cites: `${api}/API_Publish.html`,
    run: async (bed) => {
      const TopicArn = await bed.newTopic();
      const Message = JSON.stringify({ email: "long" });
      return faultOf(publish(bed, { TopicArn, Message, MessageStructure: "json" }));
    },
    expected: "refused",
  },
  {
    name: "A subject has at most 100 characters and no line break",
    cites: `${api}/API_Publish.html`,
    run: async (bed) => {
      const TopicArn = await bed.newTopic();
      const withSubject = (Subject: string) => faultOf(publish(bed, { TopicArn, Subject, Message: "text" }));
      return [await withSubject("x".repeat(100)), await withSubject("x".repeat(101)), await withSubject("a\nb")];
    },
    expected: ["accepted", "refused", "refused"],
  },
  {
    name: "A message has at most 256 KiB",
    cites: `${api}/API_Publish.html`,
    run: async (bed) => {
      const TopicArn = await bed.newTopic();
      const ofBytes = (bytes: number) => faultOf(publish(bed, { TopicArn, Message: "x".repeat(bytes) }));
      return [await ofBytes(262_144), await ofBytes(262_145)];
    },
    expected: ["accepted", "refused"],
  },
  {
    name: "A topic that is not there is told by name",
    cites: `${api}/API_Publish.html`,
    errors: ["NotFoundException"],
    run: async (bed) => {
      const TopicArn = `${await bed.newTopic()}-missing`;
      return refusalOf(publish(bed, { TopicArn, Message: "text" }));
    },
    expected: "NotFoundException",
  },
]);
