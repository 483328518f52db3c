import { compareText } from "../../config/by-name.ts";
import type { Finding } from "../../plan/explain/finding.ts";
import type { DestinationPlan } from "../destination-plan.ts";
import { rememberHeld } from "../held-memory.ts";
import type { RecordsAction } from "../records-action.ts";
import type { CloudMapInput } from "./cloud-map-input.ts";
import { type CloudMapInstance, isOf, serviceOf } from "./cloud-map-instance.ts";
import { type CloudMapMemory, isSettling } from "./cloud-map-memory.ts";
import { describeCloudMapService } from "./describe-cloud-map-service.ts";
import { type CloudMapServicePlan, planCloudMapService } from "./plan-cloud-map-service.ts";
import { rememberRegistered } from "./remember-registered.ts";

const lookAgainSeconds = 10;

/**
 * What to register and to deregister in an AWS Cloud Map service, so that its instances are the services' tasks.
 *
 * An instance's id is its task's. Only instances with our stack's name are ever changed or removed: ECS's own service
 * discovery also registers by task id, and is left alone.
 *
 * @returns registrations before removals, each sorted by instance id
 * @throws never
 */
export const planCloudMap = (input: CloudMapInput, nowMs: number): DestinationPlan<CloudMapMemory> => {
  const { destination, stack, observed, withdrawals } = input;
  const memory = input.memory ?? { registered: {} };
  if (observed.kind === "unknown") return unreadable(destination.serviceId, observed.detail, memory);
  const instances = new Map(observed.value.map((instance) => [instance.id, instance]));
  const plans = destination.services
    .map((published) => planCloudMapService(published, { ...input, instances, memory }))
    .sort((a, b) => compareText(a.service, b.service));
  const wanted = new Set(plans.flatMap(({ desired }) => [...desired.keys()]));
  const writing = plans.filter(({ policy }) => policy !== "observe");
  const registers = writing.flatMap(({ registers }) => registers);
  const removed = [
    ...plans.filter(({ policy }) => policy === "sync").flatMap(({ removes }) => removes),
    ...orphans(input, plans, instances),
  ].filter((id) => !wanted.has(id));
  const { serviceId } = destination;
  const actions: readonly RecordsAction[] = [
    ...registers.map(({ id, attributes }) => ({
      kind: "register-instance" as const,
      serviceId,
      instanceId: id,
      attributes,
    })),
    ...removed.map((id) => ({ kind: "deregister-instance" as const, serviceId, instanceId: id })),
  ];
  const isComing = (id: string): boolean => !instances.has(id) && isSettling(memory.registered[id], nowMs);
  const isHeld = (id: string): boolean => {
    const instance = instances.get(id);
    return instance === undefined ? isComing(id) : isOf(instance, stack);
  };
  const withdrawn = plans.flatMap(({ service }) => withdrawals.get(service) ?? []);
  const isLeaving = withdrawn.some((id) => removed.includes(id) || isComing(id));
  const isWaiting = plans.some(({ waiting }) => waiting.length > 0);
  return {
    actions: actions.toSorted(byKindAndInstance),
    findings: plans.flatMap((plan) => describeCloudMapService(plan, serviceId)),
    absent: Object.fromEntries(
      plans.flatMap(({ service }) => {
        const ids = withdrawals.get(service) ?? [];
        return ids.length === 0 ? [] : [[service, ids.filter((id) => !isHeld(id)).toSorted(compareText)]];
      }),
    ),
    lookAgainInSeconds: isWaiting || isLeaving ? lookAgainSeconds : null,
    memory: {
      ...rememberRegistered(memory, { instances, registers, removed, stack }, nowMs),
      ...rememberHeld(plans.map(({ service, settled }) => [service, settled])),
    },
  };
};

/** Of services that are published here no more. The configuration says so, which is evidence enough for `sync`. */
const orphans = (
  { destination, stack }: CloudMapInput,
  plans: readonly CloudMapServicePlan[],
  instances: ReadonlyMap<string, CloudMapInstance>,
): readonly string[] => {
  if (destination.services.length === 0 || plans.some(({ policy }) => policy !== "sync")) return [];
  const known = new Set(plans.map(({ service }) => service));
  return [...instances.values()]
    .filter((instance) => isOf(instance, stack) && !known.has(serviceOf(instance)))
    .map(({ id }) => id);
};

const byKindAndInstance = (a: RecordsAction, b: RecordsAction): number => {
  if (a.kind !== b.kind) return a.kind === "register-instance" ? -1 : 1;
  return "instanceId" in a && "instanceId" in b ? compareText(a.instanceId, b.instanceId) : 0;
};

const unreadable = (serviceId: string, detail: string, memory: CloudMapMemory): DestinationPlan<CloudMapMemory> => {
  const finding: Finding = {
    code: "destination-unknown",
    service: null,
    database: null,
    numbers: {},
    detail: `Cloud Map service ${serviceId}: ${detail}`,
    unlocks: [],
  };
  return { actions: [], findings: [finding], absent: {}, lookAgainInSeconds: null, memory };
};
