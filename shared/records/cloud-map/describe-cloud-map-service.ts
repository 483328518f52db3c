import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Finding } from "../../plan/explain/finding.ts";
import type { CloudMapServicePlan } from "./plan-cloud-map-service.ts";

/** What people should know of one service's part in a Cloud Map service. @throws never */
export const describeCloudMapService = (plan: CloudMapServicePlan, serviceId: string): readonly Finding[] => {
  const { restored, foreign, policy, registers, changedCount, removes } = plan;
  const { held } = plan.settled;
  const finding = (code: FindingCode, numbers: Finding["numbers"], detail: string): Finding => ({
    code,
    service: plan.service,
    database: null,
    numbers,
    detail: `Cloud Map service ${serviceId}: ${detail}`,
    unlocks: [],
  });
  const findings: Finding[] = [];
  if (held !== null) {
    const { publishedCount, leavingCount, unseenCount } = held;
    findings.push(finding(held.code, { publishedCount, leavingCount, unseenCount }, held.detail));
  }
  if (foreign.length > 0) {
    const named = foreign.map(({ id, owner }) => `instance ${id} was registered by ${owner}`);
    findings.push(finding("record-not-owned", { instanceCount: foreign.length }, listed(named)));
  }
  const unreached = plan.leftOut.filter(({ why }) => why !== "unhealthy");
  if (unreached.length > 0) {
    const named = unreached.map(({ taskId, why }) => `task ${taskId}: ${why}`);
    findings.push(finding("task-without-address", { taskCount: unreached.length }, listed(named)));
  }
  if (policy === "observe") {
    if (registers.length + removes.length > 0) {
      const numbers = {
        addedCount: registers.length - changedCount,
        changedCount,
        removedCount: removes.length,
      };
      findings.push(finding("would-change-records", numbers, "instances would be registered or deregistered"));
    }
    return findings;
  }
  if (restored.length > 0) {
    const named = restored.map((id) => `instance ${id}`);
    findings.push(finding("record-restored", { instanceCount: restored.length }, listed(named)));
  }
  if (policy === "upsert-only" && removes.length > 0) {
    const named = removes.map((id) => `instance ${id}`);
    findings.push(finding("upsert-only-kept", { keptCount: removes.length }, listed(named)));
  }
  return findings;
};

/** Enough to find them; a notice is no list. */
const namedCount = 5;

const listed = (names: readonly string[]): string => {
  const more = names.length - namedCount;
  return `${names.slice(0, namedCount).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};
