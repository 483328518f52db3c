import { failedCalls } from "../account-parts.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

/** One finding per IAM action that was denied, however many calls needed it. */
export const checkPermissions = ({ reading }: AuditInput): readonly Verdict[] => {
  const denied = failedCalls(reading).filter(({ because }) => because === "access-denied");
  return [...Map.groupBy(denied, ({ action }) => action)].map(([action, calls]): Verdict => {
    const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] };
    return {
      status: "finding",
      subject: action,
      what: `${action} is not allowed: ${calls[0]!.detail}`,
      fix: [
        awsCommand("iam put-role-policy", {
          "role-name": { variable: "ROLE_NAME" },
          "policy-name": `headgate-checklist-${action.replace(":", "-")}`,
          "policy-document": JSON.stringify(document),
        }),
      ],
      cost: costsNothing("IAM is free, and reading costs nothing here"),
      numbers: { calls: calls.length },
    };
  });
};
