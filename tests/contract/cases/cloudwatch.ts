import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { type ContractBed, faultOf, refusalOf, type SeenMetric } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference";

const queryOf = (metric: SeenMetric, Id: string, Stat = "Average"): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.metricName,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 60,
    Stat,
  },
});

const read = ({ clients }: ContractBed, metric: SeenMetric, rest: Partial<GetMetricDataCommandInput> = {}) =>
  clients.cloudWatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [queryOf(metric, "q0")],
      StartTime: new Date(metric.fromMs),
      EndTime: new Date(metric.toMs),
      ScanBy: "TimestampAscending",
      ...rest,
    }),
  );

/** Minutes of a series after the metric's first. */
const minutesOf = ({ fromMs }: SeenMetric, timestamps: readonly Date[] | undefined) =>
  (timestamps ?? []).map((at) => (at.getTime() - fromMs) / 60_000);

/** Of a metric that nothing publishes. */
const putAlarm = ({ clients }: ContractBed, AlarmName: string, Threshold = 1) =>
  clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: "Contract",
      MetricName: "nothing",
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      Threshold,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "missing",
    }),
  );

const alarmsOf = async ({ clients }: ContractBed, AlarmNamePrefix: string) =>
  (await clients.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix }))).MetricAlarms ?? [];

const remove = ({ clients }: ContractBed, name: string) =>
  clients.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));

