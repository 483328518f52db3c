import { describe, expect, it } from "@jest/globals";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { ann, bob, changesSince, refusalOf, runWorld } from "./run-world.ts";

const toSix = { runbook: "scale", params: { service: "checkout", to: 6, for: "30m" } };

describe("scale", () => {
  it("dry: says what would change and changes nothing", async () => {
    const world = runWorld();
    world.warmUp(300);
    const from = world.calls.length;
    const answer = await world.invoke(toSix);
    expect(answer).toMatchObject({ kind: "dry-run", needsApproval: false });
    expect(answer.text).toContain("checkout: desired count 4 -> 6");
    expect(changesSince(world.calls, from)).toEqual([]);
  });

  it("confirmed: posts an intent, and `scale` alone writes the count", async () => {
    const world = runWorld();
    world.warmUp(300);
    const answer = await world.invoke({ ...toSix, confirm: true, requestId: "incident-42" });
    expect(answer).toMatchObject({ kind: "run", run: { phase: "running", id: "incident-42" } });
    expect(world.calls.filter(({ name }) => name === "ecs UpdateService")).toEqual([]);
    await world.live(300);
    expect(world.world.counts("checkout").desired).toBe(6);
    const status = await world.invoke({ run: "incident-42", command: "status" });
    expect(status).toMatchObject({ run: { phase: "done" } });
    expect(status.text).toContain("desired 6, running 6 of 6");
    await world.live(2700);
    expect(world.world.counts("checkout").desired).toBeLessThan(6);
  });

  it.each([
    { when: "past the budget", params: { service: "checkout", to: 12 }, code: "past-budget" },
    { when: "above the maximum", params: { service: "checkout", to: 13 }, code: "outside-bounds" },
    { when: "below the minimum", params: { service: "checkout", to: 1 }, code: "outside-bounds" },
    { when: "of a service that is not there", params: { service: "chekout", to: 4 }, code: "unknown-name" },
    { when: "without a count", params: { service: "checkout" }, code: "bad-input" },
    { when: "of half a task", params: { service: "checkout", to: 4.5 }, code: "bad-input" },
    { when: "for a time without a unit", params: { service: "checkout", to: 4, for: "90" }, code: "bad-input" },
  ])("refuses a count $when", async ({ params, code }) => {
    const world = runWorld({ config: stackConfig({}, { maxConnections: 100 }), world: worldSpec(100, 100) });
    world.warmUp(300);
    expect(await refusalOf(world.invoke({ runbook: "scale", params, confirm: true }))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("forced: waits for another person, and then goes past the budget", async () => {
    const world = runWorld({ config: stackConfig({}, { maxConnections: 100 }), world: worldSpec(100, 100) });
    world.warmUp(300);
    const request = { runbook: "scale", params: { service: "checkout", to: 10, force: true }, confirm: true };
    expect(await refusalOf(world.invoke(request))).toBe("proof-needed");
    const asked = await world.invoke({ ...request, requestId: "incident-43", proof: ann });
    expect(asked).toMatchObject({ run: { phase: "waiting", requestedBy: ann } });
    await world.live(60);
    expect(world.world.counts("checkout").desired).toBe(4);
    const approve = { run: "incident-43", command: "approve" };
    expect(await refusalOf(world.invoke(approve))).toBe("proof-needed");
    expect(await refusalOf(world.invoke({ ...approve, proof: ann }))).toBe("same-person");
    const approved = await world.invoke({ ...approve, proof: bob });
    expect(approved).toMatchObject({ run: { phase: "running", requestedBy: ann, approvedBy: bob } });
    await world.live(120);
    expect(world.world.counts("checkout").desired).toBe(10);
  });
});
