import type { AccountSpec } from "../../simulator/cloud/account-spec.ts";
import { balancerArn, dayMs, groupArn, nowMs } from "./accounts.ts";

const topic = "arn:aws:sns:eu-central-1:123456789012:oncall";
const frontDimensions = [
  { Name: "LoadBalancer", Value: "app/shop/9f8e" },
  { Name: "TargetGroup", Value: "targetgroup/order/0a1b" },
];
const countOf = (Id: string, MetricName: string) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: "AWS/ApplicationELB", MetricName, Dimensions: frontDimensions },
    Period: 60,
    Stat: "Sum",
  },
  ReturnData: false,
});
const alarm = (AlarmName: string) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${AlarmName}`,
  ActionsEnabled: true,
  AlarmActions: [topic],
  ComparisonOperator: "GreaterThanThreshold" as const,
});
const task = (service: string, at: number, availabilityZone: string) => ({
  taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/shop/${service}-${at}`,
  group: `service:${service}`,
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  availabilityZone,
});
const ecsService = (serviceName: string, subnets: string[], targetGroupArn?: string) => ({
  serviceName,
  status: "ACTIVE",
  desiredCount: 2,
  runningCount: 2,
  schedulingStrategy: "REPLICA" as const,
  networkConfiguration: { awsvpcConfiguration: { subnets } },
  loadBalancers: targetGroupArn === undefined ? [] : [{ targetGroupArn, containerName: "app", containerPort: 8080 }],
});
const alone = {
  Engine: "postgres",
  EngineVersion: "16.4",
  DBInstanceClass: "db.r6g.2xlarge",
  MultiAZ: true,
  AvailabilityZone: "eu-central-1a",
  BackupRetentionPeriod: 7,
  DeletionProtection: true,
};
const dimension = { DBInstanceIdentifier: "orders-db" };

