import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { DbInstanceSpec } from "../../simulator/cloud/rds-estate.ts";
import { rdsEvent } from "../limits-function/limits-stack.ts";
import { failOn } from "../scale/small-stack.ts";
import { type BadStack, badStack } from "./bad-stack.ts";
import { runUntil } from "./prove.ts";
import { soundEstate, trueLimits, twoDatabasesConfig } from "./two-databases.ts";

const [badInstance, goodInstance] = soundEstate.instances as [DbInstanceSpec, DbInstanceSpec];
const services = ["api", "both", "web"];
const grown = (stack: BadStack): readonly string[] => services.filter((name) => stack.desiredOf(name) > 4);
const toldOf = (stack: BadStack, code: string, service: string | null = "api") =>
  stack.told().filter(({ notice }) => notice.code === code && notice.service === service);
const statesOf = (stack: BadStack, code: string, service: string | null = "api"): readonly string[] =>
  toldOf(stack, code, service).map(({ notice }) => notice.state);

describe("facts that were good once", () => {
  type Stale = { readonly when: string; readonly hoursAgo: number; readonly refused: boolean; readonly names: string };
  it.each<Stale>([
    {
      when: "25 h old, as nothing was read since",
      hoursAgo: 25,
      refused: false,
      names: "what is known of bad was read 25 h ago: nothing newer was stored",
    },
    {
      when: "25 h old, as every reading since was denied",
      hoursAgo: 25,
      refused: true,
      names: "what is known of bad was read 25 h ago: rds:DescribeDBInstances bad-1: AccessDenied: not authorized",
    },
  ])("hold when they are $when", async ({ hoursAgo, refused, names }) => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits(undefined, hoursAgo);
    // An event about one database reads that one only.
    await stack.readLimits(rdsEvent("good-1"));
    if (refused) {
      stack.failing(failOn("rds DescribeDBInstances", "AccessDenied", "not authorized"));
      await stack.readLimits(rdsEvent("bad-1"));
      stack.failing(() => null);
    }
    await stack.run(420);
    expect(grown(stack)).toEqual(["web"]);
    for (const service of ["api", "both"]) {
      const [{ text } = { text: "" }] = toldOf(stack, "limit-stale", service);
      expect(text).toContain("Code: limit-stale ");
      expect(text).toContain(names);
    }
    await stack.readLimits();
    await runUntil(stack, () => statesOf(stack, "limit-stale", "both").includes("cleared"));
    expect(grown(stack)).toEqual(services);
    expect(statesOf(stack, "limit-stale")).toEqual(["raised", "cleared"]);
  });

  it("serve for 23 h, and are replaced in time", async () => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits(undefined, 23);
    await stack.run(420);
    expect(grown(stack)).toEqual(services);
    expect(statesOf(stack, "limit-stale")).toEqual([]);
  });

  it.each(["AccessDenied", "Throttling"])("go on while a reading answers %s", async (errorName) => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits();
    stack.failing(({ name }) => (name.startsWith("rds ") ? new AwsError(errorName, "on purpose") : null));
    await stack.readLimits();
    await stack.run(420);
    expect(grown(stack)).toEqual(services);
    expect(statesOf(stack, "limit-unknown")).toEqual([]);
  });

  it("are gone with the instance, which is an answer", async () => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits();
    stack.mend({ instances: [goodInstance] });
    await stack.readLimits();
    await stack.run(420);
    expect(grown(stack)).toEqual(["web"]);
    expect(toldOf(stack, "limit-unknown")[0]?.text).toContain("RDS has no DB instance bad-1");
  });

  it("hold their database alone when the stored item can't be understood, and are replaced by the next reading", async () => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits();
    await stack.cloud.handle("dynamodb", "UpdateItem", {
      TableName: stack.cloud.table.name,
      Key: { pk: { S: "FACTS" }, sk: { S: "DATABASE#bad" } },
      UpdateExpression: "SET body = :body",
      ExpressionAttributeValues: { ":body": { B: new Uint8Array([1, 2, 3]) } },
    });
    await stack.run(420);
    expect(grown(stack)).toEqual(["web"]);
    expect(toldOf(stack, "limit-unknown")[0]?.text).toContain("an item that the function limits has stored");
    await stack.readLimits();
    await runUntil(stack, () => statesOf(stack, "limit-unknown").includes("cleared"));
    expect(grown(stack)).toEqual(services);
  });

  it("hold as soon as RDS tells by an event that the instance has stopped", async () => {
    const stack = badStack({ config: twoDatabasesConfig() });
    await stack.readLimits();
    stack.mend({ instances: [{ ...badInstance, status: "stopped" }, goodInstance] });
    await stack.readLimits(rdsEvent("bad-1"));
    await stack.run(420);
    expect(grown(stack)).toEqual(["web"]);
    expect(toldOf(stack, "database-not-available")[0]?.text).toContain("bad-1 is stopped");
  });
});