export const cloudWatchCases = casesOf("cloudwatch", [
  {
    name: "A series has a datapoint for each whole period, in ascending order where that is asked for",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(3);
      const { MetricDataResults: [result] = [] } = await read(bed, metric);
      return { minutes: minutesOf(metric, result?.Timestamps), values: result?.Values?.length, is: result?.StatusCode };
    },
    expected: { minutes: [0, 1, 2], values: 3, is: "Complete" },
  },
  {
    name: "The start of the window is in it, and its end is not",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(3);
      const { MetricDataResults: [result] = [] } = await read(bed, metric, {
        StartTime: new Date(metric.fromMs + 60_000),
        EndTime: new Date(metric.fromMs + 120_000),
      });
      return minutesOf(metric, result?.Timestamps);
    },
    expected: [1],
  },
  {
    name: "A metric that nobody publishes is a series without datapoints, and no error",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(1);
      const other = { ...metric, metricName: "NobodyPublishesThis" };
      const { MetricDataResults = [] } = await read(bed, metric, {
        MetricDataQueries: [queryOf(other, "none"), queryOf(metric, "one")],
      });
      return MetricDataResults.map(({ Id, Values }) => [Id, Values?.length ?? 0]).sort();
    },
    expected: [
      ["none", 0],
      ["one", 1],
    ],
  },
  {
    name: "Series are told apart by the ids of their queries",
    cites: `${api}/API_MetricDataQuery.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(2);
      const queries = ["Average", "Maximum", "SampleCount"].map((stat, index) => queryOf(metric, `q${index}`, stat));
      const { MetricDataResults = [] } = await read(bed, metric, { MetricDataQueries: queries });
      return MetricDataResults.map(({ Id, Values }) => [Id, Values?.length]).sort();
    },
    expected: [
      ["q0", 2],
      ["q1", 2],
      ["q2", 2],
    ],
  },
  {
    name: "An id of a query may be there once in a call",
    cites: `${api}/API_MetricDataQuery.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(1);
      const query = queryOf(metric, "q0");
      return faultOf(read(bed, metric, { MetricDataQueries: [query, query] }));
    },
    expected: "refused",
  },
  {
    name: "A dimension that differs is another metric",
    cites: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
    run: async (bed) => {
      const metric = await bed.newMetric(1);
      const [name = ""] = Object.keys(metric.dimensions);
      const other = { ...metric, dimensions: { ...metric.dimensions, [name]: "another" } };
      const { MetricDataResults: [result] = [] } = await read(bed, other);
      return result?.Values ?? [];
    },
    expected: [],
  },
  {
    name: "A call takes 500 queries at most",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(1);
      const queries = (count: number) => Array.from({ length: count }, (_, index) => queryOf(metric, `q${index}`));
      return [
        await faultOf(read(bed, metric, { MetricDataQueries: queries(500) })),
        await faultOf(read(bed, metric, { MetricDataQueries: queries(501) })),
      ];
    },
    expected: ["accepted", "refused"],
  },
  {
    name: "A window that ends before it begins is refused",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(1);
      return faultOf(read(bed, metric, { StartTime: new Date(metric.toMs), EndTime: new Date(metric.fromMs) }));
    },
    expected: "refused",
  },
  {
    name: "More datapoints than MaxDatapoints come on the next pages",
    cites: `${api}/API_GetMetricData.html`,
    run: async (bed) => {
      const metric = await bed.newMetric(5);
      const minutes: number[] = [];
      let pages = 0;
      let NextToken: string | undefined;
      do {
        const page = await read(bed, metric, { MaxDatapoints: 2, NextToken });
        for (const { Timestamps } of page.MetricDataResults ?? []) minutes.push(...minutesOf(metric, Timestamps));
        NextToken = page.NextToken;
        pages += 1;
      } while (NextToken !== undefined && pages < 10);
      return { isOnOnePage: pages === 1, minutes };
    },
    expected: { isOnOnePage: false, minutes: [0, 1, 2, 3, 4] },
  },
  {
    name: "Alarms of a prefix come page after page, each once",
    cites: `${api}/API_DescribeAlarms.html`,
    run: async (bed) => {
      for (const name of ["a", "b", "c", "d", "e"]) await putAlarm(bed, `contract-paged-${name}`);
      await putAlarm(bed, "contract-other");
      const pages: number[] = [];
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await bed.clients.cloudWatch.send(
          new DescribeAlarmsCommand({ AlarmNamePrefix: "contract-paged-", MaxRecords: 2, NextToken }),
        );
        pages.push(page.MetricAlarms?.length ?? 0);
        for (const { AlarmName = "" } of page.MetricAlarms ?? []) found.push(AlarmName.at(-1)!);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && pages.length < 10);
      return { isAtMostTwo: pages.every((size) => size <= 2), found: found.sort() };
    },
    expected: { isAtMostTwo: true, found: ["a", "b", "c", "d", "e"] },
  },
  {
    name: "Of alarms that are asked for by name those that are not there are left out",
    cites: `${api}/API_DescribeAlarms.html`,
    run: async (bed) => {
      await putAlarm(bed, "contract-named");
      const AlarmNames = ["contract-named", "contract-missing"];
      const { MetricAlarms = [] } = await bed.clients.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
      return MetricAlarms.map(({ AlarmName }) => AlarmName);
    },
    expected: ["contract-named"],
  },
  {
    name: "An alarm that is put again is replaced, and begins without data",
    cites: `${api}/API_PutMetricAlarm.html`,
    run: async (bed) => {
      await putAlarm(bed, "contract-replaced", 1);
      await putAlarm(bed, "contract-replaced", 2);
      const found = await alarmsOf(bed, "contract-replaced");
      return found.map(({ Threshold, StateValue }) => ({ Threshold, StateValue }));
    },
    expected: [{ Threshold: 2, StateValue: "INSUFFICIENT_DATA" }],
  },
  {
    name: "A deleted alarm is gone, and the others stay",
    cites: `${api}/API_DeleteAlarms.html`,
    run: async (bed) => {
      for (const name of ["a", "b"]) await putAlarm(bed, `contract-deleted-${name}`);
      await remove(bed, "contract-deleted-a");
      return (await alarmsOf(bed, "contract-deleted-")).map(({ AlarmName }) => AlarmName);
    },
    expected: ["contract-deleted-b"],
  },
  {
    name: "An alarm that is not there is told by name when it is deleted",
    cites: `${api}/API_DeleteAlarms.html`,
    errors: ["ResourceNotFound"],
    run: async (bed) => refusalOf(remove(bed, "contract-never-there")),
    expected: "ResourceNotFound",
  },
]);
