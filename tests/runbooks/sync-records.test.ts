import { describe, expect, it } from "@jest/globals";
import { syncRecords } from "../../shared/runbooks/books/sync-records.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { taskAddresses } from "../../simulator/cloud/task-network.ts";
import { zone, zoneId } from "../records/function/records-stack.ts";
import { killedEverywhere } from "./killed-everywhere.ts";
import { publishedWorld } from "./published-world.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { grantedActions, sentActions } from "./sent-actions.ts";

const request = { runbook: "sync-records", params: {}, confirm: true, requestId: "sync-0001" };
const statusOf = (world: RunWorld) => world.invoke({ run: "sync-0001", command: "status" });

const addressesOf = (world: RunWorld): readonly string[] =>
  world.cloud.route53
    .recordSets(zoneId)
    .filter(({ Type }) => Type === "A")
    .flatMap(({ ResourceRecords }) => (ResourceRecords ?? []).map(({ Value }) => Value!))
    .sort();

/** Published, and then two tasks more that no event has told of. */
const drifted = async (): Promise<RunWorld> => {
  const world = publishedWorld();
  await world.live(30);
  world.world.setDesiredCount("order", 3);
  world.warmUp(20);
  return world;
};

describe("sync-records", () => {
  it("dry: names every destination and changes nothing", async () => {
    const world = await drifted();
    const from = world.calls.length;
    const { text } = await world.invoke({ ...request, confirm: false });
    expect(text).toContain(`${zone}: compared with the running tasks: now`);
    expect(text).toContain("nginx/edge: compared with the running tasks: now");
    expect(changesSince(world.calls, from)).toEqual([]);
  });

  it("wakes `records` and reports what it has written, where", async () => {
    const world = await drifted();
    const before = addressesOf(world);
    expect(before).toHaveLength(1);
    await world.invoke(request);
    await world.live(40);
    const { text } = await statusOf(world);
    const added = world.world
      .tasks("order")
      .map(({ taskId }) => taskAddresses(taskId).privateIpv4)
      .filter((address) => !before.includes(address));
    expect(addressesOf(world)).toHaveLength(3);
    expect(text).toContain("sync-records sync-0001: done");
    for (const address of added) {
      expect(text).toMatch(new RegExp(`changed: order.*\\+ ${address}(,|$)`, "m"));
      expect(text).toContain(`+ ${address}:8080`);
    }
  });

  it("says that there was nothing to write", async () => {
    const world = publishedWorld();
    await world.live(30);
    await world.invoke({ ...request, params: { destination: zone } });
    await world.live(30);
    const { text } = await statusOf(world);
    expect(text).toMatch(/zone\/Z0SHOP: looked at .*, nothing to write/);
    expect(text).not.toContain("nginx/edge");
  });

  it("says what is held and why", async () => {
    const world = await drifted();
    world.failing(({ name }) => (name === "ecs ListTasks" ? new AwsError("AccessDeniedException", "not yours") : null));
    await world.invoke({ ...request, params: { destination: zone } });
    await world.live(30);
    const { text } = await statusOf(world);
    expect(text).toMatch(/held or told: order.*AccessDeniedException: not yours/);
    expect(addressesOf(world)).toHaveLength(1);
  });

  it("ends with a word where nobody looks within five minutes", async () => {
    const world = await drifted();
    await world.invoke(request);
    // Time passes for the runs alone.
    for (let seconds = 0; seconds < 400; seconds += 1) {
      world.warmUp(1);
      await world.deliver();
    }
    const { text } = await statusOf(world);
    expect(text).toContain(`${zone}: not looked at within 5 min; see the log of the function records`);
    expect(text).toContain("sync-records sync-0001: done");
  });

  it("refuses while everything is paused, and names who can end that", async () => {
    const world = await drifted();
    await world.invoke({ runbook: "pause", params: { all: true }, confirm: true });
    await expect(world.invoke(request)).rejects.toThrow(/everything: paused .*npx headgate run resume --all --confirm/);
  });

  it("refuses where nothing is published, and what is not there", async () => {
    expect(await refusalOf(runWorld().invoke(request))).toBe("no-destination");
    const world = publishedWorld();
    expect(await refusalOf(world.invoke({ ...request, params: { destination: "zone/Z0" } }))).toBe("unknown-name");
    expect(world.calls).toEqual([]);
  });

  it("killed at every call it ends as if it had not been", async () => {
    const [unkilled, ...killed] = await killedEverywhere(drifted, request, addressesOf);
    expect(unkilled?.after).toHaveLength(3);
    expect(killed.length).toBeGreaterThan(6);
    for (const run of killed) expect(run).toEqual({ ...unkilled, nth: run.nth });
  });

  it("an abort ends it, and the same request id twice wakes once", async () => {
    const world = await drifted();
    await world.invoke(request);
    const from = world.calls.length;
    await world.invoke(request);
    expect(changesSince(world.calls, from)).toEqual([]);
    expect(await world.invoke({ run: "sync-0001", command: "abort" })).toMatchObject({ run: { phase: "aborted" } });
    await world.live(40);
    expect(await statusOf(world)).toMatchObject({ run: { phase: "aborted" } });
  });

  it("sends what it is granted", async () => {
    const world = await drifted();
    const from = world.calls.length;
    await world.invoke(request);
    expect(sentActions(world.calls.slice(from))).toEqual(grantedActions(syncRecords));
  });
});
