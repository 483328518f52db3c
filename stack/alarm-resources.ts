import type { FunctionName } from "./functions.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { type WatchedFunction, type WatchedQueue, watchedFunctions, watchedQueues } from "./watched.ts";

export type AlarmResource = {
  readonly Type: "AWS::CloudWatch::Alarm";
  readonly Properties: { readonly Metrics?: readonly MetricQuery[]; readonly [property: string]: unknown };
};

type MetricQuery = { readonly Id: string; readonly MetricStat?: object; readonly [property: string]: unknown };

/** By what the alarm is about, in CamelCase: its properties, beside those that all have. */
type Alarms = readonly (readonly [about: string, properties: AlarmResource["Properties"]])[];

/**
 * What to look at when Headgate itself is unwell. Each tells the topic; none of them wakes a domain.
 *
 * @param resourcePrefix begins every alarm's name
 */
export const alarmResources = (resourcePrefix: string): Readonly<Record<string, AlarmResource>> => {
  const functions = Object.entries(watchedFunctions) as readonly (readonly [FunctionName, WatchedFunction])[];
  const alarms = [
    ...watchedQueues.flatMap((watched) => [...deadLetters(watched), ...age(watched)]),
    ...functions.flatMap(([name, watched]) => [
      ...errors(name, watched),
      ...throttles(name),
      ...duration(name, watched),
    ]),
  ];
  return Object.fromEntries(
    alarms.map(([about, properties]) => [
      `${about}Alarm`,
      {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmName: `${resourcePrefix}${about.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
          ...properties,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
          AlarmActions: [{ Ref: "Topic" }],
          OKActions: [{ Ref: "Topic" }],
        },
      },
    ]),
  );
};

const deadLetters = ({ queue, messages }: WatchedQueue): Alarms => [
  [
    `${queue}DeadLetters`,
    {
      AlarmDescription: `${messages} that could not be worked on; they stay for 14 days`,
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: queueDimensions(`${queue}DeadLetterQueue`),
      Statistic: "Maximum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
    },
  ],
];

const age = ({ queue, tooOld }: WatchedQueue): Alarms =>
  tooOld === null
    ? []
    : [
        [
          `${queue}Age`,
          {
            AlarmDescription: tooOld.description,
            Namespace: "AWS/SQS",
            MetricName: "ApproximateAgeOfOldestMessage",
            Dimensions: queueDimensions(`${queue}Queue`),
            Statistic: "Maximum",
            Period: 300,
            EvaluationPeriods: 1,
            Threshold: tooOld.aboveSeconds,
          },
        ],
      ];

const errors = (name: FunctionName, { errorsAbovePercent }: WatchedFunction): Alarms =>
  errorsAbovePercent === null
    ? []
    : [
        [
          `${capitalized(name)}Errors`,
          {
            AlarmDescription: `More than ${errorsAbovePercent} % of ${name}'${name.endsWith("s") ? "" : "s"} invocations fail`,
            Metrics: [
              {
                Id: "percent",
                Label: "failed invocations, percent",
                Expression: "IF(invocations > 0, 100 * errors / invocations, 0)",
                ReturnData: true,
              },
              sumOf(name, "errors", "Errors"),
              sumOf(name, "invocations", "Invocations"),
            ],
            EvaluationPeriods: 1,
            Threshold: errorsAbovePercent,
          },
        ],
      ];

const sumOf = (name: FunctionName, Id: string, MetricName: string): MetricQuery => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: { Namespace: "AWS/Lambda", MetricName, Dimensions: functionDimensions(name) },
    Period: 300,
    Stat: "Sum",
  },
});

const throttles = (name: FunctionName): Alarms => [
  [
    `${capitalized(name)}Throttles`,
    {
      AlarmDescription: `Lambda has no concurrency left for ${name}`,
      Namespace: "AWS/Lambda",
      MetricName: "Throttles",
      Dimensions: functionDimensions(name),
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
    },
  ],
];

const duration = (name: FunctionName, { timeoutSeconds }: WatchedFunction): Alarms => [
  [
    `${capitalized(name)}Duration`,
    {
      AlarmDescription: `${capitalized(name)} comes close to its timeout of ${timeoutSeconds} s`,
      Namespace: "AWS/Lambda",
      MetricName: "Duration",
      Dimensions: functionDimensions(name),
      ExtendedStatistic: "p99",
      Period: 300,
      EvaluationPeriods: 2,
      Threshold: 800 * timeoutSeconds, // ms, 80 % of the timeout
    },
  ],
];

type Dimensions = readonly [{ readonly Name: string; readonly Value: Intrinsic }];

const queueDimensions = (logicalId: string): Dimensions => [
  { Name: "QueueName", Value: { "Fn::GetAtt": [logicalId, "QueueName"] } },
];

const functionDimensions = (name: FunctionName): Dimensions => [
  { Name: "FunctionName", Value: { Ref: `${capitalized(name)}LambdaFunction` } },
];

const capitalized = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
