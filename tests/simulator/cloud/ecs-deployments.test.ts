import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { readTaskCounts } from "../../../shared/aws/read-tasks.ts";
import { type SmallStack, smallStack } from "../../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";

const service = { cluster: "shop", service: "checkout" };

/** Four tasks that are pending for 10 s, boot for 20 s and drain for 30 s; nobody reads the events. */
const stackAt = (seconds: number): SmallStack => {
  const stack = smallStack(worldSpec(), stackConfig());
  later(stack, seconds);
  return stack;
};

const later = ({ world, cloud }: SmallStack, seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    world.step();
    cloud.publishEvents();
  }
};

const described = async ({ cloud }: SmallStack) => {
  const input = { cluster: "shop", services: ["checkout"] };
  const answer = (await cloud.handle("ecs", "DescribeServices", input)) as { services: Record<string, unknown>[] };
  return answer.services[0]!;
};

const deploymentEvents = ({ cloud }: SmallStack) =>
  cloud.queues.events.messages
    .map(({ body }) => JSON.parse(body))
    .filter((event) => event["detail-type"] === "ECS Deployment State Change");

const counts = async (stack: SmallStack) => {
  const config = stackConfig().services[0]!;
  const reading = (await readTaskCounts(stack.cloud.clients().ecs, [config])).get("checkout");
  if (reading?.kind !== "known") throw new Error("checkout can't be read");
  return reading.value;
};

describe("UpdateService", () => {
  it.each([
    { when: "forceNewDeployment", input: { forceNewDeployment: true } },
    { when: "another task definition", input: { taskDefinition: "checkout:2" } },
  ])("with $when starts a deployment, PRIMARY beside the ACTIVE one until that has no task", async ({ input }) => {
    const stack = stackAt(60);
    await stack.cloud.handle("ecs", "UpdateService", { ...service, ...input });
    later(stack, 1);
    const { deployments, ...rest } = await described(stack);
    expect(rest).toMatchObject({ desiredCount: 4, runningCount: 4, pendingCount: 4 });
    expect(deployments).toMatchObject([
      { status: "PRIMARY", rolloutState: "IN_PROGRESS", desiredCount: 4, runningCount: 0, pendingCount: 4 },
      { status: "ACTIVE", rolloutState: "COMPLETED", desiredCount: 4, runningCount: 4, pendingCount: 0 },
    ]);
    later(stack, 30);
    expect((await described(stack))["deployments"]).toMatchObject([
      { status: "PRIMARY", rolloutState: "COMPLETED", desiredCount: 4, runningCount: 4, pendingCount: 0 },
    ]);
  });

  it.each([
    { when: "a desired count", input: { desiredCount: 5 } },
    { when: "another maximumPercent", input: { deploymentConfiguration: { maximumPercent: 125 } } },
    { when: "its own task definition", input: { taskDefinition: "same" } },
  ])("with $when starts none", async ({ input }) => {
    const stack = stackAt(60);
    const { taskDefinition } = await described(stack);
    const own = input.taskDefinition === "same" ? { taskDefinition } : input;
    await stack.cloud.handle("ecs", "UpdateService", { ...service, ...own });
    later(stack, 1);
    expect((await described(stack))["deployments"]).toMatchObject([{ status: "PRIMARY", rolloutState: "COMPLETED" }]);
    expect(deploymentEvents(stack)).toEqual([]);
  });

  it("changes maximumPercent for the next rollout, and DescribeServices shows it", async () => {
    const stack = stackAt(60);
    const input = { ...service, deploymentConfiguration: { maximumPercent: 125 } };
    await stack.cloud.handle("ecs", "UpdateService", input);
    expect((await described(stack))["deploymentConfiguration"]).toMatchObject({
      maximumPercent: 125,
      minimumHealthyPercent: 100,
    });
    stack.world.startDeployment("checkout");
    later(stack, 1);
    expect(await described(stack)).toMatchObject({ runningCount: 4, pendingCount: 1 });
  });

  it.each([{ maximumPercent: 125.5 }, { minimumHealthyPercent: -1 }])("refuses %j", async (deploymentConfiguration) => {
    const input = { ...service, deploymentConfiguration };
    await expect(stackAt(1).cloud.handle("ecs", "UpdateService", input)).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  });
});

it("a deployment in the world is read as a rollout with a revision of its own, and as none when it is over", async () => {
  const stack = stackAt(60);
  const before = await counts(stack);
  expect(before.deployment).toEqual({ kind: "none" });
  stack.world.startDeployment("checkout");
  later(stack, 20);
  const during = await counts(stack);
  expect(during.deployment).toEqual({ kind: "rolling", sinceMs: stack.world.spec.startMs + 60_000 });
  expect(during.revision).not.toBe(before.revision);
  later(stack, 11);
  expect(await counts(stack)).toMatchObject({ deployment: { kind: "none" }, stopping: 4, revision: during.revision });
});

it("a deployment's events have the fields of the sample events", () => {
  const stack = stackAt(60);
  stack.world.startDeployment("checkout");
  later(stack, 31);
  const fieldsOf = (event: Record<string, object>) => [Object.keys(event).sort(), Object.keys(event["detail"]!).sort()];
  const samples = ["in-progress", "completed"].map((name) =>
    JSON.parse(readFileSync(`events/ecs-deployment/${name}.json`, "utf8")),
  );
  expect(deploymentEvents(stack).map(fieldsOf)).toEqual(samples.map(fieldsOf));
});

it("a deployment's begin and end are events in the shape of AWS's", () => {
  const stack = stackAt(60);
  const id = stack.world.startDeployment("checkout");
  later(stack, 31);
  expect(deploymentEvents(stack)).toMatchObject([
    {
      source: "aws.ecs",
      resources: ["arn:aws:ecs:eu-central-1:123456789012:service/shop/checkout"],
      detail: {
        eventType: "INFO",
        eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS",
        deploymentId: id,
        reason: `ECS deployment ${id} in progress.`,
      },
    },
    {
      detail: {
        eventType: "INFO",
        eventName: "SERVICE_DEPLOYMENT_COMPLETED",
        deploymentId: id,
        reason: `ECS deployment ${id} completed.`,
      },
    },
  ]);
});
