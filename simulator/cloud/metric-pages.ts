import { AwsError } from "./aws-error.ts";

type MetricResult = {
  readonly StatusCode: string;
  readonly Timestamps: readonly Date[];
  readonly Values: readonly number[];
};

/** What one answer holds at most, unless MaxDatapoints says less. */
const datapointsPerCall = 100_800;

/**
 * One page of a GetMetricData answer: so many datapoints, in the order of the queries; a series that goes on in the next
 * page is PartialData.
 *
 * @throws AwsError for a token that no page gave
 * @see Amazon CloudWatch API Reference, GetMetricData: MaxDatapoints, MetricDataResult StatusCode
 */
export function metricPage<Result extends MetricResult>(
  results: readonly Result[],
  maxDatapoints: number | undefined,
  nextToken: string | undefined,
): { readonly MetricDataResults: readonly Result[]; readonly NextToken?: string } {
  const total = results.reduce((sum, { Values }) => sum + Values.length, 0);
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0 || (nextToken !== undefined && from >= total))
    throw new AwsError("InvalidNextToken", "The next token specified is invalid.");
  const until = from + Math.min(datapointsPerCall, maxDatapoints ?? datapointsPerCall);
  let at = 0;
  const page = results.flatMap((result) => {
    const [first, end] = [Math.max(0, from - at), Math.min(result.Values.length, until - at)];
    at += result.Values.length;
    const isEmpty = result.Values.length === 0 && nextToken === undefined;
    if (end <= first && !isEmpty) return [];
    const StatusCode = end < result.Values.length ? "PartialData" : result.StatusCode;
    return [
      {
        ...result,
        StatusCode,
        Timestamps: result.Timestamps.slice(first, end),
        Values: result.Values.slice(first, end),
      },
    ];
  });
  return { MetricDataResults: page, ...(until < total ? { NextToken: String(until) } : {}) };
}
