import { describe, expect, it } from "@jest/globals";
import { retryDelaySeconds } from "../../functions/retry-later.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { failOn, isFactsRead, type SmallStack, smallStack, sqsRecord, wakeUpOf } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

const growingStack = (): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(180);
  return stack;
};

const retriesOf = (stack: SmallStack) => stack.delayed().filter(({ wakeUp }) => wakeUp.causes.includes("retry"));

describe("a wake-up that fails is acknowledged and comes back later", () => {
  it.each([
    {
      when: "the table can't be read",
      operation: "dynamodb BatchGetItem",
      error: "ProvisionedThroughputExceededException",
    },
    { when: "the plan can't be recorded", operation: "dynamodb TransactWriteItems", error: "InternalServerError" },
    { when: "the version can't be read", operation: "dynamodb GetItem", error: "RequestLimitExceeded" },
    { when: "the notice can't be published", operation: "sns Publish", error: "ThrottledException" },
    { when: "the outcome can't be stored", operation: "dynamodb PutItem", error: "InternalServerError" },
  ])("$when", async ({ operation, error }) => {
    const stack = growingStack();
    stack.failing(failOn(operation, error));
    expect(await stack.wake()).toEqual({ batchItemFailures: [] });
    const retries = retriesOf(stack);
    expect(retries).toHaveLength(1);
    expect(retries[0]!.wakeUp).toMatchObject({
      attempt: 1,
      causes: ["alarm", "retry"],
      loopToken: null,
      correlationId: "event-1",
    });
    expect(retries[0]!.delaySeconds).toBeGreaterThanOrEqual(5);
    expect(retries[0]!.delaySeconds).toBeLessThanOrEqual(8);
  });

  it("a throttled UpdateService is no failed wake-up: the hot loop plans again from what is there in 20 s", async () => {
    const stack = growingStack();
    stack.failing(failOn("ecs UpdateService", "ThrottlingException", "Rate exceeded"));
    expect(await stack.wake()).toEqual({ batchItemFailures: [] });
    expect(stack.delayed().map(({ delaySeconds, wakeUp }) => [delaySeconds, wakeUp.causes])).toEqual([
      [20, ["hot-loop"]],
    ]);
    expect((await stack.state()).breaker.failedWrites).toBe(1);
    stack.failing(() => null);
    await stack.run(25);
    expect(stack.world.counts("checkout").desired).toBe(7);
    expect((await stack.state()).breaker.failedWrites).toBe(0);
  });

  it("an UpdateService whose answer never came is sent once more, and the change is told", async () => {
    const stack = growingStack();
    const noAnswer = Object.assign(new Error("no answer within 2000 ms"), { name: "TimeoutError" });
    const answer = stack.cloud.handle.bind(stack.cloud);
    let sent = 0;
    stack.cloud.handle = async (service, operation, input) => {
      const answered = await answer(service, operation, input);
      if (operation !== "UpdateService") return answered;
      sent += 1;
      if (sent === 1) throw noAnswer;
      return answered;
    };
    await stack.wake();
    expect(sent).toBe(2);
    expect(stack.world.counts("checkout").desired).toBe(7);
    expect(stack.notices().map(({ code }) => code)).toContain("scaled-out");
    expect((await stack.state()).breaker.failedWrites).toBe(0);
  });

  it.each([
    [0, 5],
    [1, 10],
    [2, 20],
    [3, 60],
    [4, 60],
    [8, 60],
  ])("attempt %i waits %i s and at most half as long again, the same each time", (attempt, leastSeconds) => {
    const delays = Array.from({ length: 200 }, (_, n) =>
      retryDelaySeconds(wakeUpOf({ attempt, correlationId: `event-${n}` })),
    );
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(leastSeconds);
    expect(Math.max(...delays)).toBeLessThanOrEqual(leastSeconds * 1.5);
    // Spread, so that domains that failed together don't come back together.
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(leastSeconds * 0.4);
    expect(retryDelaySeconds(wakeUpOf({ attempt }))).toBe(retryDelaySeconds(wakeUpOf({ attempt })));
  });

  it("is given up at the tenth failure in a row, with a notice; the tick goes on", async () => {
    const stack = growingStack();
    const from = 180;
    stack.failing(({ name, atSeconds }) =>
      name === "dynamodb TransactWriteItems" && atSeconds < from + 900
        ? new AwsError("InternalServerError", "down")
        : null,
    );
    // From here on only this one wake-up is followed; the tick's own would fail beside it.
    let wakeUp = wakeUpOf();
    const attempts: number[] = [];
    for (;;) {
      attempts.push(wakeUp.attempt);
      expect(await stack.wake(wakeUp)).toEqual({ batchItemFailures: [] });
      const [retry] = stack.delayed();
      if (retry === undefined) break;
      stack.cloud.queues.events.delete(retry.messageId);
      wakeUp = retry.wakeUp;
    }
    expect(attempts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(stack.notices()).toMatchObject([
      {
        id: "shop/checkout/wake-up-abandoned/event-1",
        code: "wake-up-abandoned",
        finding: { numbers: { attempts: 10 } },
      },
    ]);
    stack.failing(() => null);
    await stack.run(61);
    expect(stack.world.counts("checkout").desired).toBe(7);
  });

  it("a notice of the giving up that can't be published keeps nothing from being acknowledged", async () => {
    const stack = growingStack();
    stack.failing(({ name }) => (/sns|TransactWrite/.test(name) ? new AwsError("InternalError", "down") : null));
    expect(await stack.wake({ attempt: 9 })).toEqual({ batchItemFailures: [] });
    expect(stack.delayed()).toEqual([]);
  });
});

describe("a wake-up that can't even be sent again", () => {
  const down = ({ name }: { readonly name: string }): Error | null =>
    name === "dynamodb BatchGetItem" || name === "sqs SendMessage" ? new AwsError("ServiceUnavailable", "down") : null;

  it("is returned to SQS", async () => {
    const stack = growingStack();
    stack.failing(down);
    expect(await stack.wake()).toEqual({ batchItemFailures: [{ itemIdentifier: "m-1" }] });
  });

  it("takes the rest of its FIFO batch with it, and nothing before it", async () => {
    const stack = growingStack();
    const record = (id: string, correlationId: string) =>
      sqsRecord(id, JSON.stringify(wakeUpOf({ correlationId })), stack.world.nowMs);
    let reads = 0;
    stack.failing((call) => {
      if (call.name === "dynamodb BatchGetItem" && !isFactsRead(call)) reads += 1;
      return reads >= 2 ? down(call) : null;
    });
    const Records = [record("a", "event-a"), record("b", "event-b"), record("c", "event-c")];
    expect(await stack.scaleHandler({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: "b" }, { itemIdentifier: "c" }],
    });
    expect(reads).toBe(2);
  });

  it("comes back after the visibility timeout, and the tick has repaired what it was about", async () => {
    const stack = growingStack();
    stack.failing((call) => (call.atSeconds < 200 ? down(call) : null));
    await stack.run(130);
    expect(stack.world.counts("checkout").desired).toBe(7);
    expect(stack.cloud.queues.scaling.messages.filter(({ receiveCount }) => receiveCount > 0)).toHaveLength(0);
  });
});

