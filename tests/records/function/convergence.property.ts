import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { AwsError } from "../../../simulator/cloud/aws-error.ts";
import {
  publishedService,
  type RecordsStack,
  recordName,
  recordOf,
  recordsConfig,
  recordsStack,
  zoneId,
} from "./records-stack.ts";

const pinned = { seed: 20_261_121, numRuns: 40 };

type Step =
  | { readonly kind: "desired"; readonly service: "order" | "cart"; readonly tasks: number }
  | { readonly kind: "failing"; readonly operation: string; readonly error: string; readonly calls: number }
  | { readonly kind: "deaf" }
  | { readonly kind: "again" }
  | { readonly kind: "by-hand"; readonly values: readonly string[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("desired" as const),
      service: fc.constantFrom("order" as const, "cart" as const),
      tasks: fc.nat(6),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("failing" as const),
      operation: fc.constantFrom(
        "route53 ChangeResourceRecordSets",
        "route53 ListResourceRecordSets",
        "ecs ListTasks",
        "ecs DescribeTasks",
        "dynamodb BatchGetItem",
        "dynamodb PutItem",
        "dynamodb GetItem",
        "sns Publish",
        "sqs SendMessage",
        "sqs SendMessageBatch",
      ),
      error: fc.constantFrom("PriorRequestNotComplete", "ThrottlingException", "AccessDenied"),
      calls: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "deaf" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "again" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("by-hand" as const),
      values: fc.uniqueArray(fc.constantFrom("192.0.2.1", "192.0.2.2", "192.0.2.3"), { minLength: 1 }),
    }),
  },
);

const steps = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 12 });

const foreign = {
  Name: "legacy.shop.internal.",
  Type: "A" as const,
  TTL: 300,
  ResourceRecords: [{ Value: "192.0.2.99" }],
};

const newStack = (): RecordsStack => {
  const order = recordOf();
  const cart = recordOf({ name: "cart.shop.internal", kind: "multivalue" });
  const legacy = recordOf({ name: "legacy.shop.internal" });
  const stack = recordsStack(
    recordsConfig([publishedService("cart", [cart]), publishedService("order", [order, legacy])]),
    { initialTasks: 2, pendingSeconds: 2, bootSeconds: 1, drainSeconds: 3 },
  );
  stack.cloud.route53.changeByHand(zoneId, [{ Action: "CREATE", ResourceRecordSet: foreign }]);
  return stack;
};

type Failing = Extract<Step, { readonly kind: "failing" }>;

/** @param failing how many more calls each of them answers */
const take = (stack: RecordsStack, taken: Step, failing: Map<Failing, number>): void => {
  const { cloud, world } = stack;
  const { events } = cloud.queues;
  switch (taken.kind) {
    case "desired":
      world.setDesiredCount(taken.service, taken.tasks);
      return;
    case "failing":
      failing.set(taken, taken.calls);
      return;
    case "deaf":
      // Everything that is on its way is lost, our own wake-ups too.
      for (const { messageId } of [...events.messages]) events.delete(messageId);
      return;
    case "again":
      for (const { body } of [...events.messages]) events.send({ body }, world.nowMs);
      return;
    case "by-hand": {
      const [own] = stack.setsOf().filter(({ Name, Type }) => Name === `${recordName}.` && Type === "A");
      if (own === undefined) return;
      const changed = { ...own, ResourceRecords: taken.values.map((Value) => ({ Value })) };
      cloud.route53.changeByHand(zoneId, [{ Action: "UPSERT", ResourceRecordSet: changed }]);
      return;
    }
  }
};

describe("whatever happens on the way", () => {
  it("always ends at exactly the running tasks once AWS answers again, writes keep their distance, and what is foreign never changes", () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const stack = newStack();
        const failing = new Map<Failing, number>();
        stack.failing(({ name }) => {
          const found = [...failing].find(([{ operation }, left]) => operation === name && left > 0);
          if (found === undefined) return null;
          failing.set(found[0], found[1] - 1);
          return new AwsError(found[0].error, "on purpose");
        });
        for (const [taken, seconds] of history) {
          take(stack, taken, failing);
          await stack.run(seconds);
        }
        failing.clear();
        // A message that could not even be sent again waits for its visibility timeout of two minutes, then the tick comes.
        await stack.run(120 + 70);
        // While no task is to be published, what somebody put into the record is left to be better than nothing.
        const byHand = history.flatMap(([taken]) => (taken.kind === "by-hand" ? taken.values : []));
        if (stack.running().length > 0 || byHand.length === 0) expect(stack.values()).toEqual(stack.running());
        else expect(stack.values().filter((value) => !byHand.includes(value))).toEqual([]);
        expect(stack.values("cart.shop.internal")).toEqual(stack.running("cart"));
        expect(stack.setsOf().filter(({ Name }) => Name === foreign.Name)).toEqual([foreign]);
        const writes = stack.calls
          .filter(({ name }) => name === "route53 ChangeResourceRecordSets")
          .map(({ atSeconds }) => atSeconds);
        for (const [index, atSeconds] of writes.slice(1).entries())
          expect(atSeconds - writes[index]!).toBeGreaterThanOrEqual(5);
        const batches = stack.batches();
        await stack.run(130);
        expect(stack.batches()).toBe(batches);
      }),
      pinned,
    ));
});
