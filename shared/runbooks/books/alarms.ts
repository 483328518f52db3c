import { readFactsAndQuotas } from "../../aws/facts-table.ts";
import { deleteStandardAlarms, putStandardAlarm, readAlarmsNamed } from "../../aws/standard-alarms.ts";
import type { AlarmsAction, AlarmsParams, AlarmsReading, AlarmsState } from "../alarms/alarms-run.ts";
import { planAlarms } from "../alarms/plan-alarms.ts";
import { alarmsRefusals } from "../alarms/refusals.ts";
import { describeAlarm } from "../alarms/standard-alarm.ts";
import { alarmPrefix } from "../alarms/standard-alarms.ts";
import { flag, optional, strings, whole } from "../parameter.ts";
import { refuse } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";

export const alarms = defineRunbook<AlarmsParams, AlarmsReading, AlarmsState, AlarmsAction>({
  name: "alarms",
  purpose: "Creates the standard CloudWatch alarms of services and databases, or puts them right",
  about:
    "Per service: CPU above 80 % for 5 min, 5xx answers above 1 % of the requests for 10 min, p99 response time above 1 s for 5 min. Per database: connections above 90 % of its limit for 2 min. All tell the stack's topic. The dry run shows each alarm: new, changed from what to what, or unchanged. An alarm of the same name that Headgate has not made is left alone, and none is deleted without `prune`. The report has the lines for headgate.yml that make signals of them. A limit that grows needs a new run: the threshold is a number of connections.",
  effect: "account",
  parameters: {
    services: optional(
      strings("Services by their names in headgate.yml, with the databases behind them; all unless given.", 200),
    ),
    cpuPercent: optional(whole(1, 100, "CPU alarm, percent of what the tasks have reserved. 80 unless given.")),
    errorPercent: optional(whole(1, 100, "Error alarm, percent of the requests. 1 unless given.")),
    latencySeconds: optional(whole(1, 3600, "Latency alarm, seconds at the 99th percentile. 1 unless given.")),
    connectionsPercent: optional(whole(1, 100, "Connections alarm, percent of the database's limit. 90 unless given.")),
    prune: flag("Also delete alarms of Headgate's whose service or database is not in headgate.yml any more."),
  },
  example: { services: ["order"], latencySeconds: 2 },
  refusals: alarmsRefusals,
  grants: [
    { actions: ["cloudwatch:DescribeAlarms"], on: "alarms" },
    { actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"], on: "own-alarms" },
  ],
  exclusive: () => "alarms",
  check: ({ services = [] }, config) => {
    const unknown = services.find((name) => !config.services.some((service) => service.name === name));
    return unknown === undefined
      ? null
      : refuse("unknown-name", `headgate.yml has no service ${unknown}`, "params.services");
  },
  read: async (_params, _state, { clients, stack, config }) => {
    const names = config.databases.map(({ name }) => name);
    const { facts } = await readFactsAndQuotas(clients.dynamoDb, stack.tableName, names);
    return {
      stack: { prefix: stack.prefix, topicArn: stack.topicArn },
      facts: [...facts],
      existing: await readAlarmsNamed(clients.cloudWatch, alarmPrefix(stack.prefix)),
    };
  },
  plan: (input) => planAlarms(input),
  apply: async (action, { clients }) => {
    if (action.kind === "put") {
      await putStandardAlarm(clients.cloudWatch, action.alarm);
      return `${action.alarm.name}: ${describeAlarm(action.alarm)}`;
    }
    await deleteStandardAlarms(clients.cloudWatch, [action.name]);
    return `${action.name}: deleted`;
  },
});
