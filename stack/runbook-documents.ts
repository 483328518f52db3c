import type { Config } from "../shared/config/config.ts";
import { documentNameOf } from "../shared/runbooks/document-name.ts";
import { runbooks } from "../shared/runbooks/registry.ts";
import type { AnyRunbook } from "../shared/runbooks/runbook.ts";
import { availableRunbooks } from "./available-runbooks.ts";

export type DocumentResource = {
  readonly Type: "AWS::SSM::Document";
  readonly Properties: Readonly<Record<string, unknown>>;
};

/**
 * A Systems Manager document per runbook that this stack may run: for people who work in the console, and whose rights
 * are given there. A risky one asks for the approval itself, by `aws:approve`, and the function asks Systems Manager
 * whether it was given.
 */
export const runbookDocuments = (config: Config, prefix: string): Readonly<Record<string, DocumentResource>> =>
  Object.fromEntries(
    availableRunbooks(config, runbooks).map((runbook) => [logicalIdOf(runbook), documentOf(runbook, config, prefix)]),
  );

/** "sync-records" -> "RunSyncRecordsDocument" */
const logicalIdOf = ({ name }: AnyRunbook): string =>
  `Run${name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("")}Document`;

const documentOf = (runbook: AnyRunbook, config: Config, prefix: string): DocumentResource => {
  const { name, purpose, effect, example } = runbook;
  const approved = config.runbooks.approval.includes(name);
  return {
    Type: "AWS::SSM::Document",
    Properties: {
      Name: documentNameOf(prefix, name),
      DocumentType: "Automation",
      DocumentFormat: "JSON",
      UpdateMethod: "NewVersion",
      Content: {
        schemaVersion: "0.3",
        description: `${purpose}. Parameters: docs/runbooks.md of Headgate.`,
        parameters: {
          Params: { type: "String", description: `JSON, such as ${JSON.stringify(example)}`, default: "{}" },
          ...(effect === "reads"
            ? {}
            : {
                Confirm: {
                  type: "String",
                  description: "false: only say what would change",
                  allowedValues: ["true", "false"],
                  default: "false",
                },
              }),
          ...(approved ? { Approvers: { type: "StringList", description: "ARNs of who may approve it" } } : {}),
        },
        mainSteps: [...(approved ? [approvalStep(runbook, config)] : []), runStep(runbook, approved)],
      },
    },
  };
};

const approvalStep = ({ name, purpose }: AnyRunbook, { runbooks: { approvalMinutes } }: Config) => ({
  name: "approve",
  action: "aws:approve",
  onFailure: "Abort",
  timeoutSeconds: approvalMinutes * 60,
  inputs: {
    Message: `Headgate's runbook ${name} with {{ Params }}: ${purpose}`,
    MinRequiredApprovals: 1,
    Approvers: "{{ Approvers }}",
  },
});

const runStep = ({ name, effect }: AnyRunbook, approved: boolean) => ({
  name: "run",
  action: "aws:invokeLambdaFunction",
  onFailure: "Abort",
  isEnd: true,
  inputs: {
    FunctionName: { "Fn::GetAtt": ["RunbookLambdaFunction", "Arn"] },
    InputPayload: {
      runbook: name,
      params: "{{ Params }}",
      ...(effect === "reads" ? {} : { confirm: "{{ Confirm }}" }),
      requestId: "{{ automation:EXECUTION_ID }}",
      ...(approved ? { automationExecutionId: "{{ automation:EXECUTION_ID }}" } : {}),
    },
  },
});
