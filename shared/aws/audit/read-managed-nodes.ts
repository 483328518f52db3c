import { DescribeInstanceInformationCommand } from "@aws-sdk/client-ssm";
import type { AuditReading, ManagedNode } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** DescribeInstanceInformation's most. */
const MaxResults = 50;
const pings = ["Online", "ConnectionLost", "Inactive"] as const;

export const readManagedNodes = ({ ssm }: Pick<AuditClients, "ssm">): Promise<AuditReading<readonly ManagedNode[]>> =>
  ask("DescribeInstanceInformation", "", async () => {
    const nodes = await allPages(async (NextToken) => {
      const page = await ssm.send(new DescribeInstanceInformationCommand({ MaxResults, NextToken }));
      return { items: page.InstanceInformationList, next: page.NextToken };
    });
    return nodes.map(({ InstanceId, PingStatus }) => ({
      id: InstanceId ?? "",
      ping: pings.find((ping) => ping === PingStatus) ?? "other",
    }));
  });
