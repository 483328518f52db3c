import type { Engine } from "../config/database-config.ts";

/** What an account shows of its services and databases, as plain data. `null` is "not said", never a figure. */
export type AccountReadings = {
  readonly services: readonly FoundService[];
  readonly targets: readonly FoundTarget[];
  readonly policies: readonly FoundPolicy[];
  readonly instances: readonly FoundInstance[];
  readonly dbClusters: readonly FoundDbCluster[];
  readonly proxies: readonly FoundProxy[];
  readonly targetGroups: readonly FoundTargetGroup[];
  readonly alarms: readonly FoundAlarm[];
  /** What could not be read. */
  readonly gaps: readonly Gap[];
};

/** One refused or failed call. */
export type Gap = {
  /** As IAM writes it: `ecs:ListServices`. */
  readonly action: string;
  /** What it was about, for people: "the cluster shop". */
  readonly about: string;
  readonly because: "denied" | "failed";
  /** AWS's own words. */
  readonly detail: string;
};

export type FoundService = {
  /** Cluster name, not ARN. */
  readonly cluster: string;
  /** ECS service name. */
  readonly service: string;
  readonly scheduling: "REPLICA" | "DAEMON";
  readonly controller: "ECS" | "CODE_DEPLOY" | "EXTERNAL";
  readonly desiredTasks: number;
  readonly runsOn: "fargate" | "ec2" | "external";
  readonly maximumPercent: number | null;
  readonly minimumHealthyPercent: number | null;
  readonly healthCheckGraceSeconds: number | null;
  readonly targetGroupArns: readonly string[];
  /** `null`: it could not be read, or the service has none of its own. */
  readonly definition: FoundDefinition | null;
};

export type FoundDefinition = { readonly family: string; readonly containers: readonly FoundContainer[] };

export type FoundContainer = {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** Plain environment variables. Their values may hold passwords: they are never shown. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** Set from a secret or a parameter; `from` is its ARN or name. */
  readonly secrets: readonly { readonly name: string; readonly from: string }[];
  /** More variables come from files in S3. */
  readonly hasEnvironmentFiles: boolean;
  readonly ports: readonly FoundPort[];
  readonly stopTimeoutSeconds: number | null;
  /** startPeriod of its health check. */
  readonly startPeriodSeconds: number | null;
  /** Another container waits for it to end: a migration, not a server. */
  readonly runsOnce: boolean;
};

/** `hostPort` 0: assigned when the task starts; `null`: as the containerPort, on an interface of its own. */
export type FoundPort = { readonly containerPort: number; readonly hostPort: number | null; readonly protocol: string };

export type FoundTarget = {
  /** `service/<cluster>/<service>`. */
  readonly resourceId: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
};

/** A target tracking policy; others are named in a remark only. */
export type FoundPolicy = {
  readonly resourceId: string;
  readonly name: string;
  readonly kind: string;
  /** `null`: a custom metric, or another kind of policy. */
  readonly predefinedMetric: string | null;
  readonly targetValue: number | null;
  /** Of ALBRequestCountPerTarget: `app/<name>/<id>/targetgroup/<name>/<id>`. */
  readonly resourceLabel: string | null;
};

export type FoundInstance = {
  readonly instance: string;
  /** As RDS names it: `postgres`, `aurora-mysql`, `oracle-ee`. */
  readonly engine: string;
  /** `null` while it is being created. */
  readonly endpoint: string | null;
  readonly dbCluster: string | null;
  /** The master user's secret, where RDS keeps it. */
  readonly secretArn: string | null;
};

export type FoundDbCluster = {
  readonly dbCluster: string;
  readonly engine: string;
  readonly endpoint: string | null;
  readonly readerEndpoint: string | null;
  readonly customEndpoints: readonly string[];
  /** Instances; `null`: none at the moment. */
  readonly writer: string | null;
  readonly readers: readonly string[];
  readonly secretArn: string | null;
};

export type FoundProxy = {
  readonly proxy: string;
  readonly endpoint: string | null;
  /** Where it ends; `null`: no target was seen. */
  readonly target: { readonly kind: "instance" | "cluster"; readonly id: string } | null;
};

export type FoundTargetGroup = { readonly arn: string; readonly deregistrationDelaySeconds: number };

/** An alarm on the metrics of one service. */
export type FoundAlarm = { readonly alarmName: string; readonly cluster: string; readonly service: string };

/** @returns `null` for an engine that Headgate has no rules for */
export const engineOf = (rdsEngine: string): Engine | null => {
  switch (rdsEngine) {
    case "postgres":
    case "aurora-postgresql":
      return "postgres";
    case "mysql":
    case "aurora-mysql":
      return "mysql";
    case "mariadb":
      return "mariadb";
    default:
      return null;
  }
};
