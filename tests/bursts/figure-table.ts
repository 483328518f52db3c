import type { BurstFigures, BurstRun } from "./measure-burst.ts";
import { writtenServices } from "./sdk-call-kinds.ts";

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Every figure of a burst with its unit, one under the other. */
export const figureTable = (title: string, { size, untilLookSeconds }: BurstRun, figures: BurstFigures): string => {
  const { taskEvents, distinctTaskEvents, flips, writes, invocations, settled, mostAtOnce, delayed } = figures;
  const rows: readonly (readonly [string, number, string])[] = [
    ["task events", taskEvents, `messages, ${distinctTaskEvents} of them distinct`],
    ["alarm flips", flips, "messages"],
    ["lost", figures.lost.length, "messages"],
    ["in dead-letter queues", figures.deadLetters.length, "messages"],
    ["dropped as nobody's", figures.dropped, `messages, ${figures.strangers} sent`],
    ...writtenServices.map((service) => [`writes to ${service}`, writes[service] ?? 0, "calls"] as const),
    ["writes to these together", figures.writesTogether, "calls"],
    ["queue writes", writes["sqs"] ?? 0, "calls"],
    ["table writes", writes["dynamodb"] ?? 0, "calls"],
    ["notices", writes["sns"] ?? 0, "calls"],
    ["all calls of the functions", figures.calls, "calls"],
    ...Object.entries(invocations).map(
      ([queue, count]) =>
        [
          `invocations by ${queue}`,
          count,
          `for ${settled[queue] ?? 0} messages, ${mostAtOnce[queue]} at once at most`,
        ] as const,
    ),
    ["returned by the router", figures.returned, "messages"],
    ["invocations that died", figures.died, "invocations"],
    ["deduplicated", figures.deduplicated, "sends"],
    ["longest wait for a look", figures.longestWaitSeconds, "s"],
    ["all of them seen after", figures.seenWithinSeconds, "s"],
    ["visible at the look", figures.visible.length, "messages"],
    ["delayed at the look", sum(delayed), `messages, of ${Object.keys(delayed).length} groups`],
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const digits = Math.max(...rows.map(([, figure]) => String(figure).length));
  return [
    `${title}: ${size.seconds} s of events, looked at after ${untilLookSeconds} s`,
    ...rows.map(([name, figure, unit]) => `  ${name.padEnd(nameWidth)}  ${String(figure).padStart(digits)} ${unit}`),
  ].join("\n");
};
