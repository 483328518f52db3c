import {
  DescribeTrustedAdvisorCheckSummariesCommand,
  DescribeTrustedAdvisorChecksCommand,
  type TrustedAdvisorCheckSummary,
} from "@aws-sdk/client-support";
import type { AuditReading, TrustedAdvisor, TrustedAdvisorCheck } from "../../checklist/account-reading.ts";
import { nameAndMessage } from "../failure.ts";
import { chunksOf } from "../in-parallel.ts";
import { ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** AWS names no bound on the ids of a call; a few calls do. */
const idsPerCall = 100;
const statuses = ["ok", "warning", "error"] as const;

/**
 * Trusted Advisor's checks as they were last refreshed.
 *
 * Accounts with a basic or developer plan are refused by the whole AWS Support API: that is no failure.
 *
 * @see AWS Support API Reference, "Common Errors": SubscriptionRequiredException
 */
export const readTrustedAdvisor = async ({
  support,
}: Pick<AuditClients, "support">): Promise<AuditReading<TrustedAdvisor>> => {
  const listed = await ask("DescribeTrustedAdvisorChecks", "", async () => {
    try {
      return (await support.send(new DescribeTrustedAdvisorChecksCommand({ language: "en" }))).checks ?? [];
    } catch (error) {
      if (nameAndMessage(error).name === "SubscriptionRequiredException") return null;
      throw error;
    }
  });
  if (listed.kind === "unknown") return listed;
  if (listed.value === null) return { kind: "known", value: { kind: "not-in-plan" } };
  const names = new Map(listed.value.map(({ id, name }) => [id ?? "", name ?? ""]));
  const checks = await ask("DescribeTrustedAdvisorCheckSummaries", "", async () => {
    const summaries: TrustedAdvisorCheckSummary[] = [];
    for (const checkIds of chunksOf([...names.keys()], idsPerCall)) {
      const answer = await support.send(new DescribeTrustedAdvisorCheckSummariesCommand({ checkIds: [...checkIds] }));
      summaries.push(...(answer.summaries ?? []));
    }
    return summaries.map((summary) => checkOf(summary, names));
  });
  return { kind: "known", value: { kind: "checks", checks } };
};

const checkOf = (summary: TrustedAdvisorCheckSummary, names: ReadonlyMap<string, string>): TrustedAdvisorCheck => ({
  id: summary.checkId ?? "",
  name: names.get(summary.checkId ?? "") ?? "",
  status: statuses.find((status) => status === summary.status) ?? "not_available",
  flagged: summary.resourcesSummary?.resourcesFlagged ?? 0,
});
