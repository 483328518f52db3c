import type { Engine } from "./config.ts";

/** What a key of headgate.yml means when it is left out. Each figure's reason is in the key's description in the schema. */
export const DEFAULTS = {
  mode: "observe",
  autoscaling: "refuse",
  minTasks: 3,
  maxTasks: 20,
  priority: 5,
  weight: 1,
  startSeconds: 60,
  deregistrationDelaySeconds: 300,
  stopTimeoutSeconds: 30,
  poolProcesses: 1,
  poolExtras: 0,
  poolKind: "fixed",
  admission: "worst",
  connectionsPerExecution: 1,
  failover: "warn",
  sharePercent: 100,
  surge: "borrow",
  launchType: "fargate",
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  deploymentEntry: "announce",
  leastHealthyPercent: 100,
  statistic: "Average",
  periodSeconds: 60,
  toleranceRatio: 0.1,
  /** A datapoint of 60 s is complete and readable well within three periods. */
  stalePeriods: 3,
  staleAfterSeconds: 180,
  asksAlone: true,
  stepPercent: 25,
  stepTasks: 1,
  windowSeconds: 300,
  /** ECS publishes CPU and memory at this period where the service's monitoring configuration says so. */
  highResolutionPeriodSeconds: 20,
  /** Load balancers publish their metrics once a minute. */
  latencyStatistic: "p99",
  backlogDrainSeconds: 60,
  timeZone: "UTC",
  upPercent: 100,
  upPeriodSeconds: 30,
  downPercent: 50,
  downPeriodSeconds: 300,
  stabilizationSeconds: 300,
  pinMinutes: 60,
  decisionRetentionDays: 90,
  dailyReadBudget: 5000,
} as const;

/** Slots that services can't use: PostgreSQL keeps 3 + 2 for superusers and 3 for AWS automation. */
export const RESERVED_CONNECTIONS: Readonly<Record<Engine, number>> = { postgres: 8, mysql: 0, mariadb: 0 };
