import { consoleHost } from "./console-host.ts";
import { consoleObject, inFragment } from "./console-object.ts";

export type LogsQuery = {
  /** Names, at most 50: what Logs Insights takes in one query. */
  readonly logGroups: readonly string[];
  readonly query: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/**
 * The address of the console's Logs Insights page with a query filled in, over an absolute range of time.
 *
 * The page takes milliseconds in ISO 8601 in both ends.
 *
 * @returns `null` where the region's console is not known
 */
export const logsInsightsUrl = (region: string, { logGroups, query, fromMs, toMs }: LogsQuery): string | null => {
  const host = consoleHost(region);
  if (host === null) return null;
  const detail = consoleObject({
    end: new Date(toMs).toISOString(),
    start: new Date(fromMs).toISOString(),
    timeType: "ABSOLUTE",
    tz: "UTC",
    editorString: query,
    isLiveTail: false,
    source: logGroups,
  });
  return `https://${host}/cloudwatch/home?region=${region}#logsV2:logs-insights$3FqueryDetail$3D${inFragment(detail)}`;
};
