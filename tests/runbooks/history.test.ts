import { describe, expect, it } from "@jest/globals";
import type { ListedEntry } from "../../shared/history/render-history.ts";
import { ann, changesSince, refusalOf, runWorld } from "./run-world.ts";

/** A run of `scale`, and the decisions that it brought about. */
const lived = async () => {
  const world = runWorld();
  world.warmUp(300);
  const request = { runbook: "scale", params: { service: "checkout", to: 6 }, confirm: true, proof: ann };
  await world.invoke({ ...request, requestId: "incident-42" });
  await world.live(120);
  return world;
};

const entriesOf = (answer: { readonly kind: string }): readonly ListedEntry[] => {
  if (!("run" in answer)) throw new Error(`${answer.kind} is no run`);
  return (answer.run as { report: { data: { entries: ListedEntry[] } } }).report.data.entries;
};

describe("history", () => {
  it("lists decisions and runs together, the newest first", async () => {
    const world = await lived();
    const answer = await world.invoke({ runbook: "history" });
    const entries = entriesOf(answer);
    expect(entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs).sort((a, b) => b - a));
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(["decision", "run"]));
    expect(answer.text).toContain("desired count of checkout 4 -> 6 (done)");
    expect(answer.text).toContain(`scale: done, by ${ann}`);
  });

  it.each([
    { when: "of a service", params: { service: "search" }, kinds: [] },
    { when: "of a domain: no runs", params: { domain: "checkout", limit: 1 }, kinds: ["decision"] },
    { when: "of the last second: nothing", params: { since: "1s" }, kinds: [] },
  ])("lists only what is $when", async ({ params, kinds }) => {
    const world = await lived();
    await world.live(30);
    const entries = entriesOf(await world.invoke({ runbook: "history", params }));
    expect(entries.slice(0, 1).map(({ kind }) => kind)).toEqual(kinds);
  });

  it("is itself in the history, and changes nothing else", async () => {
    const world = await lived();
    const from = world.calls.length;
    await world.invoke({ runbook: "history" });
    expect(changesSince(world.calls, from)).toEqual(["dynamodb TransactWriteItems"]);
    expect((await world.invoke({ runbook: "history" })).text).toContain("history: done");
  });
});

describe("explain", () => {
  it("writes a decision's arithmetic out, and plans it again to the same answer", async () => {
    const world = await lived();
    const decision = entriesOf(await world.invoke({ runbook: "history" })).find(({ kind }) => kind === "decision")!;
    const answer = await world.invoke({ runbook: "explain", params: { id: decision.id, replan: true } });
    expect(answer.text).toContain("the same answer");
    expect(answer.text).toContain("max_connections");
    expect(answer).toMatchObject({ run: { report: { data: { replanned: { kind: "same" } } } } });
  });

  it("shows a run with who asked and what it did", async () => {
    const world = await lived();
    const answer = await world.invoke({ runbook: "explain", params: { id: "incident-42" } });
    expect(answer.text).toContain(ann);
    expect(answer.text).toContain("checkout: asked for 6 tasks");
  });

  it("refuses an id that nothing has", async () => {
    const world = await lived();
    expect(await refusalOf(world.invoke({ runbook: "explain", params: { id: "2020" } }))).toBe("no-such-entry");
  });
});
