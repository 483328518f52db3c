import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { isConfigWrite, isFactsRead, type SmallStack, smallStack } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

const growingStack = (): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(180);
  return stack;
};

const outcomesOf = (stack: SmallStack): readonly { readonly kind: string }[] =>
  stack.cloud.table
    .items()
    .filter((item) => item["sk"]?.S?.startsWith("DECISION#"))
    .flatMap((item) => JSON.parse(item["outcomes"]?.S ?? "[]") as { kind: string }[]);

describe("two invocations of one domain", () => {
  it("one that is overtaken between record and write is superseded: ECS is not written, nothing is settled", async () => {
    const stack = growingStack();
    let overtaken = false;
    stack.failing(async (call) => {
      if (call.name !== "dynamodb GetItem" || isFactsRead(call) || overtaken) return null;
      overtaken = true;
      // The other one's write is refused, so that a write of this one would show.
      stack.failing(({ name: other }) =>
        other === "ecs UpdateService" ? new AwsError("ThrottlingException", "") : null,
      );
      await stack.wake({ correlationId: "the-faster-one" });
      stack.failing(() => null);
      return null;
    });
    expect(await stack.wake()).toEqual({ batchItemFailures: [] });
    expect(stack.world.counts("checkout").desired).toBe(4);
    expect(stack.writes()).toHaveLength(1);
    expect(outcomesOf(stack)).toMatchObject([{ kind: "failed" }]);
    expect(await stack.state()).toMatchObject({ version: 2, breaker: { failedWrites: 1 } });
  });

  it("that read the same version: only one records, only one writes, the other comes back later", async () => {
    const stack = growingStack();
    let waiting = 0;
    let release = (): void => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    stack.failing(async (call) => {
      if (call.name !== "dynamodb BatchGetItem" || isFactsRead(call)) return null;
      waiting += 1;
      if (waiting === 2) release();
      await both;
      return null;
    });
    await Promise.all([stack.wake(), stack.wake({ correlationId: "event-2" })]);
    expect((await stack.state()).version).toBe(1);
    expect(stack.writes()).toHaveLength(1);
    expect(stack.delayed().filter(({ wakeUp }) => wakeUp.causes.includes("retry"))).toHaveLength(1);
  });

  it.each(["ConditionalCheckFailed", "TransactionConflict"])(
    "a record cancelled with %s writes nothing and comes back in 5 s as attempt 1",
    async (Code) => {
      const stack = growingStack();
      const cancelled = Object.assign(new AwsError("TransactionCanceledException", "Transaction cancelled"), {
        CancellationReasons: [{ Code }, { Code: "None" }],
      });
      stack.failing(({ name }) => (name === "dynamodb TransactWriteItems" ? cancelled : null));
      expect(await stack.wake()).toEqual({ batchItemFailures: [] });
      expect(stack.writes()).toEqual([]);
      const retries = stack.delayed();
      expect(retries).toHaveLength(1);
      expect(retries[0]?.wakeUp).toMatchObject({ attempt: 1, causes: ["alarm", "retry"], loopToken: null });
      expect(retries[0]?.delaySeconds).toBeGreaterThanOrEqual(5);
      expect(retries[0]?.delaySeconds).toBeLessThanOrEqual(8);
    },
  );
});

describe("one invocation", () => {
  it("reads the world after the state and before the record, and nothing of it afterwards", async () => {
    const stack = growingStack();
    await stack.wake();
    const calls = stack.calls.filter((call) => !isFactsRead(call) && !isConfigWrite(call));
    const names = calls.map(({ name }) => name);
    const record = names.indexOf("dynamodb TransactWriteItems");
    expect([...new Set(names.slice(1, record))].sort()).toEqual([
      "application-autoscaling DescribeScalableTargets",
      "cloudwatch GetMetricData",
      "ecs DescribeServices",
      "ecs DescribeTasks",
      "ecs ListTasks",
    ]);
    expect(names.slice(record).filter((name) => / (Describe|List|GetMetric)/.test(name))).toEqual([]);
    const check = calls.find(({ name }) => name === "dynamodb GetItem");
    expect(check?.input).toMatchObject({ ConsistentRead: true, ProjectionExpression: "#version" });
  });

  it("whose write fails for one service still writes its neighbour", async () => {
    const config = stackConfig();
    const services = config.services.map((service) => ({ ...service, minTasks: 5 }));
    const domains = [{ id: "checkout", services: ["checkout", "search"], databases: ["orders"] }];
    const stack = smallStack(worldSpec(), { ...config, services, domains });
    stack.warmUp(180);
    stack.failing(({ name, input }) =>
      name === "ecs UpdateService" && input["service"] === "checkout" ? new AwsError("ServerException", "") : null,
    );
    await stack.wake();
    expect([stack.world.counts("checkout").desired, stack.world.counts("search").desired]).toEqual([4, 5]);
    expect(outcomesOf(stack).map(({ kind }) => kind)).toEqual(["failed", "done"]);
  });
});
