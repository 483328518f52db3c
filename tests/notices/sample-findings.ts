import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";

type Sample = Partial<Omit<Finding, "code">>;

const order = { service: "order" } as const;
const orders = { service: null, database: "orders" } as const;
const stream = { service: null } as const;
/** Of a service that was granted less than it asks for, because of its database. */
const short = { service: "order", database: "orders", numbers: { askTasks: 7, grantedTasks: 4 } } as const;

const budget = {
  limitConnections: 200,
  reservedConnections: 8,
  marginConnections: 10,
  replacementConnections: 10,
  connectorConnections: 0,
  unmanagedConnections: 10,
  budgetConnections: 162,
  committedConnections: 160,
} as const;

/** A finding of every code as the plan makes it: its numbers, its detail, its unlock options. */
export const sampleFindings: Readonly<Record<FindingCode, Sample>> = {
  "count-by-runbook": {
    ...order,
    numbers: { countTasks: 6, askTasks: 4, untilMs: Date.UTC(2026, 2, 14, 3, 30) },
    detail: "run incident-42 by arn:aws:iam::123456789012:user/ann",
  },
  "forced-past-budget": { ...order, numbers: { targetTasks: 19, grantedTasks: 16 } },
  "paused-by-runbook": {
    ...order,
    numbers: { desiredTasks: 4 },
    detail: "run incident-42 by arn:aws:iam::123456789012:user/ann",
  },
  "run-needs-approval": {
    ...stream,
    database: "orders",
    numbers: { steps: 0, untilMs: Date.UTC(2026, 2, 14, 3, 30) },
    detail: "resize-database by arn:aws:iam::123456789012:user/ann",
  },
  "run-done": { ...order, numbers: { steps: 3 }, detail: "scale by arn:aws:iam::123456789012:user/ann" },
  "run-not-done": { ...order, numbers: { steps: 2 }, detail: "rollback by arn:aws:iam::123456789012:user/ann, failed" },
  "scaled-out": {
    ...order,
    numbers: { desiredTasks: 3, targetTasks: 5, askTasks: 5 },
    detail: "cpu at 1.43 x target asks for 5",
  },
  "scaled-in": {
    ...order,
    numbers: { desiredTasks: 5, targetTasks: 4, askTasks: 3 },
    detail: "cpu at 0.52 x target asks for 3",
  },
  "would-scale-out": {
    ...order,
    numbers: { desiredTasks: 3, targetTasks: 4, askTasks: 4 },
    detail: "requests at 1.21 x target asks for 4",
  },
  "would-scale-in": {
    ...order,
    numbers: { desiredTasks: 6, targetTasks: 5, askTasks: 4 },
    detail: "cpu at 0.60 x target asks for 4",
  },
  "database-budget": {
    service: "order",
    database: "orders",
    numbers: { askTasks: 13, grantedTasks: 8, priceConnections: 20, ...budget, leftConnections: 2 },
    unlocks: [
      { kind: "smaller-pool", connectionsPerTask: 12, insteadOf: 20, tasks: 13 },
      { kind: "borrow-surge", tasks: 9 },
      { kind: "larger-limit", maxConnections: 305, insteadOf: 200, tasks: 13 },
      { kind: "maximum-percent", maximumPercent: 125, insteadOf: 200, tasks: 9 },
      { kind: "shorter-drain", drainSeconds: 60, insteadOfSeconds: 330, tasks: 10 },
      {
        kind: "next-class",
        instanceClass: "db.t4g.large",
        insteadOf: "db.t4g.medium",
        maxConnections: 823,
        pricePercent: 200,
        moreMonthlyDollars: 62.05,
        tasks: 13,
      },
      { kind: "proxy", borrowedMilliPerTask: 2600, tasks: 13 },
      { kind: "read-replica", readSharePercent: 80, movedConnections: 16, tasks: 13 },
    ],
  },
  "budget-exceeded": {
    ...orders,
    numbers: { committedConnections: 190, budgetConnections: 162, limitConnections: 200 },
  },
  "cluster-capacity": {
    ...order,
    numbers: {
      askTasks: 9,
      grantedTasks: 6,
      instances: 3,
      tasksPerInstance: 2,
      neededCpuUnits: 1024,
      mostFreeCpuUnits: 512,
      freeCpuUnits: 896,
      instancesNeeded: 2,
    },
    detail: "no instance of cluster shop has 1024 CPU units free; capacity.maxInstances lets shop-ec2 start no more",
  },
  "host-port-conflict": {
    ...order,
    numbers: { askTasks: 4, grantedTasks: 3, instances: 3, tasksPerInstance: 1 },
    detail: "host port 8080 is taken by legacy on i-0a1b2c3d4e5f60718, i-0a1b2c3d4e5f60719 and i-0a1b2c3d4e5f6071a",
  },
  "host-port-one-per-instance": {
    ...order,
    numbers: { askTasks: 4, grantedTasks: 3, instances: 3, tasksPerInstance: 1 },
    detail: "host port 8080 is taken by order on all 3 instances",
  },
  "capacity-unknown": {
    ...order,
    numbers: { askTasks: 4, grantedTasks: 3 },
    detail: "ecs:DescribeContainerInstances: AccessDeniedException",
  },
  "gpu-ignored": { ...order, numbers: { gpusPerTask: 1 } },
  "placement-expression-ignored": { ...order, detail: "attribute:ecs.instance-type =~ g5.*" },
  "fargate-quota": {
    ...order,
    numbers: { askTasks: 9, grantedTasks: 6, freeMilliVcpus: 750, neededMilliVcpus: 1000 },
  },
  "fargate-quota-unknown": { ...stream, detail: "servicequotas:GetServiceQuota: AccessDeniedException" },
  "max-tasks": {
    ...order,
    numbers: { askTasks: 26, maxTasks: 20 },
    detail: "requests at 1.30 x target asks for 26",
  },
  "limit-unknown": {
    ...short,
    detail: "max_connections of orders is not known: rds:DescribeDBInstances: AccessDenied",
  },
  "limit-stale": { ...short, detail: "it was last read 26 h ago" },
  "limit-pending-reboot": {
    ...orders,
    numbers: { limitConnections: 200, limitExpectedConnections: 400 },
    detail: "max_connections 400 of shop-pg16 waits for a reboot of shop-orders-1",
  },
  "limit-imprecise": {
    ...orders,
    numbers: { limitConnections: 405, limitExpectedConnections: 405 },
    detail: "rds:DescribeDBParameters: AccessDenied; the engine's default for the class is taken",
  },
  "database-not-available": { ...short, detail: "shop-orders-1 is in status storage-full" },
  "database-saturated": {
    ...orders,
    numbers: { cpuPercent: 97, thresholdPercent: 90 },
    detail: "CPU at 97 % in two of the newest three minutes",
  },
  "pressure-unknown": { ...orders, detail: "DBLoad: pi:GetResourceMetrics: AccessDeniedException" },
  "readers-failover-exceeds": {
    ...orders,
    numbers: { readers: 3, committedConnections: 410, budgetConnections: 540, failoverConnections: 360 },
    detail: "2 of 3 readers carry less",
  },
  "proxy-budget": {
    ...short,
    numbers: { ...short.numbers, priceConnections: 2.6, leftConnections: 1 },
    detail: "orders-proxy",
  },
  "proxy-clients": {
    ...short,
    numbers: { ...short.numbers, priceConnections: 20, leftConnections: 12 },
    detail: "orders-proxy",
  },
  "proxy-unknown": { ...orders, detail: "orders-proxy: rds:DescribeDBProxies: AccessDenied" },
  "proxy-without-target": { ...orders, detail: "orders-proxy: no target is AVAILABLE" },
  "proxy-saturated": {
    ...orders,
    numbers: { borrowMilliseconds: 240, thresholdMilliseconds: 100 },
    detail: "orders-proxy: a borrow takes 240 ms in two of the newest three minutes",
  },
  "proxy-bypassed": {
    ...orders,
    numbers: { directConnections: 60, proxiedConnections: 90, borrowedConnections: 31, bypassPercent: 40 },
    detail: "billing, reports connect without it",
  },
  "connections-unknown": { ...short, detail: "cloudwatch:GetMetricData: AccessDenied" },
  "connections-stale": { ...short, detail: "the newest datapoint is 640 s old" },
  "connections-settling": { ...short, detail: "no minute without task changes in the last 3600 s" },
  "tasks-unknown": { ...order, detail: "ecs:DescribeServices: AccessDeniedException" },
  "neighbour-unknown": { ...short, detail: "billing can't be read" },
  "service-not-found": { ...order, detail: "shop/order is INACTIVE" },
  "signal-unknown": { ...order, detail: "cpu: cloudwatch:GetMetricData: AccessDenied" },
  "signal-stale": { ...order, detail: "requests: the newest datapoint is 420 s old" },
  "warming-up": {
    ...order,
    numbers: { askTasks: 9, requestsTasks: 5 },
    detail: "cpu asked while more than a quarter of the tasks were starting",
  },
  "signal-futile": {
    ...order,
    numbers: { valueBefore: 91, valueAfter: 89, tasksBefore: 4, tasksAfter: 8 },
    detail: "cpu",
  },
  "too-slow-to-shrink": { ...order, numbers: { askTasks: 3, desiredTasks: 6 }, detail: "latency" },
  parked: { ...order, detail: "night" },
  "schedule-floor": { ...order, numbers: { askTasks: 4, floorTasks: 8 }, detail: "opening" },
  "schedule-ceiling": { ...order, numbers: { askTasks: 9, maxTasks: 5 }, detail: "night" },
  "no-signal": { ...order, detail: "no signal has an opinion" },
  "alarm-muted": { ...order, detail: "order-latency: ActionsEnabled is false" },
  "alarm-no-data": { ...order, detail: "order-latency: INSUFFICIENT_DATA" },
  "deployment-in-progress": { ...order, numbers: { desiredTasks: 6 } },
  "deployment-external": { ...order, detail: "an external deployment is in progress" },
  "deployment-exceeds-budget": {
    service: "order",
    database: "orders",
    numbers: {
      surgeTasks: 16,
      connectionsPerTask: 20,
      demandConnections: 160,
      leftConnections: 42,
      budgetConnections: 162,
    },
    unlocks: [{ kind: "lower-maximum-percent", maximumPercent: 125, insteadOf: 200 }],
  },
  "deployment-fitted": { ...order, numbers: { maximumPercent: 125, minimumHealthyPercent: 100, insteadOf: 200 } },
  "waiting-for-callee": {
    ...order,
    numbers: { askTasks: 9, grantedTasks: 6, reservedTasks: 3, neededPerSecond: 410, carriedPerSecond: 300 },
    detail: "stock carries 300 of 410 requests/s until its new tasks are healthy",
  },
  "callee-not-ready": {
    ...order,
    numbers: { askTasks: 9, grantedTasks: 6, neededPerSecond: 410, carriedPerSecond: 300 },
    detail: "stock has not got more healthy tasks for 180 s",
  },
  "callee-capacity": {
    service: "order",
    database: "stock-db",
    numbers: { askTasks: 9, grantedTasks: 6, neededPerSecond: 410, carriedPerSecond: 300 },
    detail: "stock is bound by stock-db",
  },
  "callee-unmeasured": { service: "stock", detail: "called by order, returns" },
  "callee-unknown": {
    ...order,
    numbers: { askTasks: 9, grantedTasks: 6, neededPerSecond: 410, carriedPerSecond: 300 },
    detail: "stock: its tasks can't be read",
  },
  "caller-unmeasured": { ...order, detail: "calls stock" },
  "call-share-unknown": { ...order, detail: "stock" },
  "forecast-off": { ...order, numbers: { errorPercent: 42, mostErrorPercent: 30 }, detail: "trend" },
  "daemon-service": { ...order, detail: "schedulingStrategy is DAEMON" },
  "scaled-to-zero": { ...order, detail: "the desired count is 0" },
  "pinned-by-hand": {
    ...order,
    numbers: { pinnedTasks: 6, askTasks: 4, untilMs: Date.UTC(2026, 2, 14, 3, 15) },
  },
  "restored-after-deployment": {
    ...order,
    numbers: { pinnedTasks: 6, askTasks: 4, untilMs: Date.UTC(2026, 2, 14, 3, 15) },
  },
  "autoscaling-target-unknown": { ...order, detail: "there is no scalable target" },
  "autoscaling-policies-active": { ...order, detail: "policies order-cpu and order-requests" },
  "autoscaling-suspended": { ...order, detail: "policies order-cpu and order-requests" },
  "autoscaling-unknown": { ...order, detail: "application-autoscaling:DescribeScalingPolicies: AccessDenied" },
  "scheduled-actions-unknown": { ...order, detail: "night: rate(1 day) has no start time to count from" },
  "write-failed": {
    ...order,
    detail: "AccessDeniedException: User: scale is not authorized to perform: ecs:UpdateService on resource: order",
  },
  "writes-halted": { ...stream, numbers: { failedWrites: 3 } },
  "wake-up-abandoned": {
    ...stream,
    numbers: { attempts: 10 },
    detail: "correlation id 7bf73129-1428-4cd3-a780-95db273d1602",
  },
  "read-budget-spent": { ...stream, numbers: { dailyReadBudget: 5000 } },
  "outside-capacity-range": { ...order, detail: "desired 12 is outside 3 to 10" },
  "record-restored": { ...order, numbers: { records: 1 }, detail: "A order.shop.internal was 10.0.9.9" },
  "would-change-records": {
    ...order,
    numbers: { newRecords: 2, changedRecords: 0, removedRecords: 1 },
    detail: "A order.shop.internal (task-1), A order.shop.internal (task-2) and 1 more",
  },
  "listing-unknown": {
    ...order,
    numbers: { published: 3, leaving: 0, unseen: 0 },
    detail: "order.shop.internal: ecs:ListTasks: AccessDeniedException",
  },
  "no-task-listed": {
    ...order,
    numbers: { published: 3, leaving: 3, unseen: 3 },
    detail: "order.shop.internal: 10.0.1.10, 10.0.1.11, 10.0.1.12",
  },
  "mass-removal-held": {
    ...order,
    numbers: { published: 8, leaving: 6, unseen: 5 },
    detail: "order.shop.internal: 10.0.1.10, 10.0.1.11, 10.0.1.12 and 2 more",
  },
  "destination-unknown": { ...stream, detail: "route53:ListResourceRecordSets: AccessDenied" },
  "record-not-owned": {
    ...order,
    numbers: { records: 1 },
    detail: "A order.shop.internal: it has no ownership record of Headgate",
  },
  "records-write-failed": {
    ...stream,
    numbers: { failedWrites: 1 },
    detail: "change-record-sets: InvalidChangeBatch: RRSet with DNS name order.shop.internal. is not permitted in zone",
  },
  "task-without-address": {
    ...order,
    numbers: { tasks: 1 },
    detail: "order.shop.internal: 8f2c1d0e (no-public-address)",
  },
  "too-many-multivalue-sets": {
    ...order,
    numbers: { tasks: 104, notPublished: 0 },
    detail: "order.shop.internal is one record now",
  },
  "too-many-values": { ...order, numbers: { tasks: 412, notPublished: 12 }, detail: "order.shop.internal" },
  "upsert-only-kept": { ...order, numbers: { records: 2 }, detail: "A order.shop.internal (task-1)" },
  "routing-change-held": { ...order, numbers: { records: 1 }, detail: "A order.shop.internal" },
  "nginx-install-failed": {
    ...stream,
    numbers: { failedInstances: 1, instances: 2 },
    detail: 'i-0a1b2c3d4e5f60718: nginx: [emerg] duplicate upstream "order" in /etc/nginx/conf.d/headgate.conf:12',
  },
  "nginx-nobody-listens": { ...stream },
  "nginx-results-unknown": { ...stream, detail: "ssm:ListCommandInvocations: AccessDeniedException" },
  withdrawing: { ...order, numbers: { tasks: 2, ttlSeconds: 60, secondsLeft: 90 } },
  "withdrawal-stuck": {
    ...order,
    numbers: { tasks: 2, ttlSeconds: 60, secondsLeft: 0 },
    detail: "zone/Z0SHOP has not taken them out",
  },
  "gate-offered": {
    service: "order",
    database: "orders",
    numbers: { admittedRequestsPerSecond: 240, arrivingRequestsPerSecond: 410, tasks: 8 },
  },
  "gate-closed": {
    service: "order",
    database: "orders",
    numbers: { admittedRequestsPerSecond: 240, arrivingRequestsPerSecond: 410, tasks: 8 },
  },
};
