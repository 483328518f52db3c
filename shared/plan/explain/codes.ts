import { recordsCodes } from "./records-codes.ts";

/**
 * Every code that a finding can carry: closed and stable. People filter notices by them, so a code is never renamed.
 *
 * `kind` says what it does to the plan: a `cap` grants less than was asked, a `hold` keeps what is there, a `change`
 * was decided, a `warning` changes nothing.
 *
 * `severity` says who should be woken: `high` where load goes unserved, what is published may be wrong, or Headgate
 * can't write; `medium` where something can't be read or decided and a person has to mend it; `low` where nothing is to
 * be done, or nothing soon. Low ones keep to the quiet hours.
 */
export const findingCodes = {
  "scaled-out": {
    kind: "change",
    severity: "low",
    means: "The desired count was raised because a signal asked for it and every budget behind the service carries it.",
    remedy: "Nothing to do.",
  },
  "scaled-in": {
    kind: "change",
    severity: "low",
    means:
      "The desired count was lowered because every signal with an opinion has asked for less for the stabilization window.",
    remedy: "Nothing to do. If it comes too early, raise pace.stabilizationSeconds.",
  },
  "would-scale-out": {
    kind: "change",
    severity: "low",
    means: "In scale mode the desired count would be raised now. The service is in observe mode: nothing was written.",
    remedy: "Nothing to do. Set mode: scale when the notices have shown what you expect.",
  },
  "would-scale-in": {
    kind: "change",
    severity: "low",
    means: "In scale mode the desired count would be lowered now. The service is in observe mode: nothing was written.",
    remedy: "Nothing to do. Set mode: scale when the notices have shown what you expect.",
  },
  "database-budget": {
    kind: "cap",
    severity: "high",
    means: "The service wants more tasks than the connections left on a database can carry.",
    remedy:
      "Take one of the unlock options in the notice: a smaller pool, a larger limit, a reserve that is not needed.",
  },
  "budget-exceeded": {
    kind: "hold",
    severity: "high",
    means:
      "The tasks that already exist may open more connections than the database's budget holds. Nobody grows; nobody is stopped.",
    remedy: "Make pools smaller, raise max_connections, or lower tasks.max of a service that can spare it.",
  },
  "cluster-capacity": {
    kind: "cap",
    severity: "high",
    means:
      "No instance of the EC2 cluster has room for the service's next task, and no more instances may be started for it.",
    remedy:
      "Add as many instances as the notice says, use larger ones, or lower the CPU and memory in the task definition. With managed scaling, raise the Auto Scaling group's maximum and capacity.maxInstances.",
  },
  "host-port-conflict": {
    kind: "cap",
    severity: "high",
    means: "The service's fixed host port is taken by another service on every instance that its tasks could run on.",
    remedy: "Give one of the two services another hostPort, or 0 for a dynamic one behind a load balancer.",
  },
  "host-port-one-per-instance": {
    kind: "cap",
    severity: "high",
    means:
      "The service has a fixed host port, so each instance holds one of its tasks, and every instance has one already.",
    remedy:
      "Set hostPort to 0 for a dynamic port behind a load balancer, use the network mode awsvpc, or add instances.",
  },
  "capacity-unknown": {
    kind: "hold",
    severity: "medium",
    means: "What the EC2 cluster has room for can't be told, so services that run on it don't grow.",
    remedy:
      "Give the scale function's role the permission that the detail names, or set the key of capacity that it names.",
  },
  "gpu-ignored": {
    kind: "warning",
    severity: "low",
    means: "The task definition asks for GPUs. They are not counted: ECS may refuse a task that fits otherwise.",
    remedy: "Set tasks.max of the service to the number of GPUs that it can have.",
  },
  "placement-expression-ignored": {
    kind: "warning",
    severity: "low",
    means: "The service has a memberOf placement constraint. It is not evaluated: all instances count as candidates.",
    remedy: "Set tasks.max of the service to what the instances of that group hold.",
  },
  "fargate-quota": {
    kind: "cap",
    severity: "high",
    means: "The account's Fargate vCPU quota has no room for the service's next task.",
    remedy: "Ask for a larger quota of Fargate On-Demand vCPUs in Service Quotas, or use smaller tasks.",
  },
  "fargate-quota-unknown": {
    kind: "warning",
    severity: "low",
    means: "The account's Fargate vCPU quota, or its use, can't be read, so it caps nothing.",
    remedy:
      "Give the role the permission that the detail names: servicequotas:GetServiceQuota or cloudwatch:GetMetricData.",
  },
  "max-tasks": {
    kind: "cap",
    severity: "medium",
    means: "The signals ask for more than the configured maximum.",
    remedy: "Raise tasks.max of the service if the budget has room for it.",
  },
  "limit-unknown": {
    kind: "hold",
    severity: "medium",
    means: "max_connections of the database is not known, so nothing that connects to it may grow.",
    remedy:
      "Mend what the detail names: an identifier in headgate.yml, a value in the parameter group, a missing permission. Or set databases.<name>.maxConnections.",
  },
  "limit-stale": {
    kind: "hold",
    severity: "medium",
    means:
      "What is known of the database's limit is more than a day old. The instance may have been resized since, so nothing that connects to it may grow.",
    remedy:
      "Look at the limits function's log; it reads each database every 15 minutes. Or set databases.<name>.maxConnections.",
  },
  "limit-pending-reboot": {
    kind: "warning",
    severity: "low",
    means: "The parameter group has another max_connections that waits for a reboot. Until then the old limit rules.",
    remedy: "Reboot the instance at a quiet time, or set the parameter back.",
  },
  "limit-imprecise": {
    kind: "warning",
    severity: "low",
    means:
      "A better source for the limit could not be read or understood, so the plan uses the next one, at its safe end.",
    remedy: "Give the permission that the detail names, or set databases.<name>.maxConnections.",
  },
  "database-not-available": {
    kind: "hold",
    severity: "high",
    means:
      "The RDS instance is in a status in which it doesn't take connections, or may stop to at any moment, so nothing that connects to it may grow.",
    remedy: "Wait until the instance is available; start or repair it where its status says so.",
  },
  "database-saturated": {
    kind: "hold",
    severity: "high",
    means:
      "The database has connections left, but no strength: its CPU, its active sessions or its burst credits say that more tasks would only wait. Nothing that sends it more work may grow.",
    remedy:
      "Look for the queries that cost most, use a larger class, or move reads to a replica or a cache. It ends by itself when two of the newest three minutes are below the threshold.",
  },
  "pressure-unknown": {
    kind: "warning",
    severity: "medium",
    means: "A metric that would show a saturated database can't be read. It has no opinion until it can.",
    remedy: "Give the scale function's role the permission that the detail names.",
  },
  "readers-failover-exceeds": {
    kind: "warning",
    severity: "medium",
    means: "If one of the cluster's readers fails, the others can't carry the connections that the tasks may open.",
    remedy:
      "Add a reader, lower tasks.max, or set databases.<name>.failover: reserve, so that growth stops where one reader less still carries it.",
  },
  "proxy-budget": {
    kind: "cap",
    severity: "high",
    means:
      "The service wants more tasks than the RDS proxy's connections can carry: 70 % of what it may open is planned with, so that a peak of borrowing does not wait.",
    remedy:
      "Raise the target group's MaxConnectionsPercent if the instance has room, look for pinned sessions, or use a larger class.",
  },
  "proxy-clients": {
    kind: "cap",
    severity: "high",
    means: "The service wants more tasks than proxies.<name>.maxClientConnections allows at their full pools.",
    remedy: "Raise proxies.<name>.maxClientConnections, or make the pools smaller.",
  },
  "proxy-unknown": {
    kind: "hold",
    severity: "medium",
    means:
      "An RDS proxy's settings or metrics can't be read, so what its clients borrow is not known and none of them may grow.",
    remedy:
      "Check proxies.<name>.proxy in headgate.yml and the permissions that the detail names: rds:DescribeDBProxies, rds:DescribeDBProxyTargetGroups, rds:DescribeDBProxyTargets and cloudwatch:GetMetricData.",
  },
  "proxy-without-target": {
    kind: "hold",
    severity: "high",
    means:
      "The RDS proxy has no target that is available, so nothing connects through it and none of its clients may grow.",
    remedy: "Register the instance or cluster as the proxy's target, and check its security group and secret.",
  },
  "proxy-saturated": {
    kind: "hold",
    severity: "high",
    means:
      "Clients of the RDS proxy wait for a database connection: the average borrow took more than a tenth of a second. More tasks would only wait too.",
    remedy:
      "Raise the target group's MaxConnectionsPercent if the instance has room, look for long transactions and pinned sessions, or use a larger class.",
  },
  "proxy-bypassed": {
    kind: "warning",
    severity: "low",
    means: "Some services connect to the database without its RDS proxy, which can't protect the instance from them.",
    remedy: "Point the services that the notice names at the proxy, or keep their pools small.",
  },
  "connections-unknown": {
    kind: "hold",
    severity: "medium",
    means:
      "DatabaseConnections can't be read, so the sessions of others on the database are not known and nothing that connects to it may grow.",
    remedy:
      "Check the instance name and the permission cloudwatch:GetMetricData, or set databases.<name>.unmanagedConnections.",
  },
  "connections-stale": {
    kind: "hold",
    severity: "medium",
    means: "The newest DatabaseConnections datapoint is too old to grow on.",
    remedy: "Check that the instance runs and reports to CloudWatch, or set databases.<name>.unmanagedConnections.",
  },
  "connections-settling": {
    kind: "hold",
    severity: "low",
    means:
      "No minute without task changes was seen yet, so the sessions of others on the database can't be told from ours.",
    remedy: "Wait for a quiet drain time, or set databases.<name>.unmanagedConnections.",
  },
  "tasks-unknown": {
    kind: "hold",
    severity: "medium",
    means: "The service's tasks can't be read from ECS, so it is left as it is.",
    remedy: "Check the permissions ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks for its cluster.",
  },
  "neighbour-unknown": {
    kind: "hold",
    severity: "medium",
    means:
      "Another service on the same database can't be read, so what it holds is not known and nothing on that database may grow.",
    remedy: "Mend the reading of the service that the notice names.",
  },
  "service-not-found": {
    kind: "warning",
    severity: "medium",
    means: "ECS knows no active service of this name. It counts as no task.",
    remedy: "Check cluster and ecsService in headgate.yml, or remove the service.",
  },
  "signal-unknown": {
    kind: "hold",
    severity: "medium",
    means: "A signal can't be read, so the service is not scaled in, and not out because of it.",
    remedy:
      "Check the metric's, alarm's or queue's name and the permissions cloudwatch:GetMetricData, cloudwatch:DescribeAlarms and sqs:GetQueueAttributes.",
  },
  "signal-stale": {
    kind: "hold",
    severity: "medium",
    means: "The newest datapoint of a signal is too old to decide on.",
    remedy: "Check that the metric is still published, or raise staleAfterSeconds.",
  },
  "warming-up": {
    kind: "hold",
    severity: "low",
    means:
      "A signal asked for more on a datapoint in which more than a quarter of the tasks were starting, and the requests do not ask for more. It is not followed.",
    remedy: "Nothing to do. The next datapoints, without the start of tasks in them, decide.",
  },
  "signal-futile": {
    kind: "warning",
    severity: "medium",
    means:
      "The service has grown twice and the signal did not fall by a third of what that should have brought, so it measures something that more tasks don't change. It has no vote until it changes by a tenth.",
    remedy:
      "Look for what the tasks wait for, often the database: more tasks will not help. Use a signal that falls when the service grows, such as requests.",
  },
  "too-slow-to-shrink": {
    kind: "hold",
    severity: "low",
    means:
      "The other signals ask for fewer tasks, but the service answers more slowly than its latency signal allows, so it keeps what it has.",
    remedy: "Nothing to do while it is slow. If it always is, raise signals.latency.threshold.",
  },
  parked: {
    kind: "hold",
    severity: "low",
    means: "A schedule, or the runbook park, keeps the service at 0 tasks. It comes back when the window ends.",
    remedy: "Nothing to do. To have it back earlier, set the desired count by hand or change signals.schedules.",
  },
  "count-by-runbook": {
    kind: "hold",
    severity: "low",
    means:
      "A person has set the number of tasks by the runbook scale, and it stays there until the time in the notice.",
    remedy: "Nothing to do. To end it earlier, run the runbook resume for the service.",
  },
  "forced-past-budget": {
    kind: "warning",
    severity: "high",
    means:
      "A count that two people have agreed on is past the database's budget: more connections may be opened than it holds.",
    remedy: "Watch refused connections. Run the runbook resume for the service as soon as it can do with less.",
  },
  "run-needs-approval": {
    kind: "hold",
    severity: "high",
    means: "A risky runbook was asked for, and waits for another person before anything is changed.",
    remedy:
      "Look at what it would change, then run `npx headgate run --approve ID` with your own credentials, or let it expire.",
  },
  "run-done": {
    kind: "change",
    severity: "low",
    means: "A runbook has run to its end.",
    remedy: "Nothing to do. `npx headgate run --status ID` shows each step.",
  },
  "run-not-done": {
    kind: "warning",
    severity: "medium",
    means: "A runbook was refused, aborted, has failed, or nobody has approved it in time.",
    remedy: "See the reason in the notice; `npx headgate run --status ID` shows what was done before.",
  },
  "paused-by-runbook": {
    kind: "hold",
    severity: "low",
    means:
      "A person has paused the scaling of the service by the runbook pause. Its tasks count, and stay as they are.",
    remedy: "Run the runbook resume for the service when the work is done.",
  },
  "schedule-floor": {
    kind: "hold",
    severity: "low",
    means: "A schedule keeps more tasks than the signals ask for.",
    remedy: "Nothing to do until the window ends. Its bounds are under signals.schedules.",
  },
  "schedule-ceiling": {
    kind: "cap",
    severity: "medium",
    means: "A schedule allows fewer tasks than the signals ask for.",
    remedy: "Raise the window's max under signals.schedules if the load is wanted.",
  },
  "no-signal": {
    kind: "hold",
    severity: "medium",
    means: "No signal has an opinion, so the service stays as it is.",
    remedy: "Configure at least one signal that is always present, such as cpu.",
  },
  "alarm-muted": {
    kind: "warning",
    severity: "low",
    means: "A configured alarm has ActionsEnabled = false. It does not scale while it is muted.",
    remedy: "Enable the alarm's actions when the mute is over.",
  },
  "alarm-no-data": {
    kind: "warning",
    severity: "medium",
    means: "A configured alarm is in INSUFFICIENT_DATA. It has no opinion.",
    remedy: "Check the alarm's metric, or its treatment of missing data.",
  },
  "deployment-in-progress": {
    kind: "hold",
    severity: "low",
    means: "A rolling deployment runs, so nothing is scaled in.",
    remedy: "Nothing to do. After 60 minutes the deployment counts as stuck and a surplus may go.",
  },
  "deployment-external": {
    kind: "hold",
    severity: "low",
    means: "A CODE_DEPLOY or EXTERNAL deployment runs, so the service is left as it is.",
    remedy: "Nothing to do until it ends.",
  },
  "deployment-exceeds-budget": {
    kind: "warning",
    severity: "medium",
    means:
      "A rolling deployment of the service, as its settings stand, would hold more connections than the budget has.",
    remedy: "Lower maximumPercent to the figure in the notice, make the pool smaller, or set surge: reserve.",
  },
  "deployment-fitted": {
    kind: "change",
    severity: "low",
    means:
      "The percents of the service's next deployment were set to what the free budget carries, as deployment.entry: fit says. No deployment was started.",
    remedy:
      "Nothing to do. Your own percents come back with the room; a percent that you set yourself is taken as yours.",
  },
  "waiting-for-callee": {
    kind: "hold",
    severity: "low",
    means:
      "The service sends requests on to another one whose healthy tasks can't carry more yet. It has grown as far as they carry, and the room for the rest is kept for it.",
    remedy: "Nothing to do: the callee grows first. Its startSeconds bounds how long this takes.",
  },
  "callee-not-ready": {
    kind: "cap",
    severity: "high",
    means:
      "A service that this one calls has not got more healthy tasks for three of its start times, so this one is held at what is really carried. The room that was kept for it is given to others.",
    remedy:
      "Look at why the callee's new tasks don't become healthy: its ECS events, its health check, its connections. If it only needs longer, raise its startSeconds.",
  },
  "callee-capacity": {
    kind: "cap",
    severity: "high",
    means:
      "A service that this one calls can't carry more requests, so more tasks here would only send it what it can't serve. The detail names what binds the callee.",
    remedy:
      "Unlock what binds the callee: its database, its tasks.max, its capacity. More tasks of this service will not help.",
  },
  "callee-unmeasured": {
    kind: "warning",
    severity: "low",
    means:
      "A service is called by others and nothing tells what one of its tasks carries, so its callers are not held to it.",
    remedy: "Give it a requests signal, or a rate signal beside its cpu signal.",
  },
  "callee-unknown": {
    kind: "hold",
    severity: "medium",
    means: "What a called service carries can't be read now, so nothing that would send it more requests grows.",
    remedy: "Mend the reading that the detail names.",
  },
  "caller-unmeasured": {
    kind: "warning",
    severity: "low",
    means:
      "The service calls others and its own requests aren't counted, so its callees are not asked to grow ahead of it.",
    remedy: "Give it a requests signal, or a rate signal beside its cpu signal.",
  },
  "call-share-unknown": {
    kind: "warning",
    severity: "low",
    means:
      "How many requests the service sends to one that it calls is to be learned and isn't known, so the call has no effect.",
    remedy: "Wait for some minutes of traffic, or write the figure: calls: { <callee>: 1.2 }.",
  },
  "forecast-off": {
    kind: "warning",
    severity: "low",
    means:
      "Too much of what was forecast for the service's request rate did not come, so the trend or the season, as the detail says, asks for nothing. It goes on being compared, and asks again when it is right.",
    remedy:
      "Nothing to do: the other signals go on. If it stays off, switch that part off under forecast, or raise forecast.mostErrorRatio where tasks too many are cheaper than tasks too late.",
  },
  "daemon-service": {
    kind: "hold",
    severity: "low",
    means: "The service is a DAEMON: ECS decides its task count.",
    remedy: "Remove its signals, and keep it in headgate.yml so that its connections are counted.",
  },
  "scaled-to-zero": {
    kind: "hold",
    severity: "low",
    means: "The desired count is 0, which only a person sets. The service is left off.",
    remedy: "Set the desired count to 1 or more to switch the service on again.",
  },
  "pinned-by-hand": {
    kind: "hold",
    severity: "low",
    means: "The desired count was changed by hand. It is a floor until the pin ends.",
    remedy: "Set the desired count back to end the pin at once, or change pinMinutes.",
  },
  "restored-after-deployment": {
    kind: "change",
    severity: "low",
    means: "A deployment has reset the desired count. The count from before is asked for again, within the budget.",
    remedy: "Leave desiredCount out of the deployment's template.",
  },
  "autoscaling-target-unknown": {
    kind: "hold",
    severity: "medium",
    means: "The service is in govern mode and its Application Auto Scaling target can't be read, or it has none.",
    remedy: "Register a scalable target, or check the permission application-autoscaling:DescribeScalableTargets.",
  },
  "autoscaling-policies-active": {
    kind: "hold",
    severity: "medium",
    means:
      "The service is in scale mode and its own Application Auto Scaling policies are active, so two would write its desired count. It is left as it is and counts with the one step that its policies may take.",
    remedy:
      "Delete or suspend the policies, set autoscaling: suspend for the service, or choose mode: govern to keep them.",
  },
  "autoscaling-suspended": {
    kind: "change",
    severity: "low",
    means:
      "The service's own Application Auto Scaling is suspended, in, out and scheduled, because headgate.yml says autoscaling: suspend. From now on its desired count is set by Headgate alone.",
    remedy: "Nothing to do. `headgate release` lifts the suspension when Headgate is taken away.",
  },
  "autoscaling-unknown": {
    kind: "hold",
    severity: "medium",
    means:
      "The service is in scale mode and whether Application Auto Scaling policies act on it can't be read, so it is left as it is.",
    remedy:
      "Check the permissions application-autoscaling:DescribeScalableTargets and application-autoscaling:DescribeScalingPolicies.",
  },
  "scheduled-actions-unknown": {
    kind: "warning",
    severity: "low",
    means:
      "A scheduled action of the service's scalable target can't be read, so its minimum doesn't count before it fires. When it has fired, what it set is respected.",
    remedy:
      "Check the permission application-autoscaling:DescribeScheduledActions, or write the schedule as AWS documents it; a rate needs a start time.",
  },
  "write-failed": {
    kind: "warning",
    severity: "high",
    means: "AWS refused a write of the plan, or did not answer. The next read plans again from what is there.",
    remedy: "Read the detail; where it is AccessDenied, give the scale function's role the action that it names.",
  },
  "writes-halted": {
    kind: "hold",
    severity: "high",
    means: "Three plans in a row could not be written, so the domain's writes are halted for 15 minutes.",
    remedy: "Mend the cause that the write-failed notice names; writes go on by themselves afterwards.",
  },
  "wake-up-abandoned": {
    kind: "hold",
    severity: "high",
    means: "A wake-up of the domain failed ten times in a row and was given up. The tick goes on.",
    remedy: "Look at the scale function's log for the correlation id in the detail.",
  },
  "read-budget-spent": {
    kind: "warning",
    severity: "medium",
    means: "The domain has used its daily number of reads. Until midnight UTC only the tick reads it.",
    remedy: "Raise dailyReadBudget, or find out why the domain stays hot.",
  },
  "outside-capacity-range": {
    kind: "hold",
    severity: "medium",
    means:
      "The desired count is outside the scalable target's range, where a write would move it at once. Nothing is written.",
    remedy: "Bring the desired count into [MinCapacity, MaxCapacity], or change the range.",
  },
  ...recordsCodes,
} as const satisfies Record<string, { kind: FindingKind; severity: Severity; means: string; remedy: string }>;

export type FindingKind = "change" | "cap" | "hold" | "warning";

export type Severity = "high" | "medium" | "low";

export type FindingCode = keyof typeof findingCodes;
