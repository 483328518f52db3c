import { compareText } from "../../config/by-name.ts";
import type { Finding } from "../../plan/explain/finding.ts";
import type { Reading } from "../../reading.ts";
import { type Destination, isWritten } from "../destination.ts";
import type { DestinationPlan } from "../destination-plan.ts";
import type { Published } from "../endpoint.ts";
import { rememberHeld } from "../held-memory.ts";
import type { GatePost } from "../post.ts";
import type { RecordsAction } from "../records-action.ts";
import type { TaskListing } from "../task-listing.ts";
import { type FleetRender, fleetRender } from "./fleet-render.ts";
import { type InstallProgress, installProgress } from "./install-progress.ts";
import { installFindings, observedFinding, upstreamFindings } from "./nginx-findings.ts";
import type { NginxMemory } from "./nginx-memory.ts";
import type { NginxReading } from "./nginx-reading.ts";
import { renderKey } from "./render-key.ts";
import { settleUpstreams } from "./settle-upstreams.ts";

export type NginxInput = {
  readonly destination: Extract<Destination, { readonly kind: "nginx" }>;
  readonly stack: string;
  readonly observed: Reading<NginxReading>;
  /** By service. */
  readonly listings: ReadonlyMap<string, Reading<TaskListing>>;
  /** By service: task ids. */
  readonly withdrawals: ReadonlyMap<string, readonly string[]>;
  /** By service. */
  readonly gates: ReadonlyMap<string, GatePost>;
  readonly memory: NginxMemory | null;
};

const lookAgainSeconds = 10;

/**
 * What the instances of a fleet shall have in their file, and what to send for it.
 *
 * A new render gets a new generation. The same one is sent again where an instance refused it, where no command of it
 * is known, and every 15 minutes for instances that came later; to all others that is no work.
 *
 * Without memory nobody knows what the instances hold. A service whose tasks can't be read would be emptied by the first
 * render, so there is none until every listing is there.
 *
 * @param input.memory what was rendered last stands for what the instances hold: they are never read
 * @returns `memory` is `null` until something was rendered for an install
 * @throws UnsafeNginxText
 */
export const planNginx = (input: NginxInput, nowMs: number): DestinationPlan<NginxMemory | null> => {
  const { destination, stack, memory } = input;
  const settled = settleUpstreams(destination.services, input.listings, input.withdrawals, memory);
  const progress = memory === null ? null : installProgress(input.observed, memory, nowMs);
  const instances = progress?.kind === "answered" ? progress.targetCount : (memory?.instances ?? 1);
  const render = fleetRender({ stack, fleet: destination.fleet.name }, settled, input.gates, instances, nowMs);
  const findings = [...upstreamFindings(settled), ...(progress === null ? [] : installFindings(progress))];
  const isUnread = settled.some(({ listed }) => listed.kind === "unknown");
  const isNothing = memory === null && (destination.services.length === 0 || isUnread);
  const held = rememberHeld(settled.map((one) => [one.upstream.upstream, one.settled]));
  const step: Step = { input, render, progress, held, nowMs };
  if (isNothing) return { ...standing, findings: sorted(findings), absent: {}, memory };
  if (!isWritten(destination)) return observe(step, findings);
  const isWaiting = settled.some(({ listed }) => listed.kind === "known" && listed.value.waiting.length > 0);
  return install(step, findings, isWaiting);
};

type Step = {
  readonly input: NginxInput;
  readonly render: FleetRender;
  /** `null`: nothing was ever sent. */
  readonly progress: InstallProgress | null;
  readonly held: Pick<NginxMemory, "held">;
  readonly nowMs: number;
};

const standing = { actions: [], lookAgainInSeconds: null } as const;

/** Nothing of ours is on the instances, or what was left there when the policy was still `install`. */
const observe = ({ input, render }: Step, findings: readonly Finding[]): DestinationPlan<NginxMemory | null> => {
  const { memory } = input;
  const before = listedIn(memory);
  const told = render.hash === memory?.hash ? [] : [observedFinding(before, Object.values(render.published).flat())];
  return { ...standing, findings: sorted([...findings, ...told]), absent: absentFrom(before, input), memory };
};

const install = (
  { input, render, progress, held, nowMs }: Step,
  findings: readonly Finding[],
  isWaiting: boolean,
): DestinationPlan<NginxMemory> => {
  const { memory } = input;
  const isNew = render.hash !== memory?.hash;
  const isSent = isNew || isDue(progress, nowMs);
  const generation = isNew ? nextGeneration(memory, nowMs) : memory.generation;
  const { hash, published, instances } = render;
  const next = {
    generation,
    hash,
    sentAtMs: isSent ? nowMs : (memory?.sentAtMs ?? nowMs),
    published,
    instances,
    ...held,
  };
  // What is known of a render that this plan replaces says nothing of the new one.
  const isTaken = !isNew && isTakenEverywhere(progress);
  const isMoving = isSent || progress?.kind === "under-way" || (!isTaken && withdrawnIn(input).length > 0);
  return {
    actions: isSent ? send(input, render, generation) : [],
    findings: sorted(findings),
    absent: isTaken ? absentFrom(listedIn(next), input) : {},
    lookAgainInSeconds: isMoving || isWaiting ? lookAgainSeconds : null,
    memory: next,
  };
};

/** At least the seconds since 1970: a table that was lost must not begin below what the instances hold. */
const nextGeneration = (memory: NginxMemory | null, nowMs: number): number =>
  Math.max((memory?.generation ?? 0) + 1, Math.floor(nowMs / 1000));

const isDue = (progress: InstallProgress | null, nowMs: number): boolean => {
  switch (progress?.kind) {
    case "lost":
      return true;
    case "nobody":
    case "answered":
      return nowMs >= progress.dueAtMs;
    default:
      return false;
  }
};

/** With no instance at all, no nginx holds anything. */
const isTakenEverywhere = (progress: InstallProgress | null): boolean =>
  progress?.kind === "nobody" || (progress?.kind === "answered" && progress.taken);

/** The bucket forgets what is old, so that each sending stores the file as well. */
const send = ({ destination }: NginxInput, render: FleetRender, generation: number): readonly RecordsAction[] => {
  const { name: fleet, tag, file } = destination.fleet;
  const { content, hash } = render;
  const key = renderKey(fleet, hash);
  return [
    { kind: "store-render", key, content },
    { kind: "install-render", fleet, tag, file, generation, hash, key },
  ];
};

const listedIn = (memory: Pick<NginxMemory, "published"> | null): readonly Published[] =>
  Object.values(memory?.published ?? {}).flat();

const withdrawnIn = ({ destination, withdrawals }: NginxInput): readonly (readonly [string, readonly string[]])[] =>
  destination.services.flatMap(({ service }) => {
    const taskIds = withdrawals.get(service.name) ?? [];
    return taskIds.length === 0 ? [] : [[service.name, [...taskIds].sort(compareText)] as const];
  });

const absentFrom = (listed: readonly Published[], input: NginxInput): DestinationPlan<never>["absent"] => {
  const there = new Set(listed.map(({ taskId }) => taskId));
  return Object.fromEntries(
    withdrawnIn(input).map(([service, taskIds]) => [service, taskIds.filter((taskId) => !there.has(taskId))]),
  );
};

const sorted = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => compareText(a.code, b.code) || compareText(a.service ?? "", b.service ?? ""));
