import { judgeEach, regionLabel } from "../account-parts.ts";
import type { Secret } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { type Cost, costsNothing, passed, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

const proposedDays = 30;
const dayMs = 86_400_000;
/** A rotation runs within its window, which is a day unless it is set otherwise. */
const graceMs = dayMs;
const functionCost: Cost = {
  kind: "depends",
  on: "the rotation function's runs, one in a month: cents at most; the secret itself costs the same",
};

export const checkSecretRotation = ({ reading, nowMs }: AuditInput): readonly Verdict[] =>
  judgeEach(reading.secrets, regionLabel(reading), (secret) => [judge(secret, nowMs)]);

const judge = (secret: Secret, nowMs: number): Verdict => {
  const { name, rotationEnabled, lastRotatedAtMs, nextRotationAtMs, createdAtMs, owner } = secret;
  if (!rotationEnabled) return owner === null ? neverRotates(name, createdAtMs, nowMs) : passed(name);
  if (nextRotationAtMs === null || nextRotationAtMs + graceMs >= nowMs) return passed(name);
  const lateDays = Math.floor((nowMs - nextRotationAtMs) / dayMs);
  const last =
    lastRotatedAtMs === null ? "it has never rotated" : `the last was ${daysSince(lastRotatedAtMs, nowMs)} days ago`;
  return {
    status: "finding",
    subject: name,
    what: `The rotation of the secret ${name} is ${lateDays} days late; ${last}.`,
    fix: [awsCommand("secretsmanager rotate-secret", { "secret-id": name })],
    cost: costsNothing("rotation is already paid for"),
    numbers: { lateDays },
  };
};

const neverRotates = (name: string, createdAtMs: number | null, nowMs: number): Verdict => {
  const ageDays = createdAtMs === null ? null : daysSince(createdAtMs, nowMs);
  return {
    status: "finding",
    subject: name,
    what: `The secret ${name} does not rotate${ageDays === null ? "" : `; it was made ${ageDays} days ago`}.`,
    fix: [
      awsCommand("secretsmanager rotate-secret", {
        "secret-id": name,
        "rotation-lambda-arn": { variable: "ROTATION_FUNCTION_ARN" },
        "rotation-rules": `AutomaticallyAfterDays=${proposedDays}`,
      }),
    ],
    cost: functionCost,
    numbers: { proposedDays, ...(ageDays === null ? {} : { ageDays }) },
  };
};

const daysSince = (atMs: number, nowMs: number): number => Math.max(0, Math.floor((nowMs - atMs) / dayMs));
