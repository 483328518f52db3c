import { BatchGetAccountStatusCommand } from "@aws-sdk/client-inspector2";
import type { AuditReading, InspectorStatus } from "../../checklist/account-reading.ts";
import { accountCalls } from "./account-calls.ts";
import { ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** Without an account id the call is about the caller's own. */
export const readInspector = async ({
  inspector,
}: Pick<AuditClients, "inspector">): Promise<AuditReading<InspectorStatus>> => {
  const answer = await ask("BatchGetAccountStatus", "", () => inspector.send(new BatchGetAccountStatusCommand({})));
  if (answer.kind === "unknown") return answer;
  const { accounts, failedAccounts } = answer.value;
  const state = accounts?.[0]?.resourceState;
  if (state !== undefined)
    return { kind: "known", value: { ec2: state.ec2?.status ?? "", ecr: state.ecr?.status ?? "" } };
  const failed = failedAccounts?.[0];
  const action = accountCalls.BatchGetAccountStatus;
  return {
    kind: "unknown",
    because: failed?.errorCode === "ACCESS_DENIED" ? "access-denied" : "failed",
    action,
    detail: `${action}: ${failed?.errorCode ?? "no account was answered"}: ${failed?.errorMessage ?? ""}`,
  };
};
