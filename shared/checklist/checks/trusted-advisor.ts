import { accountLabel } from "../account-parts.ts";
import type { AuditInput } from "../audit-input.ts";
import { passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

export const checkTrustedAdvisor = ({ reading }: AuditInput): readonly Verdict[] => {
  const subject = accountLabel(reading);
  const { trustedAdvisor } = reading;
  if (trustedAdvisor.kind === "unknown") return [unread(subject, trustedAdvisor)];
  if (trustedAdvisor.value.kind === "not-in-plan") return [];
  const { checks } = trustedAdvisor.value;
  if (checks.kind === "unknown") return [unread(subject, checks)];
  return checks.value.map(({ id, name, status, flagged }): Verdict => {
    // Names repeat between categories.
    const check = `${name} (${id})`;
    if (status === "not_available")
      return { status: "unknown", subject: check, what: `Trusted Advisor has no result of "${name}".` };
    if (status !== "error") return passed(check);
    return {
      status: "finding",
      subject: check,
      what: `Trusted Advisor shows "${name}" in red, for ${flagged} ${flagged === 1 ? "resource" : "resources"}.`,
      fix: [awsCommand("support describe-trusted-advisor-check-result", { region: "us-east-1", "check-id": id })],
      cost: { kind: "depends", on: "what the check asks for; the command lists the resources" },
      numbers: { flagged },
    };
  });
};