/** A shop that does most things well; on every page of two entries there is something. */
export const shopAccount: Partial<AccountSpec> = {
  mostPerPage: 2,
  logGroups: [
    { logGroupName: "/ecs/order", retentionInDays: 30, storedBytes: 1 },
    { logGroupName: "/ecs/größe", storedBytes: 3 * 1024 ** 3 },
    { logGroupName: "/ecs/user", retentionInDays: 30, storedBytes: 1 },
    { logGroupName: "/delivery", storedBytes: 1, logGroupClass: "DELIVERY" },
    { logGroupName: "/ecs/old", storedBytes: 0, logGroupClass: "STANDARD" },
  ],
  metricAlarms: [
    {
      ...alarm("order cpu"),
      Namespace: "AWS/ECS",
      MetricName: "CPUUtilization",
      Dimensions: [
        { Name: "ClusterName", Value: "shop" },
        { Name: "ServiceName", Value: "order" },
      ],
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 5,
      Threshold: 80,
    },
    {
      ...alarm("order 5xx"),
      Metrics: [
        countOf("e", "HTTPCode_Target_5XX_Count"),
        countOf("r", "RequestCount"),
        { Id: "ratio", Expression: "e / r", ReturnData: true },
      ],
      EvaluationPeriods: 10,
      DatapointsToAlarm: 8,
      Threshold: 0.01,
    },
    {
      ...alarm("order latency"),
      Metrics: [
        {
          Id: "m1",
          MetricStat: {
            Metric: { Namespace: "AWS/ApplicationELB", MetricName: "TargetResponseTime", Dimensions: frontDimensions },
            Period: 60,
            Stat: "p99",
          },
        },
      ],
      EvaluationPeriods: 3,
      Threshold: 1,
    },
    {
      ...alarm("[silent] it's"),
      ActionsEnabled: false,
      Namespace: "N",
      MetricName: "m",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
    },
  ],
  compositeAlarms: [{ ...alarm("shop"), AlarmRule: 'ALARM("order cpu") OR ALARM("order 5xx")' }],
  stacks: [
    {
      StackName: "network",
      CreationTime: new Date(0),
      StackStatus: "CREATE_COMPLETE",
      DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
    },
    {
      StackName: "shop",
      CreationTime: new Date(0),
      StackStatus: "UPDATE_COMPLETE",
      DriftInformation: { StackDriftStatus: "DRIFTED", LastCheckTimestamp: new Date(nowMs - 3 * dayMs) },
    },
    {
      StackName: "user",
      CreationTime: new Date(0),
      StackStatus: "CREATE_COMPLETE",
      DriftInformation: { StackDriftStatus: "IN_SYNC", LastCheckTimestamp: new Date(nowMs - dayMs) },
    },
  ],
  budgets: [
    {
      BudgetName: "monthly",
      BudgetType: "COST",
      TimeUnit: "MONTHLY",
      BudgetLimit: { Amount: "1000.0", Unit: "USD" },
      CalculatedSpend: { ActualSpend: { Amount: "1200.5", Unit: "USD" } },
    },
  ],
  nodes: [{ InstanceId: "i-1", PingStatus: "Online" }],
  detectors: [{ id: "12abc34d", status: "ENABLED" }],
  inspector: {
    ec2: { status: "DISABLED", errorCode: undefined, errorMessage: undefined },
    ecr: { status: "ENABLED", errorCode: undefined, errorMessage: undefined },
  },
  trustedAdvisor: [
    {
      id: "a",
      name: "MFA on Root Account",
      description: "",
      category: "security",
      metadata: [],
      timestamp: "",
      status: "error",
      resourcesSummary: { resourcesProcessed: 1, resourcesFlagged: 1, resourcesIgnored: 0, resourcesSuppressed: 0 },
      categorySpecificSummary: {},
    },
    {
      id: "b",
      name: "Service Limits",
      description: "",
      category: "service_limits",
      metadata: [],
      timestamp: "",
      status: "ok",
      resourcesSummary: { resourcesProcessed: 1, resourcesFlagged: 0, resourcesIgnored: 0, resourcesSuppressed: 0 },
      categorySpecificSummary: {},
    },
  ],
  clusters: [
    {
      cluster: "shop",
      services: [
        ecsService("order", ["subnet-a", "subnet-b"], groupArn),
        ecsService("user", ["subnet-a"]),
        { ...ecsService("gone", ["subnet-a"]), status: "INACTIVE" },
        { ...ecsService("parked", ["subnet-a", "subnet-b"]), desiredCount: 0, runningCount: 0 },
      ],
      tasks: [
        task("order", 1, "eu-central-1a"),
        task("user", 1, "eu-central-1a"),
        task("order", 2, "eu-central-1b"),
        task("user", 2, "eu-central-1a"),
        { ...task("user", 3, "eu-central-1b"), lastStatus: "PENDING" },
      ],
      instances: [],
    },
    {
      cluster: "batch",
      services: [],
      tasks: [],
      instances: ["i-1", "i-2", "i-3"].map((ec2InstanceId) => ({
        containerInstanceArn: `arn:aws:ecs:eu-central-1:123456789012:container-instance/batch/${ec2InstanceId}`,
        ec2InstanceId,
        attributes: [{ name: "ecs.availability-zone", value: "eu-central-1a" }],
      })),
    },
    { cluster: "empty", services: [], tasks: [], instances: [] },
  ],
  subnets: ["a", "b"].map((zone) => ({ SubnetId: `subnet-${zone}`, AvailabilityZone: `eu-central-1${zone}` })),
  balancers: [
    {
      LoadBalancerArn: balancerArn,
      LoadBalancerName: "shop",
      Type: "application",
      AvailabilityZones: [{ ZoneName: "eu-central-1a" }, { ZoneName: "eu-central-1b" }],
      deletionProtection: true,
    },
    {
      LoadBalancerArn: "arn:x:loadbalancer/net/tcp/1",
      LoadBalancerName: "tcp",
      Type: "network",
      AvailabilityZones: [{ ZoneName: "eu-central-1a" }],
      deletionProtection: false,
    },
  ],
  targetGroups: [{ TargetGroupArn: groupArn, TargetGroupName: "order", LoadBalancerArns: [balancerArn] }],
  dbInstances: [
    { ...alone, DBInstanceIdentifier: "orders-db" },
    { ...alone, DBInstanceIdentifier: "users-db", MultiAZ: false, BackupRetentionPeriod: 1, DeletionProtection: false },
    { ...alone, DBInstanceIdentifier: "shop-1", DBClusterIdentifier: "shop", Engine: "aurora-postgresql" },
  ],
  dbClusters: [
    {
      DBClusterIdentifier: "shop",
      Engine: "aurora-postgresql",
      MultiAZ: false,
      BackupRetentionPeriod: 7,
      DeletionProtection: true,
      DBClusterMembers: [{ DBInstanceIdentifier: "shop-1", IsClusterWriter: true }],
    },
  ],
  secrets: [
    {
      Name: "shop/db",
      RotationEnabled: true,
      NextRotationDate: new Date(nowMs + dayMs),
      LastRotatedDate: new Date(nowMs - dayMs),
    },
    { Name: "shop/api key", CreatedDate: new Date(nowMs - 400 * dayMs) },
    { Name: "events!connection", OwningService: "events", CreatedDate: new Date(nowMs - dayMs) },
  ],
  scalableTargets: [
    {
      ServiceNamespace: "ecs",
      ResourceId: "service/shop/order",
      ScalableDimension: "ecs:service:DesiredCount",
      MinCapacity: 2,
      MaxCapacity: 10,
      RoleARN: "arn:aws:iam::123456789012:role/x",
      CreationTime: new Date(0),
    },
  ],
  metrics: [
    { namespace: "AWS/ElastiCache", metricName: "CPUUtilization", dimensions: { CacheClusterId: "c" }, value: 1 },
    { namespace: "AWS/RDS", metricName: "CPUUtilization", dimensions: dimension, value: 82 },
    { namespace: "AWS/RDS", metricName: "DatabaseConnections", dimensions: dimension, value: 300 },
    { namespace: "AWS/RDS", metricName: "ReadIOPS", dimensions: dimension, value: 900 },
    { namespace: "AWS/RDS", metricName: "WriteIOPS", dimensions: dimension, value: 100 },
  ],
};
