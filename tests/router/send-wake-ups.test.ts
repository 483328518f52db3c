import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "@jest/globals";
import { makeSendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import { SCALING_URL, stubSqs } from "./stub-sqs.ts";

const message = (domain: string, bytes = 100) => ({
  group: domain,
  deduplicationId: `id-of-${domain}`,
  body: "x".repeat(bytes),
});
const domains = (count: number) => Array.from({ length: count }, (_, index) => `domain-${index}`);

const requestSizes = (sqs: ReturnType<typeof stubSqs>) =>
  sqs.commands.map((command) => (command instanceof SendMessageBatchCommand ? command.input.Entries?.length : 0));

describe("wake-ups go out", () => {
  it.each([
    { when: "ten in one request", messages: domains(10).map((id) => message(id)), requests: [10] },
    { when: "eleven in two", messages: domains(11).map((id) => message(id)), requests: [10, 1] },
    { when: "none in none", messages: [], requests: [] },
    { when: "1 MiB in one", messages: domains(2).map((id) => message(id, 524_288)), requests: [2] },
    { when: "1 MiB and two bytes in two", messages: domains(2).map((id) => message(id, 524_289)), requests: [1, 1] },
  ])("$when", async ({ messages, requests }) => {
    const sqs = stubSqs();
    expect(await makeSendWakeUps(sqs.client, SCALING_URL)(messages)).toEqual([]);
    expect(requestSizes(sqs)).toEqual(requests);
    expect(sqs.messages(SCALING_URL).map(({ group }) => group)).toEqual(messages.map(({ group }) => group));
  });
});

describe("a wake-up that did not go out is named", () => {
  it("alone, when SQS refuses it", async () => {
    const said: string[] = [];
    const send = makeSendWakeUps(stubSqs({ refusedGroups: ["domain-1"] }).client, SCALING_URL, (domain, reason) =>
      said.push(`${domain} ${reason}`),
    );
    expect(await send(domains(3).map((id) => message(id)))).toEqual(["domain-1"]);
    expect(said).toEqual([expect.stringContaining("domain-1 InternalError")]);
  });

  it("with its whole request, when that fails; the other requests go on", async () => {
    const sqs = stubSqs();
    const tooLong = message("domain-10", 2_000_000);
    const send = makeSendWakeUps(sqs.client, SCALING_URL);
    expect(await send([...domains(10).map((id) => message(id)), tooLong, message("domain-11")])).toEqual(["domain-10"]);
    expect(sqs.messages(SCALING_URL)).toHaveLength(11);
  });

  it("when SQS says nothing about it", async () => {
    const client = { send: async () => ({ $metadata: {}, Successful: [], Failed: [] }) };
    expect(await makeSendWakeUps(client, SCALING_URL)([message("inventory")])).toEqual(["inventory"]);
  });
});
