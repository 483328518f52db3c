import { judgeEach, regionLabel } from "../account-parts.ts";
import type { LogGroup } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

/** Long enough for an incident to be looked into, and the stack's own retention. */
const proposedDays = 30;
const bytesPerGib = 1_073_741_824;

export const checkLogRetention = ({ reading }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.logGroups, regionLabel(reading), (group) => [judge(group)]);

const judge = ({ name, retentionDays, storedBytes, logClass }: LogGroup): Verdict => {
  if (retentionDays !== null || logClass === "DELIVERY") return passed(name);
  const storedGib = Math.round((storedBytes / bytesPerGib) * 100) / 100;
  return {
    status: "finding",
    subject: name,
    what: `${name} keeps its lines for ever; it holds ${storedGib} GiB.`,
    fix: [awsCommand("logs put-retention-policy", { "log-group-name": name, "retention-in-days": proposedDays })],
    cost: costsNothing(`it saves the storage of what is older than ${proposedDays} days`),
    numbers: { storedGib, proposedDays },
  };
};
