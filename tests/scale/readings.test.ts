import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { type SdkCall, type SmallStack, smallStack } from "./small-stack.ts";
import { highRequests, serviceConfig, stackConfig, worldSpec } from "./small-world.ts";

type Row = {
  readonly when: string;
  /** Does this call fail? */
  readonly denies: (call: SdkCall) => boolean;
  readonly code: string;
  readonly names: RegExp;
  readonly config?: ReturnType<typeof stackConfig>;
};

const namesCheckout = ({ input }: SdkCall): boolean => JSON.stringify(input).includes("checkout");
const measured = stackConfig({}, { unmanagedConnections: null });
const alarmed = stackConfig({
  signals: [
    ...serviceConfig({ ecsService: "checkout" }).signals,
    {
      kind: "alarm",
      name: "slow",
      alarmName: "checkout-slow",
      stepPercent: 25,
      stepTasks: 1,
      windowSeconds: 300,
      warmUpSeconds: 60,
    },
  ],
});

const rows: readonly Row[] = [
  {
    when: "the service can't be described",
    denies: (call) => call.name === "ecs DescribeServices" && namesCheckout(call),
    code: "tasks-unknown",
    names: /ecs:DescribeServices shop\/checkout: AccessDeniedException/,
  },
  {
    when: "its tasks can't be listed",
    denies: (call) => call.name === "ecs ListTasks" && namesCheckout(call),
    code: "tasks-unknown",
    names: /ecs:ListTasks.*AccessDeniedException/,
  },
  {
    when: "its tasks can't be described",
    denies: (call) => call.name === "ecs DescribeTasks",
    code: "tasks-unknown",
    names: /ecs:DescribeTasks.*AccessDeniedException/,
  },
  {
    when: "its metrics and those of its database can't be read",
    denies: (call) => call.name === "cloudwatch GetMetricData" && namesCheckout(call),
    code: "signal-unknown",
    names: /cloudwatch:GetMetricData: AccessDeniedException/,
  },
];

const deniedStack = (row: Row): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), row.config ?? stackConfig());
  stack.warmUp(240);
  stack.failing((call) => (row.denies(call) ? new AwsError("AccessDeniedException", "not authorized") : null));
  return stack;
};

describe("a reading that fails", () => {
  it.each(rows)("$when: nothing moves, and a notice names the call", async (row) => {
    const stack = deniedStack(row);
    await stack.run(400);
    expect(stack.writes()).toEqual([]);
    const notice = stack.notices().find(({ code }) => code === row.code);
    expect(notice).toMatchObject({ service: "checkout", kind: "hold", state: "raised" });
    expect(notice?.finding.detail).toMatch(row.names);
  });

  it.each(rows)("$when: once it can be read again the service is scaled, and the notice is cleared", async (row) => {
    const stack = deniedStack(row);
    await stack.run(400);
    stack.failing(() => null);
    await stack.run(700);
    expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(7);
    expect(stack.notices().map(({ code, state }) => `${code} ${state}`)).toContain(`${row.code} cleared`);
  });

  it("DatabaseConnections: no growth, with the call in the notice, where the sessions of others are measured", async () => {
    const stack = smallStack(worldSpec(highRequests), measured);
    stack.warmUp(240);
    const answer = stack.cloud.handle;
    stack.cloud.handle = async (service, operation, input) => {
      const found = (await answer(service, operation, input)) as { MetricDataResults?: { Label?: string }[] };
      if (operation !== "GetMetricData") return found;
      const forbid = (result: { Label?: string }) =>
        result.Label === "DatabaseConnections"
          ? {
              ...result,
              StatusCode: "Forbidden",
              Timestamps: [],
              Values: [],
              Messages: [{ Code: "Forbidden", Value: "no permission" }],
            }
          : result;
      return { ...found, MetricDataResults: found.MetricDataResults?.map(forbid) };
    };
    await stack.run(400);
    expect(stack.writes()).toEqual([]);
    const notice = stack.notices().find(({ code }) => code === "connections-unknown");
    expect(notice?.finding.detail).toMatch(/cloudwatch:GetMetricData: Forbidden no permission/);
  });

  it("alarms: the service is not scaled in, and is scaled out by what can be read", async () => {
    const denies = ({ name }: SdkCall): Error | null =>
      name === "cloudwatch DescribeAlarms" ? new AwsError("AccessDenied", "not authorized") : null;
    const high = smallStack(worldSpec(highRequests), alarmed);
    high.warmUp(240);
    high.failing(denies);
    await high.run(400);
    expect(high.world.counts("checkout").desired).toBeGreaterThanOrEqual(7);
    expect(high.notices().find(({ code }) => code === "signal-unknown")?.finding.detail).toMatch(
      /cloudwatch:DescribeAlarms checkout-slow: AccessDenied/,
    );

    const low = smallStack(worldSpec(20), alarmed);
    low.warmUp(240);
    low.failing(denies);
    await low.run(1_200);
    expect(low.world.counts("checkout").desired).toBe(4);
  });

  it("of one service's tasks holds its database's other users too, and leaves a service without that database alone", async () => {
    const config = stackConfig();
    const [checkout, search] = config.services;
    const spec = worldSpec(highRequests);
    const basket = { ...spec.services[0]!, name: "basket" };
    const stack = smallStack(
      { ...spec, services: [basket, ...spec.services] },
      {
        ...config,
        services: [
          serviceConfig({ name: "basket", ecsService: "basket", pools: checkout!.pools }),
          checkout!,
          { ...search!, minTasks: 5 },
        ],
        domains: [{ id: "basket", services: ["basket", "checkout", "search"], databases: ["orders"] }],
      },
    );
    stack.warmUp(240);
    stack.failing((call) =>
      call.name === "ecs ListTasks" && call.input["serviceName"] === "basket"
        ? new AwsError("AccessDeniedException", "not authorized")
        : null,
    );
    await stack.run(400);
    const desired = ["basket", "checkout", "search"].map((name) => stack.world.counts(name).desired);
    expect(desired).toEqual([4, 4, 5]);
    const codes = stack.notices().map(({ code, service }) => `${code} ${service}`);
    expect(codes).toContain("tasks-unknown basket");
    expect(codes).toContain("neighbour-unknown checkout");
  });

  it("a service that can't be read stays hot no faster than its back-off", async () => {
    const stack = deniedStack(rows[0]!);
    await stack.run(1_200);
    const { reads } = await stack.state();
    expect(reads.count).toBeLessThanOrEqual(10);
  });
});
