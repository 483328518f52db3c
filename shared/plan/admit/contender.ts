import type { ServiceConfig } from "../../config/config.ts";
import { commitmentOf } from "../budget/commitment.ts";
import type { Party } from "../party.ts";
import { capacityFloor, usersCeiling } from "../policy/govern.ts";
import type { TaskCounts } from "../snapshot.ts";
import type { Contender, Price } from "./admit.ts";

/** What a service commits as it stands, in tasks, before anything is granted. */
export const committedTasks = (party: Party, readAtMs: number): number => {
  const { service, stance, want } = party;
  if (want.kind === "unreadable" || want.kind === "absent") return 0;
  const { counts } = want;
  const commitment = commitmentOf(service, counts);
  if (stance === "bystander") return commitment(counts.desired + ownStep(service, counts.running, counts.desired));
  if (stance === "governed") return commitment(governedTasks(party, counts));
  // What we have lowered since the reading is not gone before the next one shows it.
  const lowered = party.memory.changes.filter((change) => change.atMs >= readAtMs).map((change) => change.from);
  return commitment(Math.max(counts.desired, ...lowered));
};

/** How far a service under `govern` may be scaled before anything is granted to it. */
const governedTasks = ({ service, reading, want }: Party, counts: TaskCounts): number => {
  const target = reading.scalableTarget;
  // A ceiling that we can't move may be used in full.
  if (target.kind === "unknown") return Math.max(counts.desired, service.maxTasks);
  if (target.value === "none") return counts.desired;
  return want.kind === "left"
    ? Math.max(counts.desired, target.value.maxCapacity)
    : capacityFloor(counts, target.value);
};

/**
 * @param prices what one of its tasks takes of each room
 * @returns the service as a contender for what is free; nothing where it is not ours to scale now */
export const contenderOf = (party: Party, prices: readonly Price[]): readonly Contender[] => {
  const { service, stance, want } = party;
  if (want.kind !== "wants" || stance === "bystander") return [];
  if (stance === "governed") return governedContender(party, prices);
  const { name, priority, weight, minTasks } = service;
  const { wantedTasks } = want;
  const commitment = commitmentOf(service, want.counts);
  const currentTasks = want.counts.desired;
  return [
    { name, priority, weight, prices, commitment, minTasks, currentTasks, wantedTasks, ceilingTasks: wantedTasks },
  ];
};

/** Contends for rights: one step of its own autoscaler as the floor, then its ask, then the user's ceiling. */
const governedContender = (
  { service, reading, memory, want }: Party,
  prices: readonly Price[],
): readonly Contender[] => {
  const target = reading.scalableTarget;
  if (want.kind !== "wants" || target.kind === "unknown" || target.value === "none") return [];
  const { counts } = want;
  const { name, priority, weight } = service;
  const currentTasks = capacityFloor(counts, target.value);
  const ceilingTasks = Math.max(currentTasks, usersCeiling(target.value, memory.ceiling));
  const stepTasks = Math.min(ceilingTasks, currentTasks + ownStep(service, counts.running, counts.desired));
  const wantedTasks = Math.min(ceilingTasks, Math.max(stepTasks, want.askTasks));
  const commitment = commitmentOf(service, counts);
  return [{ name, priority, weight, prices, commitment, minTasks: stepTasks, currentTasks, wantedTasks, ceilingTasks }];
};

/** Where the policy's target isn't known, the step of a target of 50 %: twice the running tasks. */
const assumedTargetPercent = 50;

/**
 * The one step that a service's own target tracking may take: ceil(running x 100 / target) - running.
 *
 * @returns whole tasks, >= 0, at most up to maxTasks
 */
const ownStep = (service: ServiceConfig, running: number, desired: number): number => {
  const utilization = service.signals.find((signal) => signal.kind === "target" && signal.name === "cpu");
  const targetPercent = utilization?.kind === "target" ? Math.min(100, utilization.target) : assumedTargetPercent;
  const step = Math.ceil((running * 100) / targetPercent) - running;
  return Math.max(0, Math.min(step, service.maxTasks - desired));
};
