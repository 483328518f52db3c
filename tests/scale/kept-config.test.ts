import { describe, expect, it } from "@jest/globals";
import { readConfig } from "../../shared/aws/kept-config.ts";
import { configHash } from "../../shared/state/config-hash.ts";
import { isConfigWrite, type SmallStack, smallStack } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

const busyStack = (): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(180);
  return stack;
};

const configWrites = (stack: SmallStack): number =>
  stack.calls.filter((call) => isConfigWrite(call) && JSON.stringify(call.input).includes("DOMAIN#checkout")).length;

describe("the configuration beside the decisions", () => {
  it("is written before the first decision, and not again with each", async () => {
    const stack = busyStack();
    await stack.wake();
    expect(configWrites(stack)).toBe(2);
    await stack.run(120);
    expect(stack.cloud.table.items().filter(({ sk }) => sk?.S?.startsWith("DECISION#")).length).toBeGreaterThan(1);
    expect(configWrites(stack)).toBe(2);
  });

  it("comes back under its hash as it was planned with, and outlives its decisions", async () => {
    const stack = busyStack();
    await stack.wake();
    const hash = configHash(stackConfig());
    const { dynamoDb } = stack.cloud.clients();
    const config = await readConfig(dynamoDb, stack.cloud.table.name, "checkout", hash);
    expect(config).toEqual(JSON.parse(JSON.stringify(stackConfig())));
    const endOf = (prefix: string): number =>
      Number(stack.cloud.table.items().find(({ sk }) => sk?.S?.startsWith(prefix))?.["expiresAtSeconds"]?.N);
    expect(endOf("CONFIG#") - endOf("DECISION#")).toBe(7 * 86_400);
    expect((await stack.state()).keptConfig).toEqual({ hash, untilSeconds: endOf("CONFIG#") });
  });

  it("that can't be written keeps the decision from being stored, and the wake-up comes again", async () => {
    const stack = busyStack();
    stack.failing((call) => (isConfigWrite(call) ? new Error("throttled") : null));
    await stack.wake();
    expect(stack.cloud.table.items()).toEqual([]);
    expect(stack.delayed()).toHaveLength(1);
  });
});
