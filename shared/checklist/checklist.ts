import type { Config } from "../config/config.ts";
import type { AccountReading } from "./account-reading.ts";
import type { AuditInput } from "./audit-input.ts";
import type { Check, Verdict } from "./check.ts";
import { type CheckCode, checkCodes } from "./check-codes.ts";
import { checkAlarm5xx } from "./checks/alarm-5xx.ts";
import { checkAlarmActions } from "./checks/alarm-actions.ts";
import { checkAlarmConnections } from "./checks/alarm-connections.ts";
import { checkAlarmCpu } from "./checks/alarm-cpu.ts";
import { checkAlarmLatency } from "./checks/alarm-latency.ts";
import { checkBalancerDeletionProtection, checkBalancerZones } from "./checks/balancer-safety.ts";
import { checkBudget } from "./checks/budget.ts";
import {
  checkDatabaseBackups,
  checkDatabaseDeletionProtection,
  checkDatabaseMultiAz,
} from "./checks/database-safety.ts";
import { checkLogRetention } from "./checks/log-retention.ts";
import { checkManagedInstances } from "./checks/managed-instance.ts";
import { checkPermissions } from "./checks/permission.ts";
import { checkSecretRotation } from "./checks/secret-rotation.ts";
import { checkServiceZones, checkTaskSpread } from "./checks/service-zones.ts";
import { checkStackDrift, checkStackDriftChecked } from "./checks/stack-drift.ts";
import { checkGuardDuty, checkInspector } from "./checks/threat-detection.ts";
import { checkTrustedAdvisor } from "./checks/trusted-advisor.ts";
import { gather } from "./gather.ts";
import { noPrices, type PriceOf } from "./price.ts";

export type Checklist = {
  readonly region: string;
  /** `null`: it could not be read. */
  readonly accountId: string | null;
  readonly atMs: number;
  readonly checks: readonly Check[];
};

/** Every code has its check, or this does not compile. */
const checksByCode: Readonly<Record<CheckCode, (input: AuditInput) => readonly Verdict[]>> = {
  "permission-missing": checkPermissions,
  "log-retention": checkLogRetention,
  "alarm-cpu": checkAlarmCpu,
  "alarm-5xx": checkAlarm5xx,
  "alarm-latency": checkAlarmLatency,
  "alarm-connections": checkAlarmConnections,
  "alarm-actions": checkAlarmActions,
  "stack-drift-checked": checkStackDriftChecked,
  "stack-drift": checkStackDrift,
  budget: checkBudget,
  "managed-instance": checkManagedInstances,
  guardduty: checkGuardDuty,
  inspector: checkInspector,
  "trusted-advisor": checkTrustedAdvisor,
  "database-multi-az": checkDatabaseMultiAz,
  "database-backups": checkDatabaseBackups,
  "database-deletion-protection": checkDatabaseDeletionProtection,
  "balancer-deletion-protection": checkBalancerDeletionProtection,
  "service-zones": checkServiceZones,
  "task-spread": checkTaskSpread,
  "balancer-zones": checkBalancerZones,
  "secret-rotation": checkSecretRotation,
};

/**
 * Holds an account against the day-one list.
 *
 * What could not be read is "unknown", and the permission that was missing is a finding of its own; nothing is taken for
 * fine because it wasn't seen.
 *
 * @param config headgate.yml's limits and signals; `null`: there is none yet
 * @param priceOf what fixes cost; without it they say what they go by
 * @returns at least one check per code, in the order of the codes and then by name; one verdict per code and subject
 * @throws never
 */
export const auditAccount = (
  reading: AccountReading,
  config: Config | null,
  nowMs: number,
  priceOf: PriceOf = noPrices,
): Checklist => {
  const input: AuditInput = { reading, config, nowMs, priceOf };
  const codes = Object.keys(checkCodes) as readonly CheckCode[];
  return {
    region: reading.region,
    accountId: reading.accountId.kind === "known" ? reading.accountId.value : null,
    atMs: nowMs,
    checks: codes.flatMap((code) => gather(code, checksByCode[code](input))),
  };
};
