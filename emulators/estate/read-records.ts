import { ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import type { TestClients } from "../clients.ts";

/** The values of a record set, sorted; [] where there is none. @param name without the dot at its end */
export const readRecord = async (
  { route53 }: TestClients,
  hostedZoneId: string,
  type: "A" | "TXT",
  name: string,
): Promise<readonly string[]> => {
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }),
  );
  const found = ResourceRecordSets.find((set) => set.Type === type && set.Name === `${name}.`);
  return (found?.ResourceRecords ?? []).map(({ Value }) => Value!).sort();
};
