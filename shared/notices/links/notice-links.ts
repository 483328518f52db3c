import type { Notice } from "../notice.ts";
import { logsInsightsUrl } from "./logs-insights-url.ts";
import { traceUrl } from "./trace.ts";

/** Where a person finds more; `null`: there is no such place. */
export type NoticeLinks = {
  /** A command line that explains the decision. */
  readonly explain: string | null;
  /** The log lines of everything that had to do with it. */
  readonly logs: string | null;
  readonly trace: string | null;
};

export type LinksOf = (notice: Notice) => NoticeLinks;

/** For a rehearsal without logs. */
export const noLinks: LinksOf = () => ({ explain: null, logs: null, trace: null });

/** Where the stack runs. */
export type NoticePlaces = {
  readonly region: string;
  /** Of every function that a correlation id passes through. */
  readonly logGroups: readonly string[];
};

/** Events come before their decision, and Logs takes a while to show a line. */
const marginMs = 5 * 60_000;
/** A query is paid by what it reads: of a cause that lasts for weeks, the last day is enough. */
const mostRangeMs = 24 * 3600_000;
const mostLines = 200;

/** @returns a pure function of a notice; never throws */
export const makeLinksOf =
  ({ region, logGroups }: NoticePlaces): LinksOf =>
  (notice) => ({
    explain: notice.decisionId === null ? null : `headgate explain '${notice.decisionId}'`,
    logs: logsInsightsUrl(region, {
      logGroups,
      query: queryOf(notice),
      fromMs: Math.max(notice.sinceMs, notice.atMs - mostRangeMs) - marginMs,
      toMs: notice.atMs + marginMs,
    }),
    trace: notice.traceId === null ? null : traceUrl(region, notice.traceId),
  });

/** By the text of the line: the router's has the id inside of a list. */
const queryOf = ({ correlationId, domain }: Notice): string =>
  [
    "fields @timestamp, @log, @message",
    `filter @message like ${quoted(correlationId ?? domain)}`,
    "sort @timestamp asc",
    `limit ${mostLines}`,
  ].join("\n| ");

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
