import type { ServiceConfig } from "../config/service-config.ts";
import type { ServiceEvent, TaskEvent, UnknownEvent } from "./parsed-event.ts";

/** Who is to be told of an ECS service: ids of domains, or of destinations. Built once from the configuration. */
export type ServiceMap = {
  /** By `cluster/service`; neither name may hold a slash. */
  readonly byClusterAndService: ReadonlyMap<string, readonly string[]>;
  /** By the ECS service's name alone, in whichever cluster. */
  readonly byService: ReadonlyMap<string, readonly string[]>;
};

export const buildServiceMap = (
  concerned: readonly { readonly service: ServiceConfig; readonly id: string }[],
): ServiceMap => ({
  byClusterAndService: gather(
    concerned.map(({ service, id }) => [`${service.cluster}/${service.ecsService}`, id] as const),
  ),
  byService: gather(concerned.map(({ service, id }) => [service.ecsService, id] as const)),
});

/** @returns at least one id, sorted, or that nobody is concerned */
export const lookUpService = (
  { cluster, ecsService }: Pick<TaskEvent | ServiceEvent, "cluster" | "ecsService">,
  map: ServiceMap,
): readonly string[] | UnknownEvent => {
  // An old ARN hides the cluster. Telling a namesake's people too costs one read; missing the right ones, its event.
  const name = cluster === null ? ecsService : `${cluster}/${ecsService}`;
  const ids = (cluster === null ? map.byService : map.byClusterAndService).get(name);
  return ids ?? { kind: "unknown", code: "unknown-service", what: name };
};

/** @returns by key: its ids, sorted, each once */
export const gather = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> => {
  const gathered = new Map<string, Set<string>>();
  for (const [key, id] of pairs) gathered.set(key, (gathered.get(key) ?? new Set()).add(id));
  return new Map([...gathered].map(([key, ids]) => [key, [...ids].sort()]));
};
