import { describe, expect, it } from "@jest/globals";
import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DecisionRecord } from "../../shared/notices/digest/digest-input.ts";
import { planDigest } from "../../shared/notices/digest/plan-digest.ts";
import { digestForms } from "../../shared/notices/digest/render-digest.ts";
import { decompress } from "../../shared/state/compressed.ts";
import type { Decision, Outcome } from "../../shared/state/decision.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "./small-world.ts";

/** Load for more tasks than the database carries. */
const cappedConfig = (changes: Partial<Config> = {}): Config =>
  stackConfig({}, { maxConnections: fullConnections }, changes);

const stackOf = (config: Config): SmallStack => {
  const stack = smallStack(worldSpec(highRequests, fullConnections), config);
  stack.warmUp(180);
  return stack;
};

/** What the table holds of decisions, as a reader of it finds them. */
const storedDecisions = (stack: SmallStack): readonly DecisionRecord[] =>
  stack.cloud.table.items().flatMap((item): readonly DecisionRecord[] => {
    if (item["sk"]?.S?.startsWith("DECISION#") !== true) return [];
    const outcomes = JSON.parse(item["outcomes"]?.S ?? "[]") as readonly Outcome[];
    return [{ decision: decompress<Decision>(item["body"]!.B!), outcomes }];
  });

describe("what a notice points to", () => {
  it("is a decision that the table holds, and the log lines of the event that woke the domain", async () => {
    const stack = stackOf(cappedConfig());
    await stack.wake({ correlationId: "alarm-17" });
    const [notice] = stack.notices();
    expect(notice).toMatchObject({ code: "database-budget", correlationId: "alarm-17", traceId: null });
    expect(storedDecisions(stack).map(({ decision }) => decision.id)).toEqual([notice?.decisionId]);
    const text = stack.cloud.topic.published[0]!.messages["default"];
    expect(text).toContain(`Decision: headgate explain '${notice?.decisionId}'\n`);
    expect(text).toMatch(/^Logs: https:\/\/eu-central-1\.console\.aws\.amazon\.com\/.*alarm-17.*rehearsal-scale/m);
    expect(text).not.toContain("Trace:");
  });

  it("is the last stored decision where the plan says nothing new", async () => {
    const config = cappedConfig({ notices: compileNotices({ remindHours: 1 }) });
    const stack = stackOf(config);
    await stack.run(4200);
    const reminder = stack.notices().find(({ state, code }) => state === "reminder" && code === "database-budget");
    const before = storedDecisions(stack).filter(({ decision }) => decision.atMs <= reminder!.atMs);
    expect(reminder?.decisionId).toBe(
      before
        .map(({ decision }) => decision.id)
        .sort()
        .at(-1),
    );
  });
});

describe("in quiet hours", () => {
  const notices = compileNotices({ quietHours: { from: "00:00", to: "06:00" } });

  it("a change is not published and a cap is; the digest has both", async () => {
    const config = cappedConfig({ notices });
    const stack = stackOf(config);
    await stack.run(900);
    const codes = new Set(stack.notices().map(({ code }) => code));
    expect([...codes]).toContain("database-budget");
    expect([...codes]).not.toContain("scaled-out");
    expect(stack.cloud.topic.published.map(({ attributes }) => attributes["severity"]?.StringValue)).not.toContain(
      "low",
    );

    const states = [await stack.state()];
    const digest = planDigest({ decisions: storedDecisions(stack), states }, config, stack.world.nowMs);
    const checkout = digest.services.find(({ service }) => service === "checkout");
    expect(checkout?.changes).toBe(stack.writes().filter(({ name }) => name === "ecs UpdateService").length);
    expect(checkout?.caps.map(({ code, lasts }) => [code, lasts])).toEqual([["database-budget", true]]);
    expect(digest.open.map(({ code }) => code)).toContain("database-budget");
    expect(digest.bestUnlock).toMatchObject({ service: "checkout", database: "orders" });
    expect(digestForms(digest).messages.email).toContain("capped: database-budget on orders");
  });
});
