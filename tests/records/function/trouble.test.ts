import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../../simulator/cloud/aws-error.ts";
import { failOn } from "../../scale/small-stack.ts";
import { type RecordsStack, recordsStack } from "./records-stack.ts";

const change = "route53 ChangeResourceRecordSets";

/** With one task published, before anything goes wrong. */
const calmStack = async (): Promise<RecordsStack> => {
  const stack = recordsStack();
  await stack.run(15);
  expect(stack.values()).toHaveLength(1);
  return stack;
};

describe("a write that AWS refuses for now", () => {
  it.each([
    { when: "because an earlier request is not complete", error: new AwsError("PriorRequestNotComplete", "not yet") },
    { when: "because the account asks too often", error: new AwsError("ThrottlingException", "Rate exceeded") },
  ])("$when comes back by itself and converges, without a word", async ({ error }) => {
    const stack = await calmStack();
    stack.cloud.failures.answerNext(change, error, 3);
    stack.world.setDesiredCount("order", 3);
    await stack.run(3 + 60);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(3);
    expect(stack.told()).toEqual([]);
  });

  it("comes back after 5 s and more, never through the FIFO queue, and counts its attempts", async () => {
    const stack = await calmStack();
    stack.cloud.failures.answerNext(change, new AwsError("Throttling", "Rate exceeded"));
    stack.world.setDesiredCount("order", 2);
    stack.pass(10);
    expect(await stack.wakeRecords()).toEqual({ batchItemFailures: [] });
    const [retry] = stack.delayedRecords();
    const { loop, version } = await stack.destinationState();
    expect(retry?.wakeUp).toMatchObject({ causes: ["hot-loop"], attempt: 1, loopToken: `${version}-retry` });
    expect(loop?.token).toBe(`${version}-retry`);
    expect(retry?.delaySeconds).toBeGreaterThanOrEqual(5);
    expect(retry?.delaySeconds).toBeLessThanOrEqual(8);
  });

  it("is given up after ten attempts, which people are told", async () => {
    const stack = await calmStack();
    stack.failing(failOn(change, "Throttling"));
    stack.world.setDesiredCount("order", 2);
    stack.pass(10);
    await stack.wakeRecords({ attempt: 9 });
    expect(stack.told()).toEqual(["wake-up-abandoned raised"]);
    expect(stack.delayedRecords()).toEqual([]);
  });

  it("that lasts is told with AWS's words, once, and its end too", async () => {
    const stack = await calmStack();
    stack.failing(failOn(change, "AccessDenied", "not authorized to perform route53:ChangeResourceRecordSets"));
    stack.world.setDesiredCount("order", 2);
    await stack.run(600);
    expect(stack.told()).toEqual(["records-write-failed raised"]);
    const [notice] = stack.notices();
    expect(notice).toMatchObject({ domain: "zone/Z0SHOP", service: null, finding: { numbers: { failedWrites: 1 } } });
    expect(notice?.finding.detail).toBe(
      "change-record-sets: AccessDenied: not authorized to perform route53:ChangeResourceRecordSets",
    );
    stack.failing(() => null);
    await stack.run(60);
    expect(stack.values()).toEqual(stack.running());
    await stack.run(1_000);
    expect(stack.told()).toEqual(["records-write-failed raised", "records-write-failed cleared"]);
  });
});

describe("a listing that fails", () => {
  it("keeps everything, says so once, and goes on when it is back", async () => {
    const stack = await calmStack();
    stack.world.setDesiredCount("order", 4);
    await stack.run(20);
    const before = stack.setsOf();
    const batches = stack.batches();
    stack.failing(failOn("ecs ListTasks", "AccessDeniedException", "not authorized to perform ecs:ListTasks"));
    stack.world.setDesiredCount("order", 1);
    await stack.run(600);
    expect(stack.setsOf()).toEqual(before);
    expect(stack.batches()).toBe(batches);
    expect(stack.notices()).toMatchObject([{ code: "listing-unknown", state: "raised", service: "order" }]);
    stack.failing(() => null);
    await stack.run(70);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(1);
  });

  it("of a zone that can't be read writes nothing there", async () => {
    const stack = await calmStack();
    stack.failing(failOn("route53 ListResourceRecordSets", "AccessDenied"));
    stack.world.setDesiredCount("order", 2);
    await stack.run(300);
    expect(stack.values()).toHaveLength(1);
    expect(stack.told()).toEqual(["destination-unknown raised"]);
  });
});

describe("what fails around a plan", () => {
  it.each([
    { when: "its state can't be read", operation: "dynamodb BatchGetItem" },
    { when: "its state can't be written", operation: "dynamodb PutItem" },
    { when: "its version can't be read again", operation: "dynamodb GetItem" },
  ])("$when: it comes back later, and nothing was written without a record", async ({ operation }) => {
    const stack = await calmStack();
    stack.failing(failOn(operation, "ThrottlingException"));
    stack.world.setDesiredCount("order", 2);
    stack.pass(10);
    expect(await stack.wakeRecords()).toEqual({ batchItemFailures: [] });
    expect(stack.delayedRecords().map(({ wakeUp }) => wakeUp)).toMatchObject([
      { causes: ["retry", "task-state"], attempt: 1, loopToken: null },
    ]);
    expect(stack.values()).toHaveLength(1);
    stack.failing(() => null);
    await stack.run(20);
    expect(stack.values()).toEqual(stack.running());
  });

  it("neither table nor queue answers: the message goes back to its queue", async () => {
    const stack = await calmStack();
    stack.failing(({ name }) => (/^(dynamodb|sqs) /.test(name) ? new AwsError("ServiceUnavailable", "down") : null));
    stack.pass(10);
    expect(await stack.wakeRecords()).toEqual({ batchItemFailures: [{ itemIdentifier: "r-1" }] });
  });

  it("the topic fails: the notice waits in the outbox, and the writes are made", async () => {
    const stack = await calmStack();
    stack.cloud.route53.changeByHand("Z0SHOP", [
      { Action: "UPSERT", ResourceRecordSet: { ...stack.setsOf()[0]!, TTL: 999 } },
    ]);
    stack.failing(failOn("sns Publish", "ServiceUnavailable"));
    stack.pass(10);
    await stack.wakeRecords();
    expect((await stack.destinationState()).outbox).toMatchObject([{ code: "record-restored" }]);
    stack.failing(() => null);
    await stack.run(20);
    expect(stack.told()).toEqual(["record-restored raised"]);
    expect((await stack.destinationState()).outbox).toEqual([]);
  });

  it("a body that is no wake-up goes to the router, which dead-letters it", async () => {
    const stack = await calmStack();
    await stack.wakeRecords("}{");
    await stack.run(1);
    expect(stack.cloud.queues.eventsDeadLetter.messages.map(({ body }) => body)).toEqual(["}{"]);
  });
});
