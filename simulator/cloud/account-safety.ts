import type { DescribeBudgetsRequest } from "@aws-sdk/client-budgets";
import type { GetDetectorRequest, ListDetectorsRequest } from "@aws-sdk/client-guardduty";
import type { BatchGetAccountStatusRequest } from "@aws-sdk/client-inspector2";
import type { DescribeInstanceInformationRequest } from "@aws-sdk/client-ssm";
import type { DescribeTrustedAdvisorCheckSummariesRequest } from "@aws-sdk/client-support";
import { accountPage } from "./account-pages.ts";
import type { AccountSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";

/** Who calls, budgets, GuardDuty, Inspector, Systems Manager's nodes and Trusted Advisor. */
export const safetyAccountOperations = (account: () => AccountSpec) => ({
  "sts GetCallerIdentity": () => {
    const { accountId } = account();
    return { Account: accountId, UserId: "AIDAEXAMPLE", Arn: `arn:aws:iam::${accountId}:user/example` };
  },
  "budgets DescribeBudgets": ({ AccountId, NextToken, MaxResults }: DescribeBudgetsRequest) => {
    const { accountId, budgets } = account();
    if (AccountId !== accountId) throw new AwsError("AccessDeniedException", `${AccountId} is another account`);
    const { page, next } = accountPage(account(), budgets, NextToken, MaxResults, { most: 1000, otherwise: 100 });
    return { Budgets: page, NextToken: next };
  },
  "guardduty ListDetectors": ({ NextToken, MaxResults }: ListDetectorsRequest) => {
    const { page, next } = accountPage(account(), account().detectors, NextToken, MaxResults, {
      most: 50,
      otherwise: 50,
    });
    return { DetectorIds: page.map(({ id }) => id), NextToken: next };
  },
  "guardduty GetDetector": ({ DetectorId }: GetDetectorRequest) => {
    const found = account().detectors.find(({ id }) => id === DetectorId);
    if (found === undefined)
      throw new AwsError("BadRequestException", "The request is rejected because the input detectorId is not owned");
    return { Status: found.status, ServiceRole: "arn:aws:iam::role/guardduty", Tags: {} };
  },
  "inspector2 BatchGetAccountStatus": ({ accountIds }: BatchGetAccountStatusRequest) => {
    const { accountId, inspector } = account();
    if ((accountIds ?? [accountId]).some((id) => id !== accountId))
      return {
        accounts: [],
        failedAccounts: [{ accountId: accountIds![0], errorCode: "ACCESS_DENIED", errorMessage: "" }],
      };
    const states = [inspector.ec2?.status, inspector.ecr?.status];
    const status = states.includes("ENABLED") ? "ENABLED" : "DISABLED";
    return { accounts: [{ accountId, state: { status }, resourceState: inspector }], failedAccounts: [] };
  },
  "ssm DescribeInstanceInformation": ({ NextToken, MaxResults }: DescribeInstanceInformationRequest) => {
    const bounds = { least: 5, most: 50, otherwise: 50 };
    const { page, next } = accountPage(account(), account().nodes, NextToken, MaxResults, bounds);
    return { InstanceInformationList: page, NextToken: next };
  },
  "support DescribeTrustedAdvisorChecks": () => {
    const checks = advisorOf(account());
    return {
      checks: checks.map(({ id, name, description, category, metadata }) => ({
        id,
        name,
        description,
        category,
        metadata,
      })),
    };
  },
  "support DescribeTrustedAdvisorCheckSummaries": ({ checkIds = [] }: DescribeTrustedAdvisorCheckSummariesRequest) => {
    const found = advisorOf(account()).filter(({ id }) => checkIds.includes(id ?? ""));
    return {
      summaries: found.map(({ id, timestamp, status, resourcesSummary, categorySpecificSummary }) => ({
        checkId: id,
        timestamp,
        status,
        resourcesSummary,
        categorySpecificSummary,
      })),
    };
  },
});

const advisorOf = ({ trustedAdvisor }: AccountSpec) => {
  if (trustedAdvisor === null)
    throw new AwsError("SubscriptionRequiredException", "Amazon Web Services Premium Support Subscription is required");
  return trustedAdvisor;
};
