import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { type Destination, isWritten } from "../../shared/records/destination.ts";
import { halvesOf } from "../../shared/records/dns/halve-batch.ts";
import type { RecordsAction } from "../../shared/records/records-action.ts";
import type { IsOver } from "./deadlines.ts";
import type { RecordsDeps } from "./records-deps.ts";

export type RecordsOutcome =
  | { readonly kind: "done"; readonly action: RecordsAction }
  | { readonly kind: "failed"; readonly action: RecordsAction; readonly detail: string; readonly soon: boolean }
  /** Somebody else recorded a newer plan before this write. */
  | { readonly kind: "superseded"; readonly action: RecordsAction }
  /** There was no time left for it. */
  | { readonly kind: "left"; readonly action: RecordsAction };

/** So often a batch is halved in one run: two wrong records in a full zone are found, and a zone that refuses all is let be. */
const mostHalvings = 24;

/**
 * Writes one action after the other; a failed one doesn't keep the others from being tried, except the install of a file
 * that could not be stored.
 *
 * The version is read again before each: of two invocations at most one writes. A change batch comes into force as a
 * whole or not at all, so one that AWS refuses is halved until only what is wrong in it is left out: a mistyped country
 * in one record must not hold up every service of the zone.
 *
 * @returns an outcome for each action, or for each part that it was halved into
 * @throws what the table answers
 */
export const applyActions = async (
  actions: readonly RecordsAction[],
  recorded: { readonly destination: Destination; readonly version: number; readonly writingIsOver: IsOver },
  deps: Pick<RecordsDeps, "table" | "applyAction" | "isRefused" | "retrySoon">,
): Promise<readonly RecordsOutcome[]> => {
  const { destination, version, writingIsOver } = recorded;
  const applyAction = isWritten(destination) ? deps.applyAction : null;
  if (applyAction === null) return [];
  const outcomes: RecordsOutcome[] = [];
  const open = [...actions];
  let halvings = 0;
  for (let action = open.shift(); action !== undefined; action = open.shift()) {
    if (writingIsOver()) {
      outcomes.push({ kind: "left", action });
      continue;
    }
    if (!(await deps.table.isCurrent(destination.id, version))) {
      outcomes.push({ kind: "superseded", action });
      continue;
    }
    const missing = missingRender(action, outcomes);
    if (missing !== null) {
      outcomes.push({ ...missing, action });
      continue;
    }
    try {
      await applyAction(action);
      outcomes.push({ kind: "done", action });
    } catch (error) {
      const mayHalve = halvings < mostHalvings && deps.isRefused(error);
      const halves = mayHalve && action.kind === "change-record-sets" ? halvesOf(action) : [];
      if (halves.length === 0) outcomes.push(failedOutcome(action, error, deps));
      else {
        halvings += 1;
        open.unshift(...halves);
      }
    }
  }
  return outcomes;
};

type Failed = Extract<RecordsOutcome, { kind: "failed" }>;

/** Why the file that an install names is not there; `null`: it is, or nothing is installed. */
const missingRender = (action: RecordsAction, outcomes: readonly RecordsOutcome[]): Failed | null => {
  if (action.kind !== "install-render") return null;
  const isMissing = (outcome: RecordsOutcome): outcome is Failed =>
    outcome.kind === "failed" && outcome.action.kind === "store-render" && outcome.action.key === action.key;
  return outcomes.find(isMissing) ?? null;
};

const failedOutcome = (
  action: RecordsAction,
  error: unknown,
  { retrySoon }: Pick<RecordsDeps, "retrySoon">,
): RecordsOutcome => {
  const { name, message } = nameAndMessage(error);
  return { kind: "failed", action, detail: `${name}: ${message}`, soon: retrySoon(error) };
};

/** What people are told of failed writes: one finding, with AWS's words about the first. */
export const failedWrites = (outcomes: readonly RecordsOutcome[]): readonly Finding[] => {
  const failed = outcomes.filter((outcome) => outcome.kind === "failed");
  const [first] = failed;
  if (first === undefined) return [];
  return [
    {
      code: "records-write-failed",
      service: null,
      database: null,
      numbers: { failedWrites: failed.length },
      detail: `${first.action.kind}: ${first.detail}`,
      unlocks: [],
    },
  ];
};
