import { ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import type { Route53 } from "./clients.ts";
import { recordSetOf } from "./route53-record-set.ts";

/**
 * The weights that a hosted zone has at a name, by set identifier; of a name with A and AAAA sets the A's.
 *
 * @throws what Route 53 answers
 */
export const readWeightedSets = async (
  route53: Route53,
  HostedZoneId: string,
  name: string,
): Promise<ReadonlyMap<string, number>> => {
  // Sets are listed by name, so those of one name are together; Route 53 gives a name at most 100 weighted ones.
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: name, MaxItems: 300 }),
  );
  const found = new Map<string, number>();
  for (const set of ResourceRecordSets.map(recordSetOf)) {
    if (set.name !== name || set.routing.kind !== "weighted" || set.setIdentifier === null) continue;
    if ((set.type === "A" || set.type === "AAAA") && !found.has(set.setIdentifier))
      found.set(set.setIdentifier, set.routing.weight);
  }
  return found;
};
