import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { AuditReading, Stack } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

const statuses = ["DRIFTED", "IN_SYNC", "NOT_CHECKED"] as const;

/** What CloudFormation knows of drift already; no detection is started. */
export const readStacks = ({
  cloudFormation,
}: Pick<AuditClients, "cloudFormation">): Promise<AuditReading<readonly Stack[]>> =>
  ask("DescribeStacks", "", async () => {
    const stacks = await allPages(async (NextToken) => {
      const page = await cloudFormation.send(new DescribeStacksCommand({ NextToken }));
      return { items: page.Stacks, next: page.NextToken };
    });
    return stacks.map(({ StackName, DriftInformation }) => ({
      name: StackName ?? "",
      drift:
        DriftInformation === undefined
          ? "NOT_CHECKED"
          : (statuses.find((status) => status === DriftInformation.StackDriftStatus) ?? "UNKNOWN"),
      checkedAtMs: DriftInformation?.LastCheckTimestamp?.getTime() ?? null,
    }));
  });
