import { expect, it } from "@jest/globals";
import { peekDeadLetters } from "../../shared/aws/read-dead-letters.ts";
import { queueUrlOf } from "../../simulator/cloud/stack-names.ts";
import { rehearsalNames } from "../../simulator/controllers/headgate.ts";
import { smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

it("A message that somebody else deletes during a look does not end it, and the others are given back", async () => {
  const { cloud, world } = smallStack(worldSpec(), stackConfig());
  const queue = cloud.queues.eventsDeadLetter;
  for (const body of ["a", "b"]) queue.send({ body }, world.nowMs);
  const { sqs } = cloud.clients();
  const url = queueUrlOf(rehearsalNames, "events-dlq");
  const meddled = {
    send: async (command: { readonly constructor: { readonly name: string } }) => {
      const first = queue.messages.find(({ body }) => body === "a");
      if (command.constructor.name === "ChangeMessageVisibilityCommand" && first !== undefined)
        queue.delete(first.messageId);
      return sqs.send(command as never);
    },
  } as unknown as typeof sqs;
  expect((await peekDeadLetters(meddled, url)).map(({ body }) => body)).toEqual(["a", "b"]);
  expect(queue.receive(10, world.nowMs).map(({ body }) => body)).toEqual(["b"]);
});
