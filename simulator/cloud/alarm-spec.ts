import type { MissingData } from "../controllers/cloudwatch-alarm.ts";

/** A metric alarm on a service's load or response time, or on a queue, as a team would create it in CloudWatch. */
export type AlarmSpec = {
  readonly alarmName: string;
  readonly service: string;
  readonly metric: "CPUUtilization" | "MemoryUtilization" | "QueueLength" | "RequestCount" | "TargetResponseTime";
  /** Default Sum for RequestCount, Average for the others. Percentiles are TargetResponseTime's. */
  readonly statistic?: "Average" | "Maximum" | "Minimum" | "Sum" | `p${number}`;
  /** In ALARM above this. */
  readonly threshold: number;
  readonly periodSeconds: 20 | 60;
  /** N of N datapoints, or M of N. */
  readonly datapoints: number;
  /** M, 1..N. Default N. */
  readonly datapointsToAlarm?: number;
  /** Default `missing`, as CloudWatch's. */
  readonly treatMissingData?: MissingData;
};
