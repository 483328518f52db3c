import type { Config } from "../../shared/config/config.ts";
import { hoursPerMonth } from "../../shared/cost/money.ts";
import type { OwnUse } from "../../shared/cost/own/own-use.ts";
import { pollOnce } from "../cloud/event-source.ts";
import { TargetTracking } from "../controllers/target-tracking.ts";
import type { WorldSpec } from "../world/spec.ts";
import { type MeteredStack, meteredStack, pollsPerHour } from "./metered-stack.ts";
import { cpuTargetOf } from "./own-world.ts";
import type { StackFacts } from "./stack-facts.ts";

/** What a played day came to: the month, and the calls behind it. */
export type PlayedUse = {
  readonly use: OwnUse;
  /** `ecs DescribeServices`: calls in the time played, sorted by name. */
  readonly callsByOperation: Readonly<Record<string, number>>;
  readonly invocationsByFunction: Readonly<Record<string, number>>;
};

const limitsSeconds = 900;
/** Once a minute. */
const ticksPerMonth = hoursPerMonth * 60;
const gigabyte = 1024 ** 3;

/**
 * Plays a day of a configuration with the deployed handlers in the embedded cloud, and scales what was billable to a
 * month of 730 hours. Services that Headgate doesn't scale are scaled by target tracking, as their teams have it.
 *
 * @param work the world whose traffic its services carry
 * @param hours virtual; only 24 have the whole day
 * @throws Error where a wake-up failed: such a day would be none to reckon with
 */
export const playOwnUse = async (
  config: Config,
  work: WorldSpec,
  stack: StackFacts,
  hours = 24,
): Promise<PlayedUse> => {
  const metered = meteredStack(config, work, stack);
  const { world, cloud, sources, limits } = metered;
  const trackers = config.services.flatMap((service) =>
    service.mode === "scale"
      ? []
      : [
          new TargetTracking({
            service: service.name,
            targetPercent: cpuTargetOf(service),
            minTasks: service.minTasks,
            maxTasks: service.maxTasks,
            profile: "measured",
          }),
        ],
  );
  for (let second = 0; second < hours * 3600; second += 1) {
    if (second % limitsSeconds === 0) await limits({ kind: "read-limits" });
    for (const tracker of trackers) tracker.step(world);
    cloud.publishEvents();
    for (let handed = 1; handed > 0; ) {
      handed = 0;
      for (const source of sources) handed += await pollOnce(source, world.nowMs);
    }
    world.step();
  }
  return {
    use: useOf(metered, config, stack, hours),
    callsByOperation: Object.fromEntries([...metered.counter.byOperation].sort(([a], [b]) => (a < b ? -1 : 1))),
    invocationsByFunction: metered.invocations,
  };
};

const useOf = (metered: MeteredStack, config: Config, stack: StackFacts, hours: number): OwnUse => {
  const { counter, invocations } = metered;
  const perMonth = hoursPerMonth / hours;
  const calls = (name: string): number => counter.byOperation.get(name) ?? 0;
  const total = Object.values(invocations).reduce((sum, count) => sum + count, 0);
  const decisionBytesPerDay = (counter.decisionBytes * 24) / hours;
  return rounded({
    invocations: total * perMonth,
    gbSeconds: metered.gbSeconds() * perMonth,
    standardQueueRequests: queueRequests(metered, false, perMonth) + ticksPerMonth,
    fifoQueueRequests: queueRequests(metered, true, perMonth),
    tableReadUnits: counter.tableReadUnits * perMonth,
    tableWriteUnits: counter.tableWriteUnits * perMonth,
    tableGb: (counter.otherBytes + decisionBytesPerDay * config.decisionRetentionDays) / gigabyte,
    metricReads: counter.metricReads * perMonth,
    cloudWatchRequests: calls("cloudwatch DescribeAlarms") * perMonth,
    databaseInsightsRequests: (calls("pi GetResourceMetrics") + calls("pi ListAvailableResourceMetrics")) * perMonth,
    customMetrics: metered.metricHours.size / hours,
    alarmMetrics: stack.alarmMetrics,
    logGb: (metered.logBytes() * perMonth) / gigabyte,
    traces: total * perMonth,
    notices: calls("sns Publish") * perMonth,
    scheduledCalls: ticksPerMonth + hoursPerMonth * (3600 / limitsSeconds),
    objectPuts: calls("s3 PutObject") * perMonth,
    decisions: counter.decisions * perMonth,
  });
};

/** What is sent, the receive and the delete of each batch, and the polls that find nothing. */
const queueRequests = ({ sources, counter, batches }: MeteredStack, fifo: boolean, perMonth: number): number =>
  sources
    .filter(({ queue }) => queue.spec.fifo === fifo)
    .reduce(
      (sum, { queue, queueArn }) => {
        const name = queueArn.split(":").at(-1);
        const sends = [...counter.sent].reduce((all, [url, count]) => all + (url.endsWith(`/${name}`) ? count : 0), 0);
        const handled = 2 * (batches.get(queue.spec.name) ?? 0);
        return sum + (sends + handled) * perMonth + pollsPerHour * hoursPerMonth;
        // Nobody runs a runbook on a day like this; its queue is asked all the same.
      },
      fifo ? 0 : pollsPerHour * hoursPerMonth,
    );

/** Counts are whole; what is a part of a unit keeps six digits. */
const rounded = (use: OwnUse): OwnUse =>
  Object.fromEntries(
    Object.entries(use).map(([key, value]) => [key, value >= 100 ? Math.round(value) : Math.round(value * 1e6) / 1e6]),
  ) as OwnUse;
