import { findDecisionIds, readDecision } from "../../../shared/aws/decision-table.ts";
import { checkPlan } from "../../../simulator/invariants/plan-check.ts";
import type { FaultStack } from "./fault-stack.ts";

/** Far more than a run makes. */
const mostDecisions = 1000;

/** What the stored decisions have broken of I1..I3 and I5..I9, each planned from its own snapshot. */
export const brokenInvariants = async ({ config, cloud }: FaultStack): Promise<readonly string[]> => {
  const { dynamoDb } = cloud.clients();
  const broken: string[] = [];
  for (const { id: domain } of config.domains) {
    for (const id of await findDecisionIds(dynamoDb, cloud.table.name, domain, "", mostDecisions)) {
      const read = await readDecision(dynamoDb, cloud.table.name, domain, id);
      if (read?.kind !== "decision" || read.decision.snapshot === null) {
        broken.push(`${id} can't be read back`);
        continue;
      }
      const { snapshot, memoryBefore, plan } = read.decision;
      for (const { invariant, detail } of checkPlan({ config, snapshot, memoryBefore, plan }))
        broken.push(`${invariant} in ${id}: ${detail}`);
    }
  }
  return broken;
};
