import { GetAutomationExecutionCommand } from "@aws-sdk/client-ssm";
import { personOf } from "../runbooks/identity.ts";
import { type Refusal, refuse } from "../runbooks/refusal.ts";
import { sameParams } from "../runbooks/request-digest.ts";
import type { Ssm } from "./clients.ts";

export type AutomationApproval =
  | { readonly kind: "approved"; readonly requestedBy: string; readonly approvedBy: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Who has started an automation of ours and who has approved it, as Systems Manager knows it: nobody can say so in a
 * request's text.
 *
 * @param documentName of the runbook's document
 * @param params that the request carries; the execution must have been approved for the same
 * @throws what SSM answers
 * @see AWS Systems Manager API reference, GetAutomationExecution; user guide, aws:approve
 */
export const readAutomationApproval = async (
  ssm: Ssm,
  AutomationExecutionId: string,
  documentName: string,
  params: Readonly<Record<string, unknown>>,
): Promise<AutomationApproval> => {
  const { AutomationExecution: execution } = await ssm.send(
    new GetAutomationExecutionCommand({ AutomationExecutionId }),
  );
  const refused = (because: string): AutomationApproval => ({
    kind: "refused",
    refusal: refuse("proof-refused", `automation ${AutomationExecutionId}: ${because}`, "automationExecutionId"),
  });
  if (execution?.DocumentName !== documentName)
    return refused(`it runs ${execution?.DocumentName}, not ${documentName}`);
  const step = execution.StepExecutions?.find(({ Action }) => Action === "aws:approve");
  if (step === undefined || step.StepStatus !== "Success") return refused("nobody has approved it");
  const approved = execution.Parameters?.["Params"]?.[0];
  const asked = approved === undefined ? null : (JSON.parse(approved) as Readonly<Record<string, unknown>>);
  if (asked === null || !sameParams(asked, params)) return refused("it was approved for other parameters");
  const approver = approversIn(step.Outputs?.["ApproverDecisions"]).find(
    (arn) => personOf(arn) !== personOf(execution.ExecutedBy ?? ""),
  );
  if (approver === undefined) return refused("it was approved by nobody but who has started it");
  return { kind: "approved", requestedBy: execution.ExecutedBy ?? "", approvedBy: approver };
};

/**
 * Each decision is a map of its own with the approver's ARN and what they decided; what its keys are called is not
 * documented, so the values are looked at.
 */
const approversIn = (decisions: readonly string[] | undefined): readonly string[] =>
  (decisions ?? []).flatMap((decision) =>
    /"approved?"/i.test(decision) ? (/arn:[\w:/+=,.@-]+/.exec(decision)?.[0] ?? []) : [],
  );
