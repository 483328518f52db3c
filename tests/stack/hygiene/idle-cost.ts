import { billOf } from "../../../shared/cost/bill.ts";
import { builtInBook } from "../../../shared/cost/book/built-in-book.ts";
import { priceFinder } from "../../../shared/cost/find-price.ts";
import { items } from "../../../shared/cost/items.ts";
import type { Microdollars } from "../../../shared/cost/money.ts";
import type { Resource, Template } from "../packaged-stack.ts";
import { type HygieneRule, ofType } from "./hygiene-rule.ts";

/** What a stack may cost in a month in which nothing happens, at list prices: 29 metrics under alarms are 2.90 dollars. */
export const mostIdleDollars = 3;

/** Billed by what is done with them, or not at all: nothing while nothing happens. */
const freeWhileIdle: ReadonlySet<string> = new Set([
  "AWS::DynamoDB::Table",
  "AWS::Events::Rule",
  "AWS::IAM::Role",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::SSM::Document",
  "AWS::Scheduler::Schedule",
  "AWS::Scheduler::ScheduleGroup",
]);

/** Settings that turn a bill by use into one by the hour or by the month. */
const standing: readonly { readonly type: string; readonly costs: (properties: Resource["Properties"]) => boolean }[] =
  [
    { type: "AWS::DynamoDB::Table", costs: ({ BillingMode }) => BillingMode !== "PAY_PER_REQUEST" },
    { type: "AWS::Lambda::Function", costs: ({ SnapStart }) => SnapStart !== undefined },
    {
      type: "AWS::Lambda::EventSourceMapping",
      costs: ({ ProvisionedPollerConfig }) => ProvisionedPollerConfig !== undefined,
    },
  ];

type AlarmMetric = { readonly MetricStat?: unknown };

/** Metrics that the stack's alarms look at: CloudWatch bills each by the month. */
const alarmMetrics = (template: Template): number =>
  ofType(template, "AWS::CloudWatch::Alarm").reduce(
    (sum, [, { Metrics }]) =>
      sum +
      (Metrics === undefined ? 1 : (Metrics as readonly AlarmMetric[]).filter(({ MetricStat }) => MetricStat).length),
    0,
  );

/** @throws Error where the price book lacks the price */
export const idleCost = (template: Template, region = "eu-central-1"): Microdollars => {
  const count = alarmMetrics(template);
  const bill = billOf(
    [{ part: "Headgate", title: "alarms", what: items.alarmMetric, count, paid: "month" }],
    region,
    priceFinder(builtInBook),
  );
  if (bill.unpriced.length > 0) throw new Error(JSON.stringify(bill.unpriced));
  return bill.monthly;
};

export const idleCostRule: HygieneRule = {
  rule: `nothing costs money while it is idle, but alarms, and they at most ${mostIdleDollars} dollars a month`,
  breaches: (template) => [
    ...Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
      if (Type === "AWS::CloudWatch::Alarm") return [];
      if (!freeWhileIdle.has(Type)) return [`${id}: nobody has said what ${Type} costs while it is idle`];
      return standing.some(({ type, costs }) => type === Type && costs(Properties)) ? [`${id}: costs by the hour`] : [];
    }),
    ...(idleCost(template) > mostIdleDollars * 1_000_000 ? [`alarms: ${idleCost(template) / 1_000_000} dollars`] : []),
  ],
};
