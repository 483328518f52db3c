import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { DLQ_URL, stubSqs } from "./stub-sqs.ts";

const letter = (body: string, reason = "not-json at body: it is text") => ({ messageId: "message-1", body, reason });

const lettered = async (body: string, reason?: string) => {
  const sqs = stubSqs();
  await makeDeadLetter(sqs.client, DLQ_URL)(letter(body, reason));
  return sqs.messages(DLQ_URL)[0]!;
};

describe("a dead letter", () => {
  it("keeps a body that fits as it is", async () => expect((await lettered("hellö\t\n")).body).toBe("hellö\t\n"));

  it("says so where there was no body", async () => expect((await lettered("")).body).toBe("(empty)"));

  it("replaces what SQS would refuse", async () =>
    expect(await lettered("a\u0000b\ud800c\uffffd", "bad \u0007 value")).toMatchObject({
      body: "a\ufffdb\ufffdc\ufffdd",
      attributes: { reason: "bad \ufffd value" },
    }));

  it("cuts a body that no longer fits beside its reason, and says so", async () => {
    const { body } = await lettered("é".repeat(524_288));
    expect(body).toMatch(/^é+ \[cut by Headgate, 1048576 bytes before\]$/);
    expect(Buffer.byteLength(body)).toBeGreaterThan(1_048_000);
  });

  it("cuts a reason that goes on and on", async () => {
    const { attributes } = await lettered("{", "r".repeat(10_000));
    expect(attributes["reason"]).toHaveLength(2_048);
  });

  it("is never refused by SQS, whatever was in the message", () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.constantFrom(0, 1_048_000, 1_048_576, 1_048_577),
        async (text, reason, paddingBytes) => {
          await expect(lettered(text + "😀".repeat(paddingBytes / 4), reason)).resolves.toBeDefined();
        },
      ),
      { seed: 20_260_302, numRuns: 40 },
    ));

  it("throws what the client throws: the message then stays where it is", () =>
    expect(makeDeadLetter(stubSqs({ down: [DLQ_URL] }).client, DLQ_URL)(letter("{"))).rejects.toThrow("ECONNREFUSED"));
});