describe("a body that is no wake-up", () => {
  it.each([
    { when: "not JSON", body: "}{", expected: /not JSON|json/i },
    {
      when: "a wake-up without its domain",
      body: JSON.stringify({ ...wakeUpOf(), domain: undefined }),
      expected: /domain/,
    },
    {
      when: "a wake-up with a cause that nobody knows",
      body: JSON.stringify({ ...wakeUpOf(), causes: ["whim"] }),
      expected: /causes/,
    },
  ])("$when: goes to the dead-letter queue with its reason, through the router", async ({ body, expected }) => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(185);
    stack.cloud.queues.scaling.send({ body, group: "checkout", deduplicationId: "odd" }, stack.world.nowMs);
    await stack.run(3);
    const [letter, ...others] = stack.cloud.queues.eventsDeadLetter.messages;
    expect(others).toEqual([]);
    expect(letter?.body).toBe(body);
    expect(letter?.attributes["reason"]?.StringValue).toMatch(expected);
    expect(stack.cloud.queues.scaling.messages).toEqual([]);
  });

  it("a wake-up of a version to come is dropped, not dead-lettered", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(185);
    const body = JSON.stringify({ ...wakeUpOf(), version: 2 });
    stack.cloud.queues.scaling.send({ body, group: "checkout", deduplicationId: "odd" }, stack.world.nowMs);
    await stack.run(3);
    expect(stack.cloud.queues.eventsDeadLetter.messages).toEqual([]);
    expect(stack.cloud.queues.events.messages).toEqual([]);
  });

  it("an invocation by hand without records does nothing", async () => {
    const stack = growingStack();
    expect(await stack.scaleHandler({} as never)).toEqual({ batchItemFailures: [] });
    expect(stack.calls).toEqual([]);
  });
});
