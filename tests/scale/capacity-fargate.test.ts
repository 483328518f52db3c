import { describe, expect, it } from "@jest/globals";
import { makeFactsTable } from "../../shared/aws/facts-table.ts";
import type { Reading } from "../../shared/reading.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

/** Asks for ten tasks of `checkout` at the target of 50 %. */
const rushRequests = 250;

type Results = {
  MetricDataResults?: { Label?: string; Timestamps?: Date[]; Values?: number[]; StatusCode?: string }[];
};

/** CloudWatch's usage metric, which the world doesn't publish: a vCPU for each task that runs. */
const publishUsage = (stack: SmallStack, usedVcpu: () => number | null): void => {
  const answer = stack.cloud.handle;
  stack.cloud.handle = async (service, operation, input) => {
    const found = (await answer(service, operation, input)) as Results;
    for (const result of found.MetricDataResults ?? []) {
      if (result.Label !== "ResourceCount") continue;
      const vcpu = usedVcpu();
      const startMs = Math.floor(stack.world.nowMs / 300_000) * 300_000 - 300_000;
      result.Timestamps = vcpu === null ? [] : [new Date(startMs)];
      result.Values = vcpu === null ? [] : [vcpu];
    }
    return found;
  };
};

const stackWith = async (fargateVcpus: Reading<number>, usedVcpu?: () => number | null): Promise<SmallStack> => {
  const stack = smallStack(worldSpec(rushRequests, 500), stackConfig({}, { maxConnections: 500 }));
  const { cloud, world } = stack;
  const running = (): number => world.counts("checkout").running + world.counts("search").running;
  publishUsage(stack, usedVcpu ?? running);
  await makeFactsTable(cloud.clients().dynamoDb, cloud.table.name).storeQuotas({ readAtMs: world.nowMs, fargateVcpus });
  stack.warmUp(400);
  return stack;
};

const codesOf = (stack: SmallStack): readonly string[] => stack.notices().map(({ code }) => code);

describe("the account's Fargate quota", () => {
  it("caps growth where it ends, with the numbers: 4 + 4 tasks run, 10 vCPUs are allowed", async () => {
    const stack = await stackWith({ kind: "known", value: 10 });
    await stack.run(900);
    expect(stack.world.counts("checkout").desired).toBe(6);
    const notice = stack.notices().find(({ code }) => code === "fargate-quota");
    expect(notice?.finding).toMatchObject({
      service: "checkout",
      database: null,
      numbers: { grantedTasks: 6, freeMilliVcpus: 0, neededMilliVcpus: 1000 },
    });
  });

  it("that is far away caps nothing", async () => {
    const stack = await stackWith({ kind: "known", value: 4000 });
    await stack.run(900);
    expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(9);
    expect(codesOf(stack)).not.toContain("fargate-quota");
  });

  it("that can't be read caps nothing, and is said once with the permission", async () => {
    const detail = "servicequotas:GetServiceQuota fargate/L-3032A538: AccessDeniedException";
    const stack = await stackWith({ kind: "unknown", because: "access-denied", detail });
    await stack.run(900);
    expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(9);
    const told = stack
      .notices()
      .filter(({ code, domain }) => code === "fargate-quota-unknown" && domain === "checkout");
    expect(told.map(({ state, finding }) => [state, finding.detail])).toEqual([["raised", detail]]);
  });

  it("whose use can't be read caps nothing and says so; a use without a datapoint is not worth a word", async () => {
    const silent = await stackWith({ kind: "known", value: 10 }, () => null);
    await silent.run(900);
    expect(silent.world.counts("checkout").desired).toBeGreaterThanOrEqual(9);
    expect(codesOf(silent)).not.toContain("fargate-quota-unknown");

    const denied = await stackWith({ kind: "known", value: 10 });
    denied.failing(({ name, input }) =>
      name === "cloudwatch GetMetricData" && JSON.stringify(input).includes("AWS/Usage")
        ? new AwsError("AccessDeniedException", "not authorized")
        : null,
    );
    await denied.run(900);
    expect(denied.world.counts("checkout").desired).toBeGreaterThanOrEqual(9);
    expect(codesOf(denied)).toContain("fargate-quota-unknown");
  });
});
