import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import type { AccountReading, EcsCluster } from "../../checklist/account-reading.ts";
import { chunksOf, inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** A filter takes 200 values. */
const idsPerCall = 200;

/**
 * The Availability Zones of the services' subnets.
 *
 * Asked by filter: by id, one subnet that is gone would fail all of them.
 */
export const readSubnetZones = (
  { ec2 }: Pick<AuditClients, "ec2">,
  clusters: readonly EcsCluster[],
): Promise<AccountReading["subnetZones"]> => {
  const services = clusters.flatMap((cluster) => (cluster.services.kind === "known" ? cluster.services.value : []));
  const ids = [...new Set(services.flatMap(({ subnets }) => subnets))].sort();
  return ask("DescribeSubnets", "", async () => {
    const found = await inParallel(chunksOf(ids, idsPerCall), (chunk) =>
      allPages(async (NextToken) => {
        const Filters = [{ Name: "subnet-id", Values: [...chunk] }];
        const page = await ec2.send(new DescribeSubnetsCommand({ Filters, NextToken }));
        return { items: page.Subnets, next: page.NextToken };
      }),
    );
    return Object.fromEntries(
      found
        .flat()
        .flatMap(({ SubnetId, AvailabilityZone }) =>
          SubnetId === undefined || AvailabilityZone === undefined ? [] : [[SubnetId, AvailabilityZone] as const],
        ),
    );
  });
};
