import type { Service, TaskDefinition } from "@aws-sdk/client-ecs";
import { type AccountSpec, emptyAccount } from "../../../simulator/cloud/account/account-spec.ts";
import { emptyEstate } from "../../../simulator/cloud/rds-estate.ts";

const definitionArn = (family: string): string => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:3`;

export const ecsService = (serviceName: string, parts: Partial<Service> = {}): Service => ({
  serviceName,
  serviceArn: `arn:aws:ecs:eu-central-1:123456789012:service/shop/${serviceName}`,
  status: "ACTIVE",
  schedulingStrategy: "REPLICA",
  desiredCount: 2,
  launchType: "FARGATE",
  deploymentController: { type: "ECS" },
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
  taskDefinition: definitionArn(serviceName),
  ...parts,
});

export const taskDefinition = (family: string, environment: Readonly<Record<string, string>> = {}): TaskDefinition => ({
  family,
  taskDefinitionArn: definitionArn(family),
  containerDefinitions: [
    {
      name: "app",
      image: `registry.example/${family}:3`,
      essential: true,
      stopTimeout: 20,
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
      environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    },
  ],
});

const password = "correct-horse-battery";

/** A shop: a database behind a URL, a cluster behind a proxy, a service without either, and two that are left out. */
export const shopAccount = (): AccountSpec => ({
  ...emptyAccount,
  clusters: [
    {
      name: "shop",
      services: [
        ecsService("order", {
          healthCheckGracePeriodSeconds: 35,
          loadBalancers: [
            {
              targetGroupArn:
                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/order/73e2d6bc24d8a067",
              containerPort: 8080,
            },
          ],
        }),
        ecsService("user"),
        ecsService("mailer"),
        ecsService("log-agent", { schedulingStrategy: "DAEMON" }),
        ecsService("blue", { deploymentController: { type: "EXTERNAL" } }),
      ],
    },
  ],
  definitions: [
    taskDefinition("order", {
      DATABASE_URL: `postgresql://app:${password}@shop-orders.example.rds.amazonaws.com:5432/orders?pool_size=12`,
      WEB_CONCURRENCY: "3",
    }),
    taskDefinition("user", { SPRING_DATASOURCE_URL: "jdbc:mysql://front.proxy-example.rds.amazonaws.com:3306/users" }),
    taskDefinition("mailer"),
    taskDefinition("log-agent"),
    taskDefinition("blue"),
  ],
  targets: [
    {
      ServiceNamespace: "ecs",
      ResourceId: "service/shop/order",
      ScalableDimension: "ecs:service:DesiredCount",
      MinCapacity: 2,
      MaxCapacity: 9,
      RoleARN: "arn:aws:iam::123456789012:role/aas",
      CreationTime: new Date(0),
    },
  ],
  policies: [
    {
      PolicyARN: "arn:policy",
      PolicyName: "cpu-55",
      ServiceNamespace: "ecs",
      ResourceId: "service/shop/order",
      ScalableDimension: "ecs:service:DesiredCount",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 55,
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
      CreationTime: new Date(0),
    },
  ],
  targetGroups: new Map([
    ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/order/73e2d6bc24d8a067", 25],
  ]),
  estate: {
    ...emptyEstate,
    instances: [
      { instance: "shop-orders", engine: "postgres", engineVersion: "16.4", instanceClass: "db.r6g.large" },
      { instance: "users-1", engine: "aurora-mysql", engineVersion: "8.0", instanceClass: "db.r6g.large" },
      { instance: "legacy", engine: "oracle-ee", engineVersion: "19", instanceClass: "db.r6g.large" },
    ],
    clusters: [{ cluster: "users", engine: "aurora-mysql", writer: "users-1", readers: [] }],
    proxies: [{ proxy: "front", cluster: "users", targets: [{ instance: "users-1" }] }],
  },
  alarms: [
    {
      AlarmName: "order-latency",
      Dimensions: [
        { Name: "ClusterName", Value: "shop" },
        { Name: "ServiceName", Value: "order" },
      ],
    },
    {
      AlarmName: "TargetTracking-service/shop/order-AlarmHigh-1",
      Dimensions: [
        { Name: "ClusterName", Value: "shop" },
        { Name: "ServiceName", Value: "order" },
      ],
    },
  ],
});

export const passwordOfOrder = password;
