import { describe, expect, it } from "@jest/globals";
import type { Intent } from "../../shared/plan/intents/intent.ts";
import { pause } from "../../shared/runbooks/books/pause.ts";
import { resume } from "../../shared/runbooks/books/resume.ts";
import { highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";
import { killedEverywhere } from "./killed-everywhere.ts";
import { ann, changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { grantedActions, sentActions } from "./sent-actions.ts";

/** Both services are decided together. */
const oneDomain = stackConfig(
  {},
  {},
  {
    domains: [{ id: "checkout", services: ["checkout", "search"], databases: ["orders"] }],
  },
);

const steady = (changes: Parameters<typeof runWorld>[0] = {}): RunWorld => {
  const world = runWorld(changes);
  world.warmUp(300);
  return world;
};

const risingAfter = (seconds: number) =>
  worldSpec([...Array.from({ length: seconds }, () => 100), ...Array.from({ length: 3600 }, () => highRequests)]);

const stored = (world: RunWorld) => {
  const items = world.cloud.table.items();
  const intents = items
    .filter((item) => item["sk"]?.S === "INTENTS")
    .flatMap((item) => JSON.parse(item["intents"]!.S!) as readonly Intent[]);
  return { intents, isOff: items.some((item) => item["sk"]?.S === "PAUSE") };
};

const writesOf = (world: RunWorld, from = 0): readonly string[] =>
  world
    .writes()
    .filter(({ atSeconds }) => atSeconds >= from)
    .map(({ name }) => name);

describe("pause", () => {
  it.each([
    {
      when: "a service",
      params: { service: "checkout", for: "30m" },
      says: "checkout: paused: until 2026-03-14T00:35:00.000Z",
    },
    { when: "a domain", params: { domain: "checkout" }, says: "search: paused: until resumed" },
    {
      when: "everything",
      params: { all: true, for: "1h" },
      says: "everything: paused: until 2026-03-14T01:05:00.000Z",
    },
  ])("dry: says how $when would be paused and changes nothing", async ({ params, says }) => {
    const world = steady({ config: oneDomain });
    const answer = await world.invoke({ runbook: "pause", params });
    expect(answer).toMatchObject({ kind: "dry-run", needsApproval: false });
    expect(answer.text).toContain(says);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("does exactly what the dry run has said", async () => {
    const world = steady({ config: oneDomain });
    const request = { runbook: "pause", params: { domain: "checkout", for: "30m" } };
    const dry = await world.invoke(request);
    await world.invoke({ ...request, confirm: true });
    const done = stored(world).intents.map(({ service, kind, untilMs }) => ({
      about: service,
      what: kind === "pause" ? "paused" : kind,
      from: null,
      to: `until ${new Date(untilMs!).toISOString()}`,
    }));
    expect(dry.kind === "dry-run" ? dry.changes : null).toEqual(done);
  });

  it.each([
    { when: "none", params: {} },
    { when: "two", params: { service: "checkout", all: true } },
    { when: "all: false alone", params: { all: false } },
  ])("refuses $when of service, domain and all", async ({ params }) => {
    const world = steady();
    expect(await refusalOf(world.invoke({ runbook: "pause", params, confirm: true }))).toBe("bad-input");
    expect(world.calls).toEqual([]);
  });

  it("keeps a service as it is under rising load until its time is over, and says who, until when and how to resume", async () => {
    const world = steady({ world: risingAfter(400) });
    const answer = await world.invoke({
      runbook: "pause",
      params: { service: "checkout", for: "20m" },
      confirm: true,
      proof: ann,
    });
    expect(answer).toMatchObject({ run: { phase: "done" } });
    expect(answer.text).toContain(`checkout is paused by ${ann}, until 2026-03-14T00:25:00.000Z.`);
    expect(answer.text).toContain("To resume: npx headgate run resume --service checkout --confirm");
    expect(stored(world)).toMatchObject({ intents: [{ kind: "pause", service: "checkout", by: ann }], isOff: false });
    await world.live(30);
    expect(Object.keys((await world.state()).notices).join()).toContain("paused-by-runbook");
    await world.live(1140);
    expect(world.world.counts("checkout").desired).toBe(4);
    expect(writesOf(world)).toEqual([]);
    await world.live(600);
    expect(world.world.counts("checkout").desired).toBeGreaterThan(4);
  });

  it("pauses all services of a domain in one write, and no other", async () => {
    const world = steady({ config: oneDomain });
    const answer = await world.invoke({ runbook: "pause", params: { domain: "checkout" }, confirm: true });
    expect(stored(world).intents.map(({ service }) => service)).toEqual(["checkout", "search"]);
    expect(answer.text).toContain("by somebody who has not proven who they are");
    const two = steady();
    await two.invoke({ runbook: "pause", params: { domain: "search" }, confirm: true });
    expect(stored(two).intents.map(({ service }) => service)).toEqual(["search"]);
  });

  it("all: nothing is read or written of the account until somebody resumes, and then it goes on at once", async () => {
    const world = steady({ world: risingAfter(400) });
    const answer = await world.invoke({ runbook: "pause", params: { all: true }, confirm: true, proof: ann });
    expect(answer.text).toContain(`Everything is paused by ${ann}, until resumed.`);
    const from = world.calls.length;
    await world.live(900);
    expect(world.calls.slice(from).filter(({ name }) => !/^(dynamodb|sqs) /.test(name))).toEqual([]);
    const resumed = await world.invoke({ runbook: "resume", params: { all: true }, confirm: true });
    expect(resumed.text).toContain(`everything: paused until resumed (run request-0001 by ${ann})`);
    const at = world.nowSeconds();
    await world.live(60);
    expect(writesOf(world, at)).toContain("ecs UpdateService");
  });

  it("all: ends by itself", async () => {
    const world = steady({ world: risingAfter(400) });
    await world.invoke({ runbook: "pause", params: { all: true, for: "10m" }, confirm: true });
    await world.live(590);
    expect(writesOf(world)).toEqual([]);
    await world.live(400);
    expect(writesOf(world)).toContain("ecs UpdateService");
  });

  it("a later pause replaces the one before, and the dry run says until when that was", async () => {
    const world = steady();
    await world.invoke({ runbook: "pause", params: { service: "checkout", for: "30m" }, confirm: true });
    const answer = await world.invoke({ runbook: "pause", params: { service: "checkout" } });
    expect(answer.text).toContain("checkout: paused until 2026-03-14T00:35:00.000Z -> until resumed");
    await world.invoke({ runbook: "pause", params: { service: "checkout" }, confirm: true });
    expect(stored(world).intents).toMatchObject([{ kind: "pause", untilMs: null }]);
  });
});

describe("resume", () => {
  it("nothing to resume is no error", async () => {
    const world = steady();
    const answer = await world.invoke({ runbook: "resume", params: { service: "checkout" }, confirm: true });
    expect(answer).toMatchObject({ run: { phase: "done" } });
    expect(answer.text).toContain("Nothing to resume for checkout.\nNothing else is in force.");
    expect((await world.invoke({ runbook: "resume", params: { all: true } })).text).toBe(
      "resume would change nothing.\nNothing to resume for everything.\nNothing else is in force.",
    );
  });

  it("ends pauses and counts, leaves the rest, and names what ends that", async () => {
    const world = steady({ config: oneDomain });
    await world.invoke({ runbook: "scale", params: { service: "checkout", to: 6, for: "2h" }, confirm: true });
    await world.invoke({ runbook: "pause", params: { service: "search" }, confirm: true });
    await world.invoke({ runbook: "set-mode", params: { service: "search", to: "observe" }, confirm: true });
    await world.invoke({ runbook: "pause", params: { all: true }, confirm: true });
    const dry = await world.invoke({ runbook: "resume", params: { domain: "checkout" } });
    expect(dry.kind === "dry-run" ? dry.changes.map(({ about, what }) => `${about} ${what}`) : []).toEqual([
      "checkout count",
      "search pause",
    ]);
    const { text } = await world.invoke({ runbook: "resume", params: { domain: "checkout" }, confirm: true });
    expect(text).toContain("Ended:\n  checkout: held at 6 tasks until 2026-03-14T02:05:00.000Z (run request-0001)");
    expect(text).toContain(
      "everything: paused until resumed (run request-0004); npx headgate run resume --all --confirm",
    );
    expect(text).toContain(
      "search: in mode observe until resumed (run request-0003); npx headgate run resume --service search --mode --confirm",
    );
    expect(stored(world)).toMatchObject({ intents: [{ kind: "mode", service: "search" }], isOff: true });
    await world.invoke({ runbook: "resume", params: { all: true, mode: true }, confirm: true });
    expect(stored(world)).toEqual({ intents: [], isOff: false });
  });

  it("what somebody posts between the plan and the write stays", async () => {
    const world = steady();
    await world.invoke({ runbook: "pause", params: { service: "checkout" }, confirm: true });
    let hasPosted = false;
    world.failing(async ({ name, input }) => {
      // The run is stored with what it is about to do.
      if (name !== "dynamodb PutItem" || hasPosted || !JSON.stringify(input).includes("RUN#")) return null;
      hasPosted = true;
      world.failing(() => null);
      await world.invoke({ runbook: "pause", params: { service: "checkout", for: "3h" }, confirm: true });
      return null;
    });
    await world.invoke({ runbook: "resume", params: { service: "checkout" }, confirm: true });
    expect(hasPosted).toBe(true);
    expect(stored(world).intents).toMatchObject([{ kind: "pause", run: "request-0003" }]);
  });
});

describe.each([
  { runbook: "pause", params: { domain: "checkout", for: "4h" } },
  { runbook: "pause", params: { all: true } },
  { runbook: "resume", params: { all: true } },
])("$runbook $params", ({ runbook, params }) => {
  const ready = async (): Promise<RunWorld> => {
    const world = steady({ config: oneDomain });
    if (runbook === "resume") {
      await world.invoke({ runbook: "pause", params: { domain: "checkout" }, confirm: true });
      await world.invoke({ runbook: "pause", params: { all: true }, confirm: true });
    }
    return world;
  };

  it("killed at every call it ends as if it had not been", async () => {
    const [unkilled, ...killed] = await killedEverywhere(ready, { runbook, params }, stored);
    expect(killed.length).toBeGreaterThan(5);
    for (const run of killed) expect(run).toEqual({ ...unkilled, nth: run.nth });
  });

  it("the same request id twice acts once, and what is sent is what is granted", async () => {
    const world = await ready();
    const request = { runbook, params, confirm: true, requestId: "twice-0001" };
    const from = world.calls.length;
    await world.invoke(request);
    const book = runbook === "pause" ? pause : resume;
    const once = sentActions(world.calls.slice(from), book.grants);
    expect(once.filter((action) => !grantedActions(book).includes(action))).toEqual([]);
    const before = stored(world);
    const again = world.calls.length;
    await world.invoke(request);
    expect(changesSince(world.calls, again)).toEqual([]);
    expect(stored(world)).toEqual(before);
  });
});
