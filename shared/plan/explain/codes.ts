/**
 * Every code that a finding can carry: closed and stable. People filter notices by them, so a code is never renamed.
 *
 * `kind` says what it does to the plan: a `cap` grants less than was asked, a `hold` keeps what is there, a `change`
 * was decided, a `warning` changes nothing.
 */
export const findingCodes = {
  "scaled-out": {
    kind: "change",
    means: "The desired count was raised because a signal asked for it and every budget behind the service carries it.",
    remedy: "Nothing to do.",
  },
  "scaled-in": {
    kind: "change",
    means:
      "The desired count was lowered because every signal with an opinion has asked for less for the stabilization window.",
    remedy: "Nothing to do. If it comes too early, raise pace.stabilizationSeconds.",
  },
  "would-scale-out": {
    kind: "change",
    means: "In scale mode the desired count would be raised now. The service is in observe mode: nothing was written.",
    remedy: "Nothing to do. Set mode: scale when the notices have shown what you expect.",
  },
  "would-scale-in": {
    kind: "change",
    means: "In scale mode the desired count would be lowered now. The service is in observe mode: nothing was written.",
    remedy: "Nothing to do. Set mode: scale when the notices have shown what you expect.",
  },
  "database-budget": {
    kind: "cap",
    means: "The service wants more tasks than the connections left on a database can carry.",
    remedy:
      "Take one of the unlock options in the notice: a smaller pool, a larger limit, a reserve that is not needed.",
  },
  "budget-exceeded": {
    kind: "hold",
    means:
      "The tasks that already exist may open more connections than the database's budget holds. Nobody grows; nobody is stopped.",
    remedy: "Make pools smaller, raise max_connections, or lower tasks.max of a service that can spare it.",
  },
  "max-tasks": {
    kind: "cap",
    means: "The signals ask for more than the configured maximum.",
    remedy: "Raise tasks.max of the service if the budget has room for it.",
  },
  "limit-unknown": {
    kind: "hold",
    means: "max_connections of the database is not known, so nothing that connects to it may grow.",
    remedy: "Set databases.<name>.maxConnections in headgate.yml.",
  },
  "connections-unknown": {
    kind: "hold",
    means:
      "DatabaseConnections can't be read, so the sessions of others on the database are not known and nothing that connects to it may grow.",
    remedy:
      "Check the instance name and the permission cloudwatch:GetMetricData, or set databases.<name>.unmanagedConnections.",
  },
  "connections-stale": {
    kind: "hold",
    means: "The newest DatabaseConnections datapoint is too old to grow on.",
    remedy: "Check that the instance runs and reports to CloudWatch, or set databases.<name>.unmanagedConnections.",
  },
  "connections-settling": {
    kind: "hold",
    means:
      "No minute without task changes was seen yet, so the sessions of others on the database can't be told from ours.",
    remedy: "Wait for a quiet drain time, or set databases.<name>.unmanagedConnections.",
  },
  "tasks-unknown": {
    kind: "hold",
    means: "The service's tasks can't be read from ECS, so it is left as it is.",
    remedy: "Check the permissions ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks for its cluster.",
  },
  "neighbour-unknown": {
    kind: "hold",
    means:
      "Another service on the same database can't be read, so what it holds is not known and nothing on that database may grow.",
    remedy: "Mend the reading of the service that the notice names.",
  },
  "service-not-found": {
    kind: "warning",
    means: "ECS knows no active service of this name. It counts as no task.",
    remedy: "Check cluster and ecsService in headgate.yml, or remove the service.",
  },
  "signal-unknown": {
    kind: "hold",
    means: "A signal can't be read, so the service is not scaled in, and not out because of it.",
    remedy:
      "Check the metric's or alarm's name and the permissions cloudwatch:GetMetricData and cloudwatch:DescribeAlarms.",
  },
  "signal-stale": {
    kind: "hold",
    means: "The newest datapoint of a signal is too old to decide on.",
    remedy: "Check that the metric is still published, or raise staleAfterSeconds.",
  },
  "no-signal": {
    kind: "hold",
    means: "No signal has an opinion, so the service stays as it is.",
    remedy: "Configure at least one signal that is always present, such as cpu.",
  },
  "alarm-muted": {
    kind: "warning",
    means: "A configured alarm has ActionsEnabled = false. It does not scale while it is muted.",
    remedy: "Enable the alarm's actions when the mute is over.",
  },
  "alarm-no-data": {
    kind: "warning",
    means: "A configured alarm is in INSUFFICIENT_DATA. It has no opinion.",
    remedy: "Check the alarm's metric, or its treatment of missing data.",
  },
  "deployment-in-progress": {
    kind: "hold",
    means: "A rolling deployment runs, so nothing is scaled in.",
    remedy: "Nothing to do. After 60 minutes the deployment counts as stuck and a surplus may go.",
  },
  "deployment-external": {
    kind: "hold",
    means: "A CODE_DEPLOY or EXTERNAL deployment runs, so the service is left as it is.",
    remedy: "Nothing to do until it ends.",
  },
  "deployment-exceeds-budget": {
    kind: "warning",
    means:
      "A rolling deployment of the service, as its settings stand, would hold more connections than the budget has.",
    remedy: "Lower maximumPercent to the figure in the notice, make the pool smaller, or set surge: reserve.",
  },
  "daemon-service": {
    kind: "hold",
    means: "The service is a DAEMON: ECS decides its task count.",
    remedy: "Remove its signals, and keep it in headgate.yml so that its connections are counted.",
  },
  "scaled-to-zero": {
    kind: "hold",
    means: "The desired count is 0, which only a person sets. The service is left off.",
    remedy: "Set the desired count to 1 or more to switch the service on again.",
  },
  "pinned-by-hand": {
    kind: "hold",
    means: "The desired count was changed by hand. It is a floor until the pin ends.",
    remedy: "Set the desired count back to end the pin at once, or change pinMinutes.",
  },
  "restored-after-deployment": {
    kind: "change",
    means: "A deployment has reset the desired count. The count from before is asked for again, within the budget.",
    remedy: "Leave desiredCount out of the deployment's template.",
  },
  "autoscaling-target-unknown": {
    kind: "hold",
    means: "The service is in govern mode and its Application Auto Scaling target can't be read, or it has none.",
    remedy: "Register a scalable target, or check the permission application-autoscaling:DescribeScalableTargets.",
  },
  "write-failed": {
    kind: "warning",
    means: "AWS refused a write of the plan, or did not answer. The next read plans again from what is there.",
    remedy: "Read the detail; where it is AccessDenied, give the scale function's role the action that it names.",
  },
  "writes-halted": {
    kind: "hold",
    means: "Three plans in a row could not be written, so the domain's writes are halted for 15 minutes.",
    remedy: "Mend the cause that the write-failed notice names; writes go on by themselves afterwards.",
  },
  "wake-up-abandoned": {
    kind: "hold",
    means: "A wake-up of the domain failed ten times in a row and was given up. The tick goes on.",
    remedy: "Look at the scale function's log for the correlation id in the detail.",
  },
  "read-budget-spent": {
    kind: "warning",
    means: "The domain has used its daily number of reads. Until midnight UTC only the tick reads it.",
    remedy: "Raise dailyReadBudget, or find out why the domain stays hot.",
  },
  "outside-capacity-range": {
    kind: "hold",
    means:
      "The desired count is outside the scalable target's range, where a write would move it at once. Nothing is written.",
    remedy: "Bring the desired count into [MinCapacity, MaxCapacity], or change the range.",
  },
} as const satisfies Record<string, { kind: FindingKind; means: string; remedy: string }>;

export type FindingKind = "change" | "cap" | "hold" | "warning";

export type FindingCode = keyof typeof findingCodes;
