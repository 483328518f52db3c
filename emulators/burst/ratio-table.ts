import type { BurstFigures } from "../../tests/bursts/measure-burst.ts";
import type { RealFigures } from "./measure-real-burst.ts";

/** A burst in the embedded cloud, and how long it took to compute. */
export type EmbeddedFigures = BurstFigures & { readonly computedSeconds: number };

type Row = readonly [what: string, embedded: number, emulated: number, unit: string];

/** Both clouds' time and calls for an event, and how many times as much the emulators' are. */
export const ratioTable = (embedded: EmbeddedFigures, emulated: RealFigures): string => {
  const [ofEmbedded, ofEmulated] = [eventsOf(embedded), eventsOf(emulated)];
  const perEvent = (what: string, one: number, other: number): Row => [
    `${what} per event`,
    one / ofEmbedded,
    other / ofEmulated,
    "calls",
  ];
  const perThousand = (what: string, one: number, other: number, unit: string): Row => [
    `${what} per 1,000 events`,
    (one / ofEmbedded) * 1000,
    (other / ofEmulated) * 1000,
    unit,
  ];
  const rows: readonly Row[] = [
    ["events", ofEmbedded, ofEmulated, "messages"],
    perEvent("calls", embedded.calls, emulated.calls),
    perEvent("queue writes", embedded.writes["sqs"] ?? 0, emulated.writes["sqs"] ?? 0),
    perEvent("table writes", embedded.writes["dynamodb"] ?? 0, emulated.writes["dynamodb"] ?? 0),
    perThousand("writes to ECS, AAS, Route 53", embedded.writesTogether, emulated.writesTogether, "calls"),
    ...(["events", "scaling.fifo", "records.fifo"] as const).map((queue) =>
      perThousand(
        `invocations by ${queue}`,
        embedded.invocations[queue] ?? 0,
        emulated.invocations[queue],
        "invocations",
      ),
    ),
    ["longest wait for a look", embedded.longestWaitSeconds, emulated.longestWaitSeconds, "s"],
    ["first event to last look (virtual, real)", embedded.seenWithinSeconds, emulated.seenWithinSeconds, "s"],
    perThousand("time to work it off (computed, real)", embedded.computedSeconds, emulated.seenWithinSeconds, "s"),
  ];
  const cells = rows.map(([what, one, other, unit]) => [
    what,
    short(one),
    short(other),
    one === 0 ? "-" : short(other / one),
    unit,
  ]);
  const all = [["", "embedded", "emulators", "ratio", "unit"], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map(([what, ...rest]) =>
      [what!.padEnd(widths[0]!), ...rest.map((cell, column) => cell.padStart(widths[column + 1] ?? 0))]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

const eventsOf = ({ taskEvents, flips, strangers }: Pick<RealFigures, "taskEvents" | "flips" | "strangers">): number =>
  taskEvents + flips + strangers;

/** Three digits that count. */
const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
