type CheckDoc = {
  /** The day-one list, or what the account's own settings ask for. */
  readonly rule: string;
  readonly why: string;
  /** What is said of what passes, after its number; and where there is nothing of the kind. */
  readonly passes: string;
  readonly none: string;
};

/** Every check: closed and stable, in the order in which they are told. People filter by the code, so none is renamed. */
export const checkCodes = {
  "permission-missing": {
    rule: "Every call that the checklist makes is allowed.",
    why: "What may not be read is not checked, and nobody notices.",
    passes: "Every call was allowed.",
    none: "Every call was allowed.",
  },
  "log-retention": {
    rule: "Every log group has a retention. Groups of the class DELIVERY keep lines for a day and take none.",
    why: "Lines that nobody deletes are stored, and paid for, for ever; and they may hold what must be forgotten.",
    passes: "with a retention",
    none: "There is no log group.",
  },
  "alarm-cpu": {
    rule: "Every ECS service has an alarm on AWS/ECS CPUUtilization with exactly its ClusterName and ServiceName, at 80 % or lower, that fires within 5 minutes.",
    why: "A service short of CPU gets slow first and fails later; the alarm is the time in between.",
    passes: "with an alarm on CPU",
    none: "There is no ECS service.",
  },
  "alarm-5xx": {
    rule: "Every service behind an Application Load Balancer has a metric math alarm that fires within 10 minutes when just over 1 % of its requests end in a 5xx.",
    why: "Errors are what users see. A ratio holds at night and in a rush; a count does not.",
    passes: "with an alarm on errors",
    none: "No ECS service is behind an Application Load Balancer.",
  },
  "alarm-latency": {
    rule: "Every service behind an Application Load Balancer has an alarm on TargetResponseTime of its target group, at 1 s or lower, that fires within 5 minutes.",
    why: "Slow answers tie up connections and workers in every caller: they are how one service's trouble becomes all services'.",
    passes: "with an alarm on latency",
    none: "No ECS service is behind an Application Load Balancer.",
  },
  "alarm-connections": {
    rule: "Every DB instance has an alarm on DatabaseConnections, at 90 % of its limit or lower, that fires within 2 minutes. The limit is headgate.yml's maxConnections, else the engine's default for the class.",
    why: "At the limit every new connection is refused, for all services at once.",
    passes: "with an alarm on connections",
    none: "There is no DB instance.",
  },
  "alarm-actions": {
    rule: "Every alarm has actions and they are enabled; or a composite alarm with actions contains it, or headgate.yml names it as a signal.",
    why: "An alarm that tells nobody is a chart.",
    passes: "that somebody hears of",
    none: "There is no alarm.",
  },
  "stack-drift-checked": {
    rule: "CloudFormation has compared every stack with its template at least once.",
    why: "Until a stack has been checked, nobody knows whether its template still describes it. Headgate starts no check itself.",
    passes: "checked for drift",
    none: "There is no CloudFormation stack.",
  },
  "stack-drift": {
    rule: "No stack that was checked has drifted.",
    why: "The next deployment undoes what was changed by hand, or fails on it.",
    passes: "without drift",
    none: "No CloudFormation stack has been checked for drift.",
  },
  budget: {
    rule: "The account has a cost budget, and none is spent.",
    why: "Without one the first sign of a runaway bill is the bill.",
    passes: "within the limit",
    none: "There is no budget.",
  },
  "managed-instance": {
    rule: "Every EC2 instance of an ECS cluster is a node of Systems Manager and online.",
    why: "An instance outside Systems Manager is not patched by it, and at night nobody gets into it without SSH keys.",
    passes: "online in Systems Manager",
    none: "No ECS cluster has EC2 instances.",
  },
  guardduty: {
    rule: "GuardDuty has an enabled detector in the region.",
    why: "Stolen credentials and mining show in logs that nobody reads by hand.",
    passes: "on",
    none: "GuardDuty is on.",
  },
  inspector: {
    rule: "Inspector scans container images in ECR, and EC2 instances where ECS clusters have some.",
    why: "A vulnerability in an image runs in every task of it, and is found by whoever looks first.",
    passes: "on",
    none: "Inspector is on.",
  },
  "trusted-advisor": {
    rule: "Trusted Advisor shows no red check, where the support plan has its API.",
    why: "A red check is a risk that AWS has already seen in the account.",
    passes: "not red",
    none: "The support plan has no API for Trusted Advisor.",
  },
  "database-multi-az": {
    rule: "Every database that is written to has a standby or a reader in a second zone. Read replicas are not asked.",
    why: "A zone that fails, and every maintenance reboot, takes a single instance down for minutes to hours.",
    passes: "with a second zone",
    none: "There is no database.",
  },
  "database-backups": {
    rule: "Every database that is written to keeps automated backups for 7 days or more. Of a cluster's, the cluster's figure counts.",
    why: "Point-in-time recovery goes back no further, and damage on a Friday is found on a Monday.",
    passes: "with a week of backups",
    none: "There is no database.",
  },
  "database-deletion-protection": {
    rule: "Every database that is written to has deletion protection.",
    why: "One wrong command, or a stack that replaces a resource, deletes a database and its automated backups.",
    passes: "protected from deletion",
    none: "There is no database.",
  },
  "balancer-deletion-protection": {
    rule: "Every Application and Network Load Balancer has deletion protection.",
    why: "A deleted balancer's name is gone from DNS, and everything that points at it with it.",
    passes: "protected from deletion",
    none: "There is no load balancer.",
  },
  "service-zones": {
    rule: "Every ECS service may run in two Availability Zones or more: by its subnets, or by its cluster's instances.",
    why: "A zone that fails takes the whole service along.",
    passes: "with two zones or more",
    none: "There is no ECS service.",
  },
  "task-spread": {
    rule: "The running tasks of every ECS service are in two zones or more. A service parked at 0 and a daemon are not asked.",
    why: "Two zones on paper help nobody when all tasks run in one, or when there is only one task.",
    passes: "in two zones or more",
    none: "There is no ECS service.",
  },
  "balancer-zones": {
    rule: "Every load balancer is in two Availability Zones or more.",
    why: "A zone that fails takes the whole entrance along.",
    passes: "in two zones or more",
    none: "There is no load balancer.",
  },
  "secret-rotation": {
    rule: "Every secret of the account's own rotates, and the last rotation that was due has happened.",
    why: "A secret that never changes stays useful to everybody who has ever seen it.",
    passes: "rotating",
    none: "There is no secret.",
  },
} as const satisfies Readonly<Record<string, CheckDoc>>;

export type CheckCode = keyof typeof checkCodes;
