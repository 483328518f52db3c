import { ListInstancesCommand } from "@aws-sdk/client-servicediscovery";
import type { Reading } from "../reading.ts";
import type { CloudMapInstance } from "../records/cloud-map/cloud-map-instance.ts";
import type { ServiceDiscovery } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/**
 * Reads the instances of an AWS Cloud Map service, every page.
 *
 * @returns unknown as a whole where one page fails
 * @throws never
 */
export const readCloudMap = async (
  serviceDiscovery: ServiceDiscovery,
  ServiceId: string,
): Promise<Reading<readonly CloudMapInstance[]>> => {
  try {
    const found: CloudMapInstance[] = [];
    let NextToken: string | undefined;
    do {
      const page = await serviceDiscovery.send(new ListInstancesCommand({ ServiceId, NextToken }));
      for (const { Id, Attributes } of page.Instances ?? []) found.push({ id: Id ?? "", attributes: Attributes ?? {} });
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return { kind: "known", value: found };
  } catch (error) {
    return unknownBecause(`servicediscovery:ListInstances ${ServiceId}`, error);
  }
};
