import type { ServiceConfig } from "../../config/service-config.ts";
import { commitmentOf } from "../budget/commitment.ts";
import type { Party } from "../party.ts";
import { capacityFloor } from "../policy/govern-view.ts";
import { hasRival } from "../policy/rival.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import type { Contender, Price } from "./contender.ts";

/** What a service commits as it stands, in tasks, before anything is granted. */
export const committedTasks = (party: Party, readAtMs: number): number => {
  const { service, stance, want } = party;
  if (want.kind === "unreadable" || want.kind === "absent") return 0;
  const { counts } = want;
  const commitment = commitmentOf(service, counts);
  if (stance === "bystander") return commitment(counts.desired + ownStep(party, counts, service.maxTasks));
  if (stance === "governed") return commitment(governedTasks(party, counts));
  // What we have lowered since the reading is not gone before the next one shows it.
  const lowered = party.memory.changes.filter((change) => change.atMs >= readAtMs).map((change) => change.from);
  const rivalsTasks = hasRival(want) ? ownStep(party, counts, rivalsMost(party)) : 0;
  return commitment(Math.max(counts.desired + rivalsTasks, ...lowered));
};

/** How far a service under `govern` may be scaled before anything is granted to it. */
const governedTasks = ({ service, reading, want, governed }: Party, counts: TaskCounts): number => {
  // A ceiling that we can't move may be used in full.
  if (reading.scalableTarget.kind === "unknown") return Math.max(counts.desired, service.maxTasks);
  if (governed === null) return counts.desired;
  return want.kind === "left"
    ? Math.max(counts.desired, governed.target.maxCapacity)
    : capacityFloor(counts, governed.minCapacity);
};

/** How far the autoscaling of a service that is ours to scale may go. */
const rivalsMost = ({ service, reading: { scalableTarget } }: Party): number =>
  scalableTarget.kind === "known" && scalableTarget.value !== "none"
    ? scalableTarget.value.maxCapacity
    : service.maxTasks;

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
const governedContender = (party: Party, prices: readonly Price[]): readonly Contender[] => {
  const { service, governed, want } = party;
  if (want.kind !== "wants" || governed === null) return [];
  const { counts } = want;
  const { name, priority, weight } = service;
  const currentTasks = capacityFloor(counts, governed.minCapacity);
  const ceilingTasks = Math.max(currentTasks, governed.usersMaxCapacity);
  const stepTasks = Math.min(ceilingTasks, currentTasks + ownStep(party, counts, governed.usersMaxCapacity));
  const wantedTasks = Math.min(ceilingTasks, Math.max(stepTasks, want.askTasks));
  const commitment = commitmentOf(service, counts);
  return [{ name, priority, weight, prices, commitment, minTasks: stepTasks, currentTasks, wantedTasks, ceilingTasks }];
};

/** Where the policy's target isn't known, the step of a target of 50 %: twice the running tasks. */
const assumedTargetPercent = 50;

/**
 * The one step that a service's own target tracking may take: ceil(running x 100 / target) - running.
 *
 * @param mostTasks past which it doesn't go
 * @returns whole tasks, >= 0, at most up to mostTasks
 */
const ownStep = ({ service, reading }: Party, { running, desired }: TaskCounts, mostTasks: number): number => {
  const step = Math.ceil((running * 100) / targetPercentOf(service, reading)) - running;
  return Math.max(0, Math.min(step, mostTasks - desired));
};

/** Of its policies where they are read, the one that steps furthest; else of the CPU signal in headgate.yml. */
const targetPercentOf = (service: ServiceConfig, { scalingPolicies }: ServiceReading): number => {
  if (scalingPolicies?.kind === "known" && scalingPolicies.value.length > 0) {
    const targets = scalingPolicies.value.map(({ targetPercent }) => targetPercent ?? assumedTargetPercent);
    return Math.max(1, Math.min(100, ...targets));
  }
  const cpu = service.signals.find((signal) => signal.kind === "target" && signal.name === "cpu");
  return cpu?.kind === "target" ? Math.min(100, cpu.target) : assumedTargetPercent;
};
