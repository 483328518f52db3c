import { type DomainNow, planDomainNow } from "../../aws/domain-now.ts";
import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { Config } from "../../config/config.ts";
import type { InstanceFacts } from "../../limits/database-facts.ts";
import type { EffectiveLimit } from "../../limits/limit.ts";
import { membersOf } from "../../limits/members-of.ts";
import type { Plan } from "../../plan/plan.ts";

/** Of the operated members by instance. */
export type MemberLimits = Readonly<Record<string, { readonly instanceClass: string; readonly limit: EffectiveLimit }>>;

/**
 * What `scale` would plan with other limits of a database's instances, everything else as it is.
 *
 * The user's own figure is left out: what RDS will really accept is asked for.
 */
export const planWithLimits = (
  now: DomainNow,
  config: Config,
  database: string,
  operated: OperatedDatabase,
  limits: MemberLimits,
  nowMs: number,
): Plan => {
  const place = config.databases.find(({ name }) => name === database)!.at;
  const clusters = new Map(
    operated.cluster === null ? [] : [[operated.cluster.cluster, { kind: "known" as const, value: operated.cluster }]],
  );
  const members = membersOf(place, clusters);
  const instances = (members.kind === "known" ? members.value : []).flatMap(({ instance, role }): InstanceFacts[] => {
    const found = operated.instances.find((one) => one.instance === instance);
    const changed = limits[instance];
    if (found === undefined || changed === undefined) return [];
    const { resourceId, engine, engineVersion, multiAz } = found;
    const { instanceClass, limit } = changed;
    const about = { instance, resourceId, role, engine, engineVersion, multiAz };
    return [{ ...about, status: "available", instanceClass, vcpu: null, answer: { limit, notes: [] } }];
  });
  const snapshot = {
    ...now.snapshot,
    databases: now.snapshot.databases.map((reading) => {
      if (reading.name !== database) return reading;
      const proxies = reading.facts.kind === "known" ? reading.facts.value.proxies : [];
      const facts = { kind: "known" as const, value: { database, readAtMs: nowMs, instances, proxies } };
      return { ...reading, facts };
    }),
  };
  const unfixed = {
    ...config,
    databases: config.databases.map((one) =>
      one.name === database
        ? {
            ...one,
            maxConnections: null,
            marginConnections: one.maxConnections === null ? one.marginConnections : null,
          }
        : one,
    ),
  };
  return planDomainNow({ ...now, snapshot }, unfixed, nowMs);
};
