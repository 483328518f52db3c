import { judgeEach, regionLabel } from "../account-parts.ts";
import type { Alarm } from "../alarms/alarm.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, type Verdict } from "../check.ts";
import { awsCommand, quoteArgument } from "../shell-command.ts";

export const checkAlarmActions = ({ reading, config }: AuditInput): readonly Verdict[] => {
  const signals = new Set(
    (config?.services ?? []).flatMap((service) =>
      service.signals.flatMap((signal) => (signal.kind === "alarm" ? [signal.alarmName] : [])),
    ),
  );
  const alarms = reading.alarms.kind === "known" ? reading.alarms.value : [];
  const telling = alarms.filter((alarm) => alarm.kind === "composite" && acts(alarm)).flatMap(namesIn);
  const covered = new Set([...telling, ...signals]);
  return judgeEach(reading.alarms, regionLabel(reading), (alarm) => [
    acts(alarm) || covered.has(alarm.name) || covered.has(alarm.arn) ? passed(alarm.name) : silent(alarm),
  ]);
};

const acts = ({ actions, actionsEnabled }: Alarm): boolean => actionsEnabled && actions.length > 0;

/** The alarms that a composite one listens to, by name or ARN. @see PutCompositeAlarm, AlarmRule: `ALARM("name")` */
const namesIn = (alarm: Alarm): readonly string[] =>
  alarm.kind === "metric"
    ? []
    : [...alarm.rule.matchAll(/\bALARM\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]+))\s*\)/g)].map(
        ([, double, single, bare]) => double ?? single ?? bare ?? "",
      );

const silent = (alarm: Alarm): Verdict => ({
  status: "finding",
  subject: alarm.name,
  what:
    alarm.actions.length === 0
      ? `The alarm ${alarm.name} has no action.`
      : `The actions of the alarm ${alarm.name} are switched off.`,
  fix: alarm.actions.length === 0 ? [addAction(alarm)] : [enable(alarm)],
  cost: costsNothing("an alarm costs the same with actions; SNS charges for messages past its free ones"),
  numbers: { actions: alarm.actions.length },
});

const enable = ({ name }: Alarm): string => awsCommand("cloudwatch enable-alarm-actions", { "alarm-names": [name] });

/** An alarm is written as a whole, so what it says now is read back, and what can't be written is left out. */
const addAction = (alarm: Alarm): string => {
  const describe = awsCommand("cloudwatch describe-alarms", {
    "alarm-names": [alarm.name],
    "alarm-types": [alarm.kind === "metric" ? "MetricAlarm" : "CompositeAlarm"],
    output: "json",
  });
  const [list, put] =
    alarm.kind === "metric" ? ["MetricAlarms", "put-metric-alarm"] : ["CompositeAlarms", "put-composite-alarm"];
  const filter = `.${list}[0] | with_entries(select(.key | test(${JSON.stringify(notWritten)}) | not)) | .AlarmActions = [$topic] | .ActionsEnabled = true`;
  return `${describe} | jq --arg topic "$TOPIC_ARN" ${quoteArgument(filter)} > alarm.json && aws cloudwatch ${put} --cli-input-json=file://alarm.json`;
};

/** What DescribeAlarms says of an alarm and no Put takes. */
export const notWritten =
  "^(AlarmArn|AlarmConfigurationUpdatedTimestamp|State.+|EvaluationState|ActionsSuppressed(By|Reason))$";
