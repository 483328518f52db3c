import { judgeEach, regionLabel } from "../account-parts.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

export const checkBalancerDeletionProtection = ({ reading }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.balancers, regionLabel(reading), ({ arn, name, type, deletionProtection }) => {
    if (type !== "application" && type !== "network") return [];
    if (deletionProtection.kind === "unknown") return [unread(name, deletionProtection)];
    if (deletionProtection.value) return [passed(name)];
    return [
      {
        status: "finding",
        subject: name,
        what: `The load balancer ${name} has no deletion protection.`,
        fix: [
          awsCommand("elbv2 modify-load-balancer-attributes", {
            "load-balancer-arn": arn,
            attributes: [{ Key: "deletion_protection.enabled", Value: "true" }],
          }),
        ],
        cost: costsNothing("it is a switch"),
      },
    ];
  });

export const checkBalancerZones = ({ reading }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.balancers, regionLabel(reading), ({ arn, name, zones }): readonly Verdict[] => {
    if (zones.length >= 2) return [passed(name)];
    return [
      {
        status: "finding",
        subject: name,
        what: `The load balancer ${name} is in ${zones[0] ?? "no zone"} only.`,
        fix: [`${awsCommand("elbv2 set-subnets", { "load-balancer-arn": arn })} --subnets $SUBNET_IDS`],
        cost: costsNothing("balancers are paid by the hour, not by the zone; public addresses are counted per zone"),
        numbers: { zones: zones.length },
      },
    ];
  });
