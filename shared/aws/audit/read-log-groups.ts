import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { AuditReading, LogGroup } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** DescribeLogGroups' most. */
const limit = 50;
const classes = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] as const;

export const readLogGroups = ({ logs }: Pick<AuditClients, "logs">): Promise<AuditReading<readonly LogGroup[]>> =>
  ask("DescribeLogGroups", "", async () => {
    const found = await allPages(async (nextToken) => {
      const page = await logs.send(new DescribeLogGroupsCommand({ limit, nextToken }));
      return { items: page.logGroups, next: page.nextToken };
    });
    return found.map((group) => ({
      name: group.logGroupName ?? "",
      retentionDays: group.retentionInDays ?? null,
      storedBytes: group.storedBytes ?? 0,
      logClass:
        group.logGroupClass === undefined
          ? "STANDARD"
          : (classes.find((one) => one === group.logGroupClass) ?? "other"),
    }));
  });
