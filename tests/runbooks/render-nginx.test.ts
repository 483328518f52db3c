import { describe, expect, it } from "@jest/globals";
import { applyPatch } from "diff";
import { renderNginx } from "../../shared/runbooks/books/render-nginx.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { publishedWorld } from "./published-world.ts";
import { changesSince, type RunWorld, refusalOf } from "./run-world.ts";
import { grantedActions, sentActions } from "./sent-actions.ts";

const request = { runbook: "render-nginx", params: { fleet: "edge" } };
const bucket = "rehearsal-renders";

type Rendered = { readonly hash: string; readonly content: string; readonly diff: string };
const rendered = async (world: RunWorld): Promise<Rendered> => {
  const answer = await world.invoke(request);
  return (answer.kind === "run" ? answer.run.report!.data : null) as Rendered;
};
const filesOf = (world: RunWorld) => world.cloud.s3.texts(bucket);

const installed = async (): Promise<RunWorld> => {
  const world = publishedWorld();
  await world.live(30);
  return world;
};

describe("render-nginx", () => {
  it("prints the very file that was installed, and says that it is the same", async () => {
    const world = await installed();
    const [[key, content] = []] = Object.entries(filesOf(world));
    const from = world.calls.length;
    const answer = await world.invoke(request);
    expect(answer.text).toContain("the same as installed last (generation ");
    expect(answer.text).toContain(content!.trimEnd());
    const { hash, diff } = await rendered(world);
    expect(key).toBe(`nginx/edge/${hash}.conf`);
    expect(diff).toBe("");
    expect(changesSince(world.calls, from)).toEqual(["dynamodb TransactWriteItems", "dynamodb TransactWriteItems"]);
  });

  it("shows what would change as a patch, and `records` then installs exactly that", async () => {
    const world = await installed();
    const before = Object.values(filesOf(world))[0]!;
    world.world.setDesiredCount("order", 3);
    world.warmUp(20);
    const { hash, content, diff } = await rendered(world);
    expect(diff).toMatch(/^--- a\/edge\.conf \(generation \d+\)\n\+\+\+ b\/edge\.conf \(now\)\n@@ /);
    expect(diff.match(/^\+ {4}server 10\./gm)).toHaveLength(2);
    expect(applyPatch(before, diff)).toBe(content);
    await world.live(120);
    expect(filesOf(world)[`nginx/edge/${hash}.conf`]).toBe(content);
  });

  it("before anything was installed, and on a fleet that is only observed", async () => {
    const world = publishedWorld("observe");
    world.warmUp(20);
    const { text } = await world.invoke(request);
    expect(text).toContain("Nothing was installed before; its policy is observe, so nothing will be.");
    expect(text).toContain("--- /dev/null\n+++ b/edge.conf (now)");
  });

  it("says so where the last file is not in the bucket any more", async () => {
    const world = await installed();
    for (const key of Object.keys(filesOf(world))) world.cloud.s3.forget(bucket, key);
    world.world.setDesiredCount("order", 2);
    world.warmUp(20);
    const { text } = await world.invoke(request);
    expect(text).toMatch(/that file can't be compared: s3:GetObject .*NoSuchKey/);
  });

  it("keeps what it can't read as `records` does, and refuses where nothing is known", async () => {
    const denied = ({ name }: { readonly name: string }) =>
      name === "ecs ListTasks" ? new AwsError("AccessDeniedException", "not yours") : null;
    const world = await installed();
    world.failing(denied);
    const { text } = await world.invoke(request);
    expect(text).toMatch(/Kept as it was, because it can't be read: order: .*AccessDeniedException: not yours/);
    expect(text).toContain("the same as installed last");
    const fresh = publishedWorld();
    fresh.failing(denied);
    expect(await refusalOf(fresh.invoke(request))).toBe("tasks-unreadable");
  });

  it("refuses a fleet without upstreams, and one that is not there", async () => {
    const world = publishedWorld("install", []);
    expect(await refusalOf(world.invoke(request))).toBe("no-upstream");
    expect(await refusalOf(world.invoke({ ...request, params: { fleet: "egde" } }))).toBe("unknown-name");
    expect(world.calls).toEqual([]);
  });

  it("sends what it is granted, and nothing else", async () => {
    const world = await installed();
    const from = world.calls.length;
    await world.invoke(request);
    const sent = sentActions(world.calls.slice(from));
    // Addresses of instances and interfaces are only read on EC2 and for public addresses.
    const elsewhere = ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ecs:DescribeContainerInstances"];
    expect([...sent, ...elsewhere].sort()).toEqual(grantedActions(renderNginx));
  });
});
