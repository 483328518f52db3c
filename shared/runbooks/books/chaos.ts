import { assertNever } from "../../plan/assert-never.ts";
import {
  applyFailover,
  beginFailover,
  type FailoverAction,
  type FailoverSeen,
  type FailoverState,
  readFailover,
  watchFailover,
} from "../chaos/failover.ts";
import { chaosRefusals } from "../chaos/guard.ts";
import {
  applyStop,
  beginStop,
  readStop,
  type StopAction,
  type StopSeen,
  type StopState,
  watchStop,
} from "../chaos/stop-tasks.ts";
import { domainReads } from "../domain-reads.ts";
import { databaseName, flag, optional, serviceName, whole } from "../parameter.ts";
import { refuse } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";

type Params = {
  readonly service?: string | undefined;
  readonly tasks?: number | undefined;
  readonly database?: string | undefined;
  readonly failover?: boolean | undefined;
};

const defaultTasks = 1;

export const chaos = defineRunbook<
  Params,
  StopSeen | FailoverSeen,
  StopState | FailoverState,
  StopAction | FailoverAction
>({
  name: "chaos",
  purpose: "Stops tasks or fails a database over, with a guard, and measures how long recovery takes",
  about:
    "Stops so many tasks of a service, or reboots a Multi-AZ database with failover (an Aurora cluster fails over to a reader), and watches what comes back: the count, health, the addresses in DNS and nginx, the connections. It reports the seconds of each, and what did not recover in time. The guard is read before, and again right before each stop: as many healthy tasks are left as the service's minimum, and never none; no deployment, no alarm in ALARM, no pause, and nothing that can't be read.",
  effect: "account",
  parameters: {
    service: optional(serviceName("The service whose tasks are stopped.")),
    tasks: optional(whole(1, 100, "How many tasks are stopped at once. 1 unless given.")),
    database: optional(databaseName("The database that fails over, in place of a service.")),
    failover: flag("Has to be true with a database: its connections are cut."),
  },
  example: { service: "order", tasks: 1 },
  refusals: chaosRefusals,
  grants: [
    ...domainReads,
    { actions: ["ecs:ListTasks"], on: "task-lists" },
    { actions: ["ecs:DescribeTasks", "ecs:StopTask"], on: "tasks" },
    { actions: ["cloudwatch:DescribeAlarms"], on: "alarms" },
    { actions: ["route53:ListResourceRecordSets"], on: "zones" },
    { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], on: "every-database" },
    { actions: ["rds:RebootDBInstance"], on: "database-instances" },
    { actions: ["rds:FailoverDBCluster"], on: "database-clusters" },
    {
      actions: ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ecs:DescribeTaskDefinition"],
      on: "none",
    },
  ],
  exclusive: () => "chaos",
  check: ({ service, tasks, database, failover }) => {
    if ((service === undefined) === (database === undefined))
      return refuse("bad-input", "give either params.service or params.database", "params.service");
    if (database !== undefined && tasks !== undefined)
      return refuse("bad-input", "params.tasks is of a service", "params.tasks");
    if (database !== undefined && failover !== true)
      return refuse("bad-input", "params.failover has to be true with a database", "params.failover");
    return service !== undefined && failover === true
      ? refuse("bad-input", "params.failover is of a database", "params.failover")
      : null;
  },
  read: ({ service, database }, _state, tools) =>
    service === undefined ? readFailover(database!, tools) : readStop(service, tools),

  plan: ({ params, state, reading, config, nowMs }) => {
    switch (reading.kind) {
      case "stop":
        return state === null
          ? beginStop(reading, params.tasks ?? defaultTasks, config, nowMs)
          : watchStop(state as StopState, reading, config, nowMs);
      case "failover":
        return state === null
          ? beginFailover(reading, params.database!, config, nowMs)
          : watchFailover(state as FailoverState, reading, nowMs);
      default:
        return assertNever(reading);
    }
  },

  apply: (action, tools) => (action.kind === "stop" ? applyStop(action, tools) : applyFailover(action, tools)),
});