describe("the sessions of others", () => {
  it("that CloudWatch may not tell hold their database alone, and are named", async () => {
    const stack = badStack({ config: twoDatabasesConfig({ bad: { unmanagedConnections: null } }) });
    let isForbidden = true;
    const answer = stack.cloud.handle.bind(stack.cloud);
    stack.cloud.handle = async (service, operation, input) => {
      const answered = await answer(service, operation, input);
      if (!isForbidden || operation !== "GetMetricData") return answered;
      const ids = idsAbout(input, "bad-1");
      const { MetricDataResults: results } = answered as { MetricDataResults: readonly { readonly Id: string }[] };
      return {
        MetricDataResults: results.map((result) =>
          ids.has(result.Id) ? { Id: result.Id, StatusCode: "Forbidden", Timestamps: [], Values: [] } : result,
        ),
      };
    };
    await stack.readLimits();
    await stack.run(420);
    expect(grown(stack)).toEqual(["web"]);
    expect(toldOf(stack, "connections-unknown")[0]?.text).toContain("cloudwatch:GetMetricData: Forbidden");
    isForbidden = false;
    await runUntil(stack, () => statesOf(stack, "connections-unknown").includes("cleared"));
    expect(grown(stack)).toEqual(services);
  });
});

const idsAbout = (input: object, instance: string): ReadonlySet<string> => {
  const { MetricDataQueries } = input as { MetricDataQueries: readonly { readonly Id: string }[] };
  return new Set(
    MetricDataQueries.filter((query) => JSON.stringify(query).includes(`"${instance}"`)).map(({ Id }) => Id),
  );
};

describe("a governed service", () => {
  it("whose scheduled actions can't be read keeps a ceiling within the budget, and the permission is named", async () => {
    const api = { mode: "govern" } as const;
    const config = twoDatabasesConfig({ api });
    const stack = badStack({ config });
    stack.cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: "service/shop/api",
      MinCapacity: 2,
      MaxCapacity: 20,
    });
    stack.failing(
      failOn("application-autoscaling DescribeScheduledActions", "AccessDeniedException", "not authorized"),
    );
    await stack.readLimits();
    await stack.run(420);
    const ceiling = stack.cloud.autoScaling.target(config.services[0]!)?.maxCapacity ?? 0;
    expect(ceiling).toBeGreaterThanOrEqual(4);
    expect((ceiling + stack.desiredOf("both")) * 10).toBeLessThanOrEqual(trueLimits.bad - 13);
    const text = toldOf(stack, "scheduled-actions-unknown")[0]?.text;
    expect(text).toContain("application-autoscaling:DescribeScheduledActions");
    expect(text).toContain("AccessDeniedException: not authorized");
    stack.failing(() => null);
    await runUntil(stack, () => statesOf(stack, "scheduled-actions-unknown").includes("cleared"));
    expect(statesOf(stack, "scheduled-actions-unknown")).toEqual(["raised", "cleared"]);
  });
});

describe("a write that is denied", () => {
  it("to one service doesn't keep the others from growing, and names the action", async () => {
    const stack = badStack({ config: twoDatabasesConfig() });
    stack.failing(({ name, input }) =>
      name === "ecs UpdateService" && input["service"] === "api"
        ? new AwsError("AccessDeniedException", "not authorized to perform: ecs:UpdateService")
        : null,
    );
    await stack.readLimits();
    await stack.run(420);
    expect(grown(stack)).toEqual(["both", "web"]);
    expect(toldOf(stack, "write-failed")[0]?.text).toContain("ecs:UpdateService");
    stack.failing(() => null);
    await runUntil(stack, () => statesOf(stack, "write-failed").includes("cleared"));
    expect(grown(stack)).toEqual(services);
  });
});

describe("several causes at once", () => {
  it("are each told of the service that they hold", async () => {
    const parameterGroups = [{ kind: "instance", group: "bad-own", maxConnections: "a lot" }] as const;
    const stack = badStack({
      config: twoDatabasesConfig(),
      estate: { parameterGroups, instances: [badInstance, { ...goodInstance, status: "stopped" }] },
    });
    await stack.readLimits();
    await stack.run(420);
    expect(grown(stack)).toEqual([]);
    expect(toldOf(stack, "limit-unknown", "both")[0]?.text).toContain('"a lot"');
    expect(toldOf(stack, "database-not-available", "both")[0]?.text).toContain("good-1 is stopped");
  });
});
