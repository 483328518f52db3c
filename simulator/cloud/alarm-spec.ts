/** A metric alarm on a service's CPU or memory, or on a queue, as a team would create it in CloudWatch. */
export type AlarmSpec = {
  readonly alarmName: string;
  readonly service: string;
  readonly metric: "CPUUtilization" | "MemoryUtilization" | "QueueLength";
  /** In ALARM above this. */
  readonly threshold: number;
  readonly periodSeconds: 20 | 60;
  /** N of N datapoints. */
  readonly datapoints: number;
};
