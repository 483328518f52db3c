import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { TestClients } from "../clients.ts";

export type AwsEvent = {
  readonly source: "aws.ecs" | "aws.cloudwatch";
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
};

/** What a service of AWS puts on the default bus; EventBridge makes the envelope. @throws what it answers, of one as of all */
export const putEvent = async (
  { eventBridge }: Pick<TestClients, "eventBridge">,
  { source, detailType, resources, detail }: AwsEvent,
): Promise<void> => {
  const answer = await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ Source: source, DetailType: detailType, Resources: [...resources], Detail: JSON.stringify(detail) }],
    }),
  );
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused !== undefined) throw new Error(`PutEvents refused it: ${refused.ErrorCode} ${refused.ErrorMessage}`);
};
