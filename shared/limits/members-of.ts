import type { RdsCluster } from "../aws/read-rds-clusters.ts";
import type { DatabasePlace } from "../config/database-config.ts";
import type { Reading } from "../reading.ts";
import type { InstanceFacts } from "./database-facts.ts";

export type Member = { readonly instance: string; readonly role: InstanceFacts["role"] };

/**
 * The instances behind a place: itself, or the cluster's writer or readers as they are now.
 *
 * @param clusters every cluster that a place names
 * @returns at least one, sorted by instance; unknown as the cluster is. A cluster without a writer is between two of
 * them ("no-data"); one without a reader has none ("not-found").
 * @throws never
 */
export const membersOf = (
  place: DatabasePlace,
  clusters: ReadonlyMap<string, Reading<RdsCluster>>,
): Reading<readonly Member[]> => {
  if (place.kind === "instance") return { kind: "known", value: [{ instance: place.instance, role: "instance" }] };
  const reading = clusters.get(place.cluster)!;
  if (reading.kind === "unknown") return reading;
  const { role } = place;
  const members = reading.value.members
    .filter(({ isWriter }) => isWriter === (role === "writer"))
    .map(({ instance }) => ({ instance, role }))
    .sort((a, b) => (a.instance < b.instance ? -1 : 1));
  if (members.length > 0) return { kind: "known", value: members };
  const because = role === "writer" ? "no-data" : "not-found";
  return { kind: "unknown", because, detail: `RDS lists no ${role} of DB cluster ${place.cluster}` };
};
