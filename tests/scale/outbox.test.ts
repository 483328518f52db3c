import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { failOn, isConfigWrite, type SmallStack, smallStack } from "./small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "./small-world.ts";

const cappedStack = (): SmallStack => {
  const config = stackConfig({}, { maxConnections: fullConnections });
  const stack = smallStack(worldSpec(highRequests, fullConnections), config);
  stack.warmUp(180);
  return stack;
};

const idsOf = (stack: SmallStack): readonly string[] => stack.notices().map(({ id }) => id);

describe("nothing is lost", () => {
  it("a notice that could not be published is published once by the next wake-up, under the id it was recorded with", async () => {
    const stack = cappedStack();
    stack.failing(failOn("sns Publish", "InternalError"));
    await stack.wake();
    const { outbox } = await stack.state();
    expect(outbox.map(({ code }) => code)).toEqual(["database-budget"]);
    stack.failing(() => null);
    stack.warmUp(5);
    await stack.wake({ correlationId: "event-2" });
    await stack.wake({ correlationId: "event-3" });
    expect(idsOf(stack)).toEqual(outbox.map(({ id }) => id));
    expect((await stack.state()).outbox).toEqual([]);
  });

  it("a crash after publishing and before it is stored publishes the same id again, no other", async () => {
    const stack = cappedStack();
    stack.failing((call) =>
      call.name === "dynamodb PutItem" && !isConfigWrite(call) ? new AwsError("InternalServerError", "") : null,
    );
    await stack.wake();
    stack.failing(() => null);
    await stack.wake({ correlationId: "event-2" });
    await stack.wake({ correlationId: "event-3" });
    expect(idsOf(stack)).toHaveLength(2);
    expect(new Set(idsOf(stack)).size).toBe(1);
  });

  it("of two notices the one that was published is not published again for the other's sake", async () => {
    const config = stackConfig({ maxTasks: 5 }, { maxConnections: fullConnections });
    const stack = smallStack(worldSpec(highRequests, fullConnections), config);
    stack.warmUp(180);
    let published = 0;
    stack.failing(({ name }) => {
      if (name === "sns Publish") published += 1;
      return name === "sns Publish" && published === 2 ? new AwsError("ThrottledException", "") : null;
    });
    await stack.wake();
    expect((await stack.state()).outbox.map(({ code }) => code)).toEqual(["max-tasks"]);
    await stack.wake({ correlationId: "event-2" });
    expect(stack.notices().map(({ code }) => code)).toEqual(["database-budget", "max-tasks"]);
  });

  it("a topic that fails doesn't hide from the circuit breaker that the writes fail too", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig({ maxTasks: 5 }));
    stack.warmUp(180);
    stack.failing(({ name }) => (/sns|UpdateService/.test(name) ? new AwsError("ServerException", "down") : null));
    await stack.wake();
    const state = await stack.state();
    expect(state.breaker.failedWrites).toBe(1);
    expect(state.outbox.map(({ code }) => code)).toEqual(["max-tasks"]);
  });

  it("a crash between record and apply leaves the domain to the tick, and what was planned is written then", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig());
    stack.warmUp(185);
    // Neither the delayed wake-up nor the retry can be sent: the function gives the message back.
    stack.failing(failOn("sqs SendMessage", "ServiceUnavailable"));
    expect((await stack.wake()).batchItemFailures).toHaveLength(1);
    expect([stack.writes().length, (await stack.state()).version]).toEqual([0, 1]);
    stack.failing(() => null);
    await stack.run(60);
    expect(stack.world.counts("checkout").desired).toBe(7);
  });

  it("every notice of a long run has an id of its own", async () => {
    const traffic = Array.from({ length: 7_200 }, (_, second) => (Math.floor(second / 900) % 2 === 0 ? 80 : 220));
    const stack = smallStack(worldSpec(traffic), stackConfig());
    await stack.run(7_200);
    expect(idsOf(stack).length).toBeGreaterThan(5);
    expect(new Set(idsOf(stack)).size).toBe(idsOf(stack).length);
  });
});
