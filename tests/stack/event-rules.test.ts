import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { eventRules, ruleArns } from "../../stack/event-rules.ts";
import { resolvedLength } from "../../stack/intrinsics.ts";
import { scaleStatements } from "../../stack/scale-permissions.ts";

const alarm = (alarmName: string): SignalConfig => ({
  kind: "alarm",
  name: alarmName,
  alarmName,
  stepPercent: 25,
  stepTasks: 1,
  windowSeconds: 300,
  warmUpSeconds: 60,
});

type Given = Pick<ServiceConfig, "ecsService"> & Partial<ServiceConfig>;
/** Only what rules and permissions read; the rest of a service is the plan's. */
const config = (...services: readonly Given[]): Config =>
  ({
    services: services.map((service) => ({
      cluster: "shop",
      mode: "observe",
      signals: [],
      capacity: { kind: "fargate" },
      publish: publishesNothing,
      ...service,
    })),
    zones: [],
    nginxFleets: [],
  }) as unknown as Config;

const many = (count: number, more: Partial<ServiceConfig> = {}): readonly Given[] =>
  Array.from({ length: count }, (_, index) => {
    const ecsService = `a-service-with-a-long-name-${String(index).padStart(3, "0")}`;
    return { ecsService, signals: [alarm(`${ecsService}-p99-latency`)], ...more };
  });

// biome-ignore lint/suspicious/noExplicitAny: a pattern is JSON, and each row knows its own
const patterns = (from: Config): Record<string, any> =>
  Object.fromEntries(
    Object.entries(eventRules(from, "headgate-dev")).map(([id, { Properties }]) => [id, Properties["EventPattern"]]),
  );

describe("the rules match", () => {
  it("exactly what is configured, sorted and once", () => {
    const from = config(
      { ecsService: "orders", signals: [alarm("slow"), alarm("late")] },
      { ecsService: "catalog", cluster: "eu", signals: [alarm("slow")] },
    );
    const cluster = (name: string) => ({
      "Fn::Sub": `arn:\${AWS::Partition}:ecs:\${AWS::Region}:\${AWS::AccountId}:cluster/${name}`,
    });
    expect(patterns(from)).toEqual({
      AlarmStateRule: {
        source: ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        detail: { alarmName: ["late", "slow"] },
      },
      TaskStateRule: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: { clusterArn: [cluster("eu"), cluster("shop")], group: ["service:catalog", "service:orders"] },
      },
      ServiceStateRule: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change", "ECS Service Action"],
        resources: [{ suffix: "/catalog" }, { suffix: "/orders" }],
      },
    });
    expect(patterns(config(...[...from.services].reverse()))).toEqual(patterns(from));
  });

  it("no alarm where none is configured: EventBridge refuses an empty list", () => {
    const rules = eventRules(config({ ecsService: "orders" }), "headgate-dev");
    expect(Object.keys(rules)).toEqual(["TaskStateRule", "ServiceStateRule"]);
    expect(ruleArns(rules)).toHaveLength(2);
  });

  it("everything of the kind where the names would pass EventBridge's limit, and never nothing", () => {
    const wide = patterns(config(...many(100)));
    expect(wide["AlarmStateRule"].detail.alarmName).toEqual([{ prefix: "" }]);
    expect(wide["TaskStateRule"].detail.group).toEqual([{ prefix: "service:" }]);
    expect(wide["ServiceStateRule"].resources).toEqual([{ prefix: expect.objectContaining({}) }]);
    for (const count of [1, 10, 20, 40, 60, 100]) {
      for (const pattern of Object.values(patterns(config(...many(count))))) {
        expect(resolvedLength(pattern)).toBeLessThanOrEqual(2048);
      }
    }
  });
});

describe("the role of scale", () => {
  it.each([
    { mode: "observe", services: 80 },
    { mode: "scale", services: 80 },
    { mode: "govern", services: 40 }, // named twice: for reading, and for what Auto Scaling checks
  ] as const)("holds $services services in $mode, with names of 31 characters", ({ mode, services }) => {
    expect(() => scaleStatements(config(...many(services, { mode })), "/aws/lambda/scale")).not.toThrow();
  });

  it("stops the packaging where IAM would refuse it at the deployment", () => {
    expect(() => scaleStatements(config(...many(200)), "/aws/lambda/scale")).toThrow(/of 10240 characters: split/);
  });

  it("reads alarms only where one is configured", () => {
    const sids = (from: Config) => scaleStatements(from, "/aws/lambda/scale").map(({ Sid }) => Sid);
    expect(sids(config({ ecsService: "orders" }))).not.toContain("ReadAlarms");
    expect(sids(config({ ecsService: "orders", signals: [alarm("slow")] }))).toContain("ReadAlarms");
  });
});
