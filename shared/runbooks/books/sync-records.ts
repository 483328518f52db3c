import { inParallel } from "../../aws/in-parallel.ts";
import { makeRecordsTable } from "../../aws/records-table.ts";
import { wakeDestination } from "../../aws/wake-destination.ts";
import type { Config } from "../../config/config.ts";
import { destinationsOf } from "../../records/destination.ts";
import type { DestinationState } from "../../records/destination-state.ts";
import { isPaused, type Pause } from "../../state/pause.ts";
import { named, optional } from "../parameter.ts";
import { describePause } from "../pause/in-force.ts";
import { describeLooks, type Looked, lookOf } from "../records/destination-look.ts";
import { refuseWith } from "../refusal.ts";
import { runCommand } from "../run-command.ts";
import { defineRunbook, type PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly destination?: string | undefined };
type Reading = { readonly pause: Pause | null; readonly states: readonly DestinationState[] };
/** Woken, and waiting for a look that began since. */
type State = { readonly before: readonly Looked[]; readonly wokenAtMs: number; readonly givesUpAtMs: number };
type Action = { readonly destination: string };

const refusals = {
  "no-destination": {
    means: "Nothing is published by headgate.yml: no zone, no Cloud Map service, no fleet of nginx instances.",
    remedy: "Add records, cloudMap or nginx to a service, as docs/records.md shows it.",
  },
  "everything-paused": {
    means: "The kill switch is on, so the function records looks at nothing.",
    remedy: "End the pause with the command in the message, and run this again.",
  },
} as const;

const lookSeconds = 5;
/** A destination keeps a distance of ten seconds between writes, and a look takes some; past this something is wrong. */
const watchSeconds = 300;

export const syncRecords = defineRunbook<Params, Reading, State, Action>({
  name: "sync-records",
  purpose: "Has DNS, Cloud Map and nginx compared with the running tasks now, and says what came of it",
  about:
    "Wakes the function `records` for one destination, or for all, and waits until it has looked. `records` stays the only writer: it adds and removes what its own rules allow. The report says what was written and what is held back, with the reasons.",
  effect: "headgate",
  parameters: {
    destination: optional(
      named(
        "destination",
        "Such as zone/Z0123456789 or nginx/edge, as `npx headgate validate` shows it. All unless given.",
      ),
    ),
  },
  example: { destination: "nginx/edge" },
  refusals,
  grants: [],
  check: (_params, config) =>
    destinationsOf(config).length > 0 ? null : refuseWith(refusals, "no-destination", "headgate.yml publishes nothing"),
  read: async (params, _state, { clients, stack, config }) => {
    const table = makeRecordsTable(clients.dynamoDb, stack.tableName);
    const readings = await inParallel(meant(params, config), (id) => table.read(id));
    return { pause: readings[0]?.pause ?? null, states: readings.map(({ state }) => state) };
  },
  plan: (input) => (input.state === null ? wake(input) : watch(input, input.state)),
  apply: async ({ destination }, tools) => {
    await wakeDestination(destination, tools);
    return `${destination} woken`;
  },
});

type Input = PlanInput<Params, Reading, State>;

const meant = ({ destination }: Params, config: Config): readonly string[] =>
  destinationsOf(config)
    .map(({ id }) => id)
    .filter((id) => destination === undefined || id === destination);

const wake = ({ reading, nowMs }: Input): Step<State, Action> => {
  if (isPaused(reading.pause, nowMs)) {
    const message = `${describePause(reading.pause!)}; ${runCommand("resume", { all: true })}`;
    return { kind: "refused", refusal: refuseWith(refusals, "everything-paused", message) };
  }
  const ids = reading.states.map(({ destination }) => destination);
  return {
    kind: "act",
    state: { before: reading.states.map(lookOf), wokenAtMs: nowMs, givesUpAtMs: nowMs + watchSeconds * 1000 },
    changes: ids.map((about) => ({ about, what: "compared with the running tasks", from: null, to: "now" })),
    actions: ids.map((destination) => ({ destination })),
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

const watch = ({ reading, nowMs }: Input, state: State): Step<State, Action> => {
  const waiting = reading.states.filter(({ readStartedAtMs }) => readStartedAtMs < state.wokenAtMs);
  const names = waiting.map(({ destination }) => destination);
  if (waiting.length > 0 && nowMs < state.givesUpAtMs)
    return { kind: "wait", state, inSeconds: lookSeconds, says: `not looked at yet: ${names.join(", ")}` };
  // Its writes come after its read.
  const unsettled = reading.states.some(({ readStartedAtMs }) => nowMs < readStartedAtMs + lookSeconds * 1000);
  if (unsettled && nowMs < state.givesUpAtMs)
    return { kind: "wait", state, inSeconds: lookSeconds, says: "looked at; waiting for the writes" };
  const looks = reading.states
    .filter(({ destination }) => !names.includes(destination))
    .map((now) => ({
      before: state.before.find(({ destination }) => destination === now.destination)!,
      now: lookOf(now),
    }));
  const lines = [
    ...looks.flatMap((look) => describeLooks(look, state.wokenAtMs)),
    ...names.map(
      (name) => `${name}: not looked at within ${watchSeconds / 60} min; see the log of the function records`,
    ),
  ];
  return { kind: "done", report: report(lines.join("\n"), { destinations: looks, notLookedAt: names }) };
};
