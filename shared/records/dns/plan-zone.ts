import type { Reading } from "../../reading.ts";
import { type Destination, isWritten } from "../destination.ts";
import type { DestinationPlan } from "../destination-plan.ts";
import { rememberHeld } from "../held-memory.ts";
import type { TaskListing } from "../task-listing.ts";
import { absentTasks } from "./absent-tasks.ts";
import { changeBatches } from "./change-batches.ts";
import { changePieces } from "./change-units.ts";
import { diffZone } from "./diff-zone.ts";
import { healthCheckBook, planHealthChecks, withHealthChecks } from "./health-checks.ts";
import { mergeDesired } from "./merge-desired.ts";
import { observeZone } from "./observed-zone.ts";
import { type PostedWeights, withPostedWeights } from "./posted-weights.ts";
import type { ZoneReading } from "./record-set.ts";
import { rememberSets, rememberTasks } from "./remember-zone.ts";
import { renderEntries } from "./render-entries.ts";
import { restoringSteps } from "./restored-sets.ts";
import { isFrozen, retainedSets } from "./retained-sets.ts";
import { setKeyOf } from "./set-key.ts";
import { settleEntry } from "./settle-entry.ts";
import { strayPieces } from "./stray-ownership.ts";
import { entryKeyOf, zoneEntriesOf } from "./zone-entry.ts";
import { diffFindings, entryFindings, observedFindings, sortFindings, zoneFinding } from "./zone-findings.ts";
import { emptyZoneMemory, type ZoneMemory } from "./zone-memory.ts";

export type ZoneInput = {
  readonly destination: Extract<Destination, { kind: "zone" }>;
  /** Name of this stack: what is written under another one is somebody else's. */
  readonly stack: string;
  readonly observed: Reading<ZoneReading>;
  /** By service; one that is missing counts as unknown. */
  readonly listings: ReadonlyMap<string, Reading<TaskListing>>;
  /** By service: tasks that are about to be stopped and must be out of the zone first. */
  readonly withdrawals: ReadonlyMap<string, readonly string[]>;
  /** By service: what people have posted in the place of a configured weight. Absent: nothing. */
  readonly weights?: PostedWeights;
  readonly memory: ZoneMemory | null;
};

/** Health checks and tasks on their way raise no event. */
const lookAgainInSeconds = 10;

/**
 * What to write to a hosted zone so that it says what the running tasks say.
 *
 * Reads from top to bottom: what the zone holds, what each record should hold, the difference, the batches. Nothing that
 * is not ours is in any change; a service of which nothing is known keeps everything that it has; an unchanged world
 * comes to no action.
 *
 * @param nowMs makes the references of new health checks unique, and ends posted weights
 * @returns at most one change batch but for Route 53's limits, before the health checks
 * @throws never
 */
export const planZone = (input: ZoneInput, nowMs: number): DestinationPlan<ZoneMemory> => {
  const { destination, stack, observed, withdrawals } = input;
  const memory = input.memory ?? emptyZoneMemory;
  if (observed.kind === "unknown") {
    const finding = zoneFinding("destination-unknown", null, {}, `${destination.zone.domain}: ${observed.detail}`);
    return { actions: [], findings: [finding], absent: {}, lookAgainInSeconds: null, memory };
  }
  const { hostedZoneId, policy } = destination.zone;
  const mayDelete = policy !== "upsert-only";
  const zone = observeZone(observed.value, stack);
  const checks = healthCheckBook(observed.value.healthChecks, stack, hostedZoneId);

  const weighted = withPostedWeights(destination, input.weights ?? new Map(), nowMs);
  const entries = zoneEntriesOf(weighted, input.listings, withdrawals);
  const settled = entries.map((entry) => settleEntry(entry, entries, zone, memory));
  const retained = retainedSets(entries, zone);
  const rendered = renderEntries(settled, { zone, retained, stack, hostedZoneId, mayDelete });
  const wanted = withHealthChecks([...retained, ...rendered.flatMap(({ sets }) => sets)], zone, checks);
  const merged = mergeDesired(wanted);

  const diff = diffZone(merged, zone, stack, mayDelete);
  const blocked = new Set(diff.blocked.map((one) => setKeyOf(one.wanted.set)));
  const written = [...merged.sets].filter(([key]) => !blocked.has(key)).map(([, one]) => one);
  const health = planHealthChecks(written, zone, checks, memory.healthChecksAskedAtMs, nowMs);
  const pieces = [
    ...changePieces(diff.steps, zone),
    ...(mayDelete ? strayPieces(zone, [...merged.sets.values()], entries) : []),
  ];
  const actions = [...changeBatches(pieces, hostedZoneId), ...health.create, ...health.remove];

  const ofEntries = rendered.flatMap(entryFindings);
  const absent = absentTasks(settled, withdrawals);
  if (!isWritten(destination)) {
    const findings = [...ofEntries, ...diffFindings(diff, [], zone), ...observedFindings(diff.steps, health)];
    return { actions: [], findings: sortFindings(findings), absent, lookAgainInSeconds: null, memory: emptyZoneMemory };
  }
  const findings = [...ofEntries, ...diffFindings(diff, restoringSteps(diff.steps, memory), zone)];
  const isWaiting = entries.some(({ listed }) => listed.kind === "known" && listed.value.waiting.length > 0);
  const isTakingOut =
    actions.length > 0 &&
    Object.entries(absent).some(([name, ids]) => ids.length < new Set(withdrawals.get(name)).size);
  return {
    actions,
    findings: sortFindings(findings),
    absent,
    lookAgainInSeconds: isWaiting || isTakingOut || health.create.length > 0 ? lookAgainInSeconds : null,
    memory: {
      sets: rememberSets(memory.sets, zone, diff.steps, entries.some(isFrozen)),
      tasks: rememberTasks(rendered),
      healthChecksAskedAtMs: health.askedAtMs,
      hasHealthChecks: checks.checks.length + health.create.length > 0,
      ...rememberHeld(settled.map((one) => [entryKeyOf(one.entry), one.settled])),
    },
  };
};
