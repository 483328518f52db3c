import type { AccountReading, AuditReading, EcsService, FailedCall } from "./account-reading.ts";
import { unread, type Verdict } from "./check.ts";

/** A region is what most checks are about where they can't be about anything in it. */
export const regionLabel = ({ region }: AccountReading): string => `region ${region}`;

/** "123456789012"; the account's id may not be readable. */
export const accountLabel = ({ accountId }: AccountReading): string =>
  accountId.kind === "known" ? `account ${accountId.value}` : "the account";

/** One verdict per item, or one about the whole where the list can't be read. */
export const judgeEach = <Item>(
  list: AuditReading<readonly Item[]>,
  whole: string,
  judge: (item: Item) => readonly Verdict[],
): readonly Verdict[] => (list.kind === "unknown" ? [unread(whole, list)] : list.value.flatMap(judge));

export type KnownServices = {
  readonly services: readonly EcsService[];
  /** What could not be listed, as verdicts. */
  readonly unread: readonly Verdict[];
};

/** All services of all clusters. */
export const servicesOf = (reading: AccountReading): KnownServices => {
  const { clusters } = reading;
  if (clusters.kind === "unknown") return { services: [], unread: [unread(regionLabel(reading), clusters)] };
  return {
    services: clusters.value.flatMap(({ services }) => (services.kind === "known" ? services.value : [])),
    unread: clusters.value.flatMap(({ cluster, services }) =>
      services.kind === "known" ? [] : [unread(`cluster ${cluster}`, services)],
    ),
  };
};

/** "shop/order": service names repeat between clusters. */
export const serviceLabel = ({ cluster, service }: Pick<EcsService, "cluster" | "service">): string =>
  `${cluster}/${service}`;

/** Every call that failed, wherever it is in the reading; in no order. */
export const failedCalls = (part: unknown): readonly FailedCall[] => {
  if (typeof part !== "object" || part === null) return [];
  if (isFailedCall(part)) return [part];
  return Object.values(part).flatMap(failedCalls);
};

const isFailedCall = (part: object): part is FailedCall =>
  "kind" in part && part.kind === "unknown" && "action" in part && "because" in part;
