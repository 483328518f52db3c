import { describe, expect, it } from "@jest/globals";
import { failOn, type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

/** High until 600 s, then a third of it: `checkout` grows to 7 and would shrink again. */
const traffic = Array.from({ length: 601 }, (_, second) => (second < 600 ? 160 : 50));

const pinnedStack = async (handTasks: number): Promise<SmallStack> => {
  const stack = smallStack(worldSpec(traffic), stackConfig());
  stack.warmUp(180);
  await stack.run(240);
  expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(7);
  stack.world.setDesiredCount("checkout", handTasks);
  return stack;
};

const desiredOf = (stack: SmallStack): number => stack.world.counts("checkout").desired;

describe("a person's hand wins", () => {
  it("a desired count set by hand is a floor for pinMinutes, and a notice says until when", async () => {
    const stack = await pinnedStack(10);
    await stack.run(1_800);
    expect(desiredOf(stack)).toBe(10);
    const notice = stack.notices().find(({ code }) => code === "pinned-by-hand");
    const { pinnedTasks, untilMs } = notice!.finding.numbers;
    expect(pinnedTasks).toBe(10);
    const setAtMs = stack.world.spec.startMs + 420_000;
    expect(untilMs! - setAtMs).toBeGreaterThanOrEqual(3_600_000);
    expect(untilMs! - setAtMs).toBeLessThan(3_600_000 + 310_000);
    const minute = new Date(untilMs!).toISOString().slice(0, 16);
    const text = stack.cloud.topic.published.map(({ messages }) => messages["default"]).join("\n");
    expect(text).toContain(`checkout is pinned at 10 tasks by hand until ${minute}Z`);
  });

  it("is over when the pin ends: the service is scaled in again", async () => {
    const stack = await pinnedStack(10);
    await stack.run(3_600 + 1_800);
    expect(desiredOf(stack)).toBeLessThan(7);
    expect(stack.notices().map(({ code, state }) => `${code} ${state}`)).toContain("pinned-by-hand cleared");
  });

  it("past the configured maximum it stays while the pin lasts", async () => {
    const stack = await pinnedStack(15);
    await stack.run(1_800);
    expect(desiredOf(stack)).toBe(15);
  });

  it("a second hand replaces the first", async () => {
    const stack = await pinnedStack(10);
    await stack.run(600);
    stack.world.setDesiredCount("checkout", 8);
    await stack.run(1_800);
    expect(desiredOf(stack)).toBe(8);
  });

  it("down to zero switches the service off, and it stays off", async () => {
    const stack = await pinnedStack(0);
    await stack.run(1_800);
    expect(desiredOf(stack)).toBe(0);
    expect(stack.notices().map(({ code }) => code)).toContain("scaled-to-zero");
  });

  it("lower than the ask it is no ceiling: the load still gets its tasks", async () => {
    const stack = smallStack(worldSpec(160), stackConfig());
    stack.warmUp(180);
    await stack.run(240);
    stack.world.setDesiredCount("checkout", 5);
    await stack.run(600);
    expect(desiredOf(stack)).toBeGreaterThan(5);
  });

  it("a failed write is no hand: no pin, no notice", async () => {
    const stack = smallStack(worldSpec(traffic), stackConfig());
    stack.warmUp(180);
    stack.failing(failOn("ecs UpdateService", "ThrottlingException"));
    await stack.run(100);
    stack.failing(() => null);
    await stack.run(2_400);
    expect(stack.notices().map(({ code }) => code)).not.toContain("pinned-by-hand");
    expect((await stack.state()).memory.services["checkout"]?.pin).toBeNull();
  });

  it("our own writes are no hand", async () => {
    const stack = smallStack(worldSpec(traffic), stackConfig());
    await stack.run(4_000);
    expect(stack.writes().length).toBeGreaterThan(2);
    expect(stack.notices().map(({ code }) => code)).not.toContain("pinned-by-hand");
  });
});
