import { regionLabel, serviceLabel, servicesOf } from "./account-parts.ts";
import type { AccountReading, EcsService, FailedCall } from "./account-reading.ts";
import { unread, type Verdict } from "./check.ts";

/** An Application Load Balancer's target group that a service's tasks are in, by CloudWatch's names. */
export type Front = {
  /** "targetgroup/order/73e2d6bc24d8a067". */
  readonly targetGroup: string;
  /** "app/shop/50dc6c495c0c9188". */
  readonly balancer: string;
  /** The balancer sends to this group only: its own metrics are then the service's. */
  readonly isOnly: boolean;
};

/**
 * One verdict for each service behind an Application Load Balancer; other balancers count neither requests nor errors.
 *
 * @param judge gets every front of the service, >= 1, sorted
 */
export const judgeFronted = (
  reading: AccountReading,
  judge: (service: EcsService, fronts: readonly Front[]) => Verdict,
): readonly Verdict[] => {
  const { services, unread: unlisted } = servicesOf(reading);
  const judged = services.flatMap((service): readonly Verdict[] => {
    const fronts = frontsOf(reading, service);
    if ("action" in fronts) return [unread(serviceLabel(service), fronts)];
    return fronts.length === 0 ? [] : [judge(service, fronts)];
  });
  return [...unlisted, ...judged];
};

/** The first subject's alarms are unknown to everybody: one verdict for the region instead of one per service. */
export const unreadAlarms = (reading: AccountReading): readonly Verdict[] | null =>
  reading.alarms.kind === "unknown" ? [unread(regionLabel(reading), reading.alarms)] : null;

const frontsOf = (reading: AccountReading, service: EcsService): readonly Front[] | FailedCall => {
  if (service.targetGroups.length === 0) return [];
  const { targetGroups, balancers } = reading;
  if (targetGroups.kind === "unknown") return targetGroups;
  if (balancers.kind === "unknown") return balancers;
  const applications = new Set(balancers.value.flatMap(({ type, arn }) => (type === "application" ? [arn] : [])));
  return targetGroups.value
    .filter(({ arn }) => service.targetGroups.includes(arn))
    .flatMap((group) =>
      group.balancers
        .filter((balancer) => applications.has(balancer))
        .map(
          (balancer): Front => ({
            targetGroup: group.arn.slice(group.arn.lastIndexOf(":") + 1),
            balancer: balancer.slice(balancer.indexOf("loadbalancer/") + "loadbalancer/".length),
            isOnly: targetGroups.value.filter(({ balancers: others }) => others.includes(balancer)).length === 1,
          }),
        ),
    )
    .sort((a, b) => (a.targetGroup + a.balancer < b.targetGroup + b.balancer ? -1 : 1));
};
