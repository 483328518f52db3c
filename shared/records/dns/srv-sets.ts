import { type DesiredSet, type DesiredSets, plainSet } from "./desired-set.ts";
import { addressTypesOf, setNameOf } from "./entry-needs.ts";
import { fittingValues } from "./fitting-values.ts";
import { addressOf, type Member } from "./member.ts";
import { ownershipSetOf } from "./ownership.ts";
import { srvValueOf } from "./srv-value.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/** `srv`: one set of ports and host names, and the addresses of those hosts; none where there is no task. */
export const srvSets = ({ service, record }: ZoneEntry, members: readonly Member[], stack: string): DesiredSets => {
  const empty = plainSet({ name: setNameOf(record), type: "SRV", ttlSeconds: record.ttlSeconds, values: [] });
  const placed = members.flatMap((member) =>
    member.port === null || member.host === null
      ? []
      : [{ ...member, host: member.host, value: srvValueOf(member.port, member.host) }],
  );
  const { values, leftOutCount } = fittingValues(placed, ownershipSetOf(empty, { stack, service }).values[0]!.length);
  if (values.length === 0) return { sets: [], leftOutCount };
  const fits = new Set(values);
  const part = { service, isRetained: false, healthCheck: null } as const;
  const byHost = Map.groupBy(
    placed.filter(({ value }) => fits.has(value)),
    ({ host }) => host,
  );
  const hosts = [...byHost].flatMap(([name, there]) =>
    addressTypesOf(record).flatMap((type): readonly DesiredSet[] => {
      const addresses = new Set(there.map((member) => addressOf(member, type)).filter((address) => address !== null));
      const set = plainSet({ name, type, ttlSeconds: record.ttlSeconds, values: [...addresses].sort() });
      return addresses.size === 0 ? [] : [{ ...part, set, part: "host" }];
    }),
  );
  return { sets: [...hosts, { ...part, set: { ...empty, values }, part: "set" }], leftOutCount };
};
