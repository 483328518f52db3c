import { describe, expect, it } from "@jest/globals";
import { plan } from "../../shared/runbooks/books/plan.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { sentActions } from "./sent-actions.ts";

const asked = { runbook: "plan", params: { service: "checkout" } };

const warm = (requestsPerSecond = highRequests, maxConnections = 300): RunWorld => {
  const world = runWorld({
    world: worldSpec(requestsPerSecond, maxConnections),
    config: stackConfig({}, { maxConnections }),
  });
  world.warmUp(300);
  return world;
};

describe("plan", () => {
  it("shows what would be written, why, and the arithmetic of the budget, and writes nothing", async () => {
    const world = warm();
    const { text } = await world.invoke(asked);
    expect(text).toContain("Domain checkout at 2026-03-14T00:05:00.000Z. Next read in 20 s (hot).");
    expect(text).toContain("Would be written:\n  checkout: desired count 4 -> 7");
    expect(text).toMatch(
      /checkout: scaled-out: cpu at 1\.\d\d x target asks for 7; desiredTasks 4, targetTasks 7, askTasks 7/,
    );
    expect(text).toContain(
      "orders: 300 - 8 reserved - 5 margin - 5 replacement - 5 unmanaged = 277; 40 committed, 237 free",
    );
    expect(text).toContain("In force: nothing");
    expect(changesSince(world.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
    expect(sentActions(world.calls, plan.grants)).toEqual([]);
  });

  it("says the same as what `scale` then does", async () => {
    const world = warm();
    const answer = await world.invoke(asked);
    await world.wake();
    const writes = world.writes().map(({ input }) => input["desiredCount"]);
    const report = answer.kind === "run" ? answer.run.report : null;
    expect(report?.data["actions"]).toEqual([
      { kind: "set-desired-count", service: "checkout", from: 4, to: writes[0] },
    ]);
  });

  it("names what caps it and what would unlock more", async () => {
    const world = warm(highRequests, fullConnections);
    const { text } = await world.invoke(asked);
    expect(text).toContain("Would be written: nothing");
    expect(text).toContain("checkout on orders: database-budget");
    expect(text).toContain("would unlock more: 5 instead of 10 connections per task: 7 tasks fit");
  });

  it("shows what people have asked for, and the kill switch", async () => {
    const world = warm();
    await world.invoke({ runbook: "scale", params: { service: "checkout", to: 6, for: "2h" }, confirm: true });
    await world.invoke({ runbook: "pause", params: { all: true }, confirm: true });
    const { text } = await world.invoke({ runbook: "plan", params: { domain: "checkout" } });
    expect(text).toContain("Would be written, were not everything paused:");
    expect(text).toContain("everything: paused until resumed (run request-0002)");
    expect(text).toContain("checkout: held at 6 tasks until 2026-03-14T02:05:00.000Z (run request-0001)");
  });

  it("what can't be read is unknown, with the reason", async () => {
    const world = warm();
    world.failing(({ name }) =>
      name === "ecs DescribeServices" ? Object.assign(new Error("not yours"), { name: "AccessDeniedException" }) : null,
    );
    const { text } = await world.invoke(asked);
    expect(text).toContain("AccessDeniedException: not yours");
    expect(text).toMatch(/checkout {2}scaled {8}\? {8}\? {5}- {7}-/);
    expect(text).toContain("orders: unknown, neighbour-unknown");
  });

  it.each([{ params: {} }, { params: { service: "checkout", domain: "checkout" } }])(
    "refuses $params before anything is called",
    async ({ params }) => {
      const world = warm();
      expect(await refusalOf(world.invoke({ runbook: "plan", params }))).toBe("bad-input");
      expect(world.calls).toEqual([]);
    },
  );
});
