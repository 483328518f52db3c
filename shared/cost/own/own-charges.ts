import type { Charge } from "../charge.ts";
import { items } from "../items.ts";
import type { OwnUse } from "./own-use.ts";

type Billed = { readonly title: string; readonly what: string; readonly of: (use: OwnUse) => number };

const million = 1_000_000;
const thousand = 1_000;

const billed: readonly Billed[] = [
  { title: "its own metrics", what: items.customMetric, of: (use) => use.customMetrics },
  { title: "metrics that its alarms watch", what: items.alarmMetric, of: (use) => use.alarmMetrics },
  { title: "reading metrics", what: items.metricRead, of: (use) => use.metricReads / thousand },
  { title: "reading alarms", what: items.cloudWatchRequest, of: (use) => use.cloudWatchRequests / thousand },
  {
    title: "events, mostly asking an empty queue",
    what: items.standardQueueRequest,
    of: (use) => use.standardQueueRequests / million,
  },
  {
    title: "wake-ups, mostly asking empty queues",
    what: items.fifoQueueRequest,
    of: (use) => use.fifoQueueRequests / million,
  },
  { title: "traces", what: items.trace, of: (use) => use.traces / million },
  { title: "functions, time", what: items.lambdaCompute, of: (use) => use.gbSeconds },
  { title: "functions, calls", what: items.lambdaRequest, of: (use) => use.invocations / million },
  { title: "table, writes", what: items.tableWrite, of: (use) => use.tableWriteUnits / million },
  { title: "table, reads", what: items.tableRead, of: (use) => use.tableReadUnits / million },
  { title: "table, storage", what: items.tableStorage, of: (use) => use.tableGb },
  { title: "table, recovery", what: items.tableBackup, of: (use) => use.tableGb },
  { title: "logs", what: items.logIngestion, of: (use) => use.logGb },
  { title: "the tick", what: items.scheduledCall, of: (use) => use.scheduledCalls / million },
  {
    title: "Performance Insights",
    what: items.databaseInsightsRequest,
    of: (use) => use.databaseInsightsRequests / thousand,
  },
  { title: "renders for nginx", what: items.objectPut, of: (use) => use.objectPuts / thousand },
  { title: "notices", what: items.notification, of: (use) => use.notices / million },
];

/** What Headgate itself is billed for, the dearest kinds first; what it doesn't use is left out. Pure. */
export const ownCharges = (use: OwnUse): readonly Charge[] =>
  billed.flatMap(({ title, what, of }): readonly Charge[] => {
    const count = of(use);
    return count === 0 ? [] : [{ part: "Headgate", title, what, count, paid: "month" }];
  });
