import type { ProxyAdvice, ProxyStanding, ServiceAdvice } from "./advise-proxy.ts";

/** What speaks against a proxy whatever is measured. @see Amazon RDS User Guide, "Avoiding pinning an RDS Proxy" */
const whenNot = [
  "Not where sessions keep state: SET, temporary tables, advisory locks, LISTEN or prepared statements by SQL pin a session to its connection.",
  "Not where transactions last as long as requests: a connection is lent for a transaction.",
  "Not to save a database whose CPU is the wall: a proxy lends connections, it serves no queries.",
  "Each query takes one more hop, and a proxy that has lent everything makes clients wait instead of failing.",
];

/** The advice for a person: numbers first. */
export const describeAdvice = (advice: ProxyAdvice): string => {
  const { database, instance, services, proxies, load, barriers, doubts, billedVcpus } = advice;
  const behind = instance === null ? "not read yet" : `${instance.engine} ${instance.instanceClass}`;
  return [
    `${database} (${behind})`,
    ...proxies.map(describeProxy),
    ...services.map(describeService),
    ...(load === null
      ? ["What a task would borrow can't be told: Performance Insights (DBLoad) is off, or says nothing yet."]
      : [
          `${round(load.activeSessions)} sessions are at work for ${load.tasks} tasks; twice that is taken for what is borrowed.`,
        ]),
    ...barriers.map((barrier) => `Can't: ${barrier}.`),
    ...doubts.map((doubt) => `Against: ${doubt}.`),
    billedVcpus === null
      ? "Cost: RDS bills a proxy by the vCPUs or capacity units behind it; which these are is not known here."
      : `Cost: RDS bills a proxy by the vCPUs behind it, here ${billedVcpus}, every hour.`,
    ...whenNot,
  ].join("\n");
};

const describeProxy = ({ proxy, known, detail }: ProxyStanding): string => {
  if (known === null) return `proxy ${proxy}: ${detail}`;
  const { allowedConnections, borrowedMilliConnections, pinnedConnections, peakConnections } = known;
  const clients = known.observedClientConnections === null ? "" : `, ${known.observedClientConnections} clients`;
  return `proxy ${proxy}: may open ${allowedConnections}, ${peakConnections} at the day's peak, borrowed by what runs ${round(borrowedMilliConnections / 1000)}, pinned ${pinnedConnections}${clients}`;
};

const describeService = (one: ServiceAdvice): string => {
  const { service, tasks, connectionsPerTask, fitNow, fitWithProxy, borrowedMilliPerTask } = one;
  const now =
    connectionsPerTask === 0
      ? "behind a proxy already"
      : `${connectionsPerTask} connections a task, ${fitNow ?? "an unknown number of"} tasks fit now`;
  const borrows = borrowedMilliPerTask === null ? "" : ` (a task borrows about ${borrowedMilliPerTask / 1000})`;
  const then =
    connectionsPerTask === 0
      ? ""
      : fitWithProxy === null
        ? "; with a proxy: can't be computed"
        : `; with a proxy ${fitWithProxy}${borrows}`;
  return `${service}: ${tasks} run, ${now}${then}`;
};

const round = (value: number): number => Math.round(value * 100) / 100;
