import { ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import type { Config } from "../../shared/config/config.ts";
import type { BurstClients } from "./burst-clients.ts";
import { addressesOf, readRunning } from "./make-tasks.ts";

/** @returns each record that doesn't list exactly the running tasks, and how many were compared */
export const compareOnEmulators = async (
  clients: BurstClients,
  { services, zones }: Config,
): Promise<{ readonly compared: number; readonly wrong: readonly string[] }> => {
  const published = new Map<string, readonly string[]>();
  for (const { name, hostedZoneId } of zones) {
    for (const [record, values] of await readZone(clients, hostedZoneId)) published.set(`${name} ${record}`, values);
  }
  const wrong: string[] = [];
  let compared = 0;
  for (const service of services) {
    const running = addressesOf(await readRunning(clients, service));
    for (const record of service.publish.records) {
      compared += 1;
      const values = published.get(`${record.zone} ${record.name}.`) ?? [];
      if (running.length > 0 && values.join() === running.join()) continue;
      wrong.push(`${record.name}: ${values.length} addresses, and ${running.length} tasks run`);
    }
  }
  return { compared, wrong };
};

/** Addresses by name, sorted, each once. */
const readZone = async (
  { route53 }: BurstClients,
  HostedZoneId: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>();
  let start: {
    readonly StartRecordName?: string;
    readonly StartRecordType?: "A";
    readonly StartRecordIdentifier?: string;
  } = {};
  for (;;) {
    const page = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...start }));
    for (const { Name = "", Type, ResourceRecords = [] } of page.ResourceRecordSets ?? []) {
      if (Type !== "A") continue;
      const values = [...(found.get(Name) ?? []), ...ResourceRecords.map(({ Value }) => Value ?? "")];
      found.set(Name, [...new Set(values)].sort());
    }
    if (page.IsTruncated !== true) return found;
    start = {
      StartRecordName: page.NextRecordName!,
      StartRecordType: page.NextRecordType as "A",
      ...(page.NextRecordIdentifier === undefined ? {} : { StartRecordIdentifier: page.NextRecordIdentifier }),
    };
  }
};
