import { judgeEach, regionLabel } from "../account-parts.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

const dayMs = 86_400_000;
const free = costsNothing("drift detection is free for AWS's own resources");

export const checkStackDriftChecked = ({ reading }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.stacks, regionLabel(reading), ({ name, drift }): readonly Verdict[] => [
    drift !== "NOT_CHECKED"
      ? passed(name)
      : {
          status: "finding",
          subject: name,
          what: `CloudFormation has never compared the stack ${name} with its template.`,
          fix: [awsCommand("cloudformation detect-stack-drift", { "stack-name": name })],
          cost: free,
        },
  ]);

export const checkStackDrift = ({ reading, nowMs }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.stacks, regionLabel(reading), ({ name, drift, checkedAtMs }): readonly Verdict[] => {
    const ageDays = checkedAtMs === null ? null : Math.max(0, Math.floor((nowMs - checkedAtMs) / dayMs));
    const since = ageDays === null ? "" : ` ${ageDays} ${ageDays === 1 ? "day" : "days"} ago`;
    const numbers: Readonly<Record<string, number>> = ageDays === null ? {} : { checkedDaysAgo: ageDays };
    switch (drift) {
      case "NOT_CHECKED":
        return [];
      case "IN_SYNC":
        return [passed(name)];
      case "UNKNOWN":
        return [
          {
            status: "unknown",
            subject: name,
            what: `CloudFormation could not tell${since} whether the stack ${name} has drifted.`,
            fix: [awsCommand("cloudformation detect-stack-drift", { "stack-name": name })],
            numbers,
          },
        ];
      case "DRIFTED":
        return [
          {
            status: "finding",
            subject: name,
            what: `The stack ${name} had drifted from its template when it was checked${since}.`,
            fix: [
              awsCommand("cloudformation describe-stack-resource-drifts", {
                "stack-name": name,
                "stack-resource-drift-status-filters": ["MODIFIED", "DELETED"],
              }),
            ],
            cost: free,
            numbers,
          },
        ];
    }
  });
