import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import type { AuditReading } from "../../checklist/account-reading.ts";
import { ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/**
 * Whether anything has published under a namespace in the last two weeks: what is in use does.
 *
 * It stands in for asking ElastiCache and EC2 Auto Scaling themselves, and takes one permission for both.
 *
 * @see Amazon CloudWatch API Reference, ListMetrics: up to two weeks back
 */
export const readNamespaceSeen = (
  { cloudWatch }: Pick<AuditClients, "cloudWatch">,
  Namespace: string,
): Promise<AuditReading<boolean>> =>
  ask("ListMetrics", Namespace, async () => {
    let NextToken: string | undefined;
    do {
      const page = await cloudWatch.send(new ListMetricsCommand({ Namespace, NextToken }));
      if ((page.Metrics ?? []).length > 0) return true;
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return false;
  });
