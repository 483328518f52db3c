import { DescribeScalableTargetsCommand } from "@aws-sdk/client-application-auto-scaling";
import type { AuditReading, ScalableService } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

const MaxResults = 50;

/** The scaling targets of ECS services. */
export const readScalableServices = ({
  applicationAutoScaling,
}: Pick<AuditClients, "applicationAutoScaling">): Promise<AuditReading<readonly ScalableService[]>> =>
  ask("DescribeScalableTargets", "", async () => {
    const targets = await allPages(async (NextToken) => {
      const input = { ServiceNamespace: "ecs" as const, MaxResults, NextToken };
      const page = await applicationAutoScaling.send(new DescribeScalableTargetsCommand(input));
      return { items: page.ScalableTargets, next: page.NextToken };
    });
    return targets.flatMap(({ ResourceId, MinCapacity, MaxCapacity }) => {
      // "service/shop/order"
      const [kind, cluster, service] = (ResourceId ?? "").split("/");
      if (kind !== "service" || cluster === undefined || service === undefined) return [];
      return [{ cluster, service, min: MinCapacity ?? 0, max: MaxCapacity ?? 0 }];
    });
  });
