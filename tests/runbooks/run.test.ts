import { describe, expect, it } from "@jest/globals";
import { requestDigest } from "../../shared/runbooks/request-digest.ts";
import type { Run } from "../../shared/runbooks/run.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { killedEverywhere } from "./killed-everywhere.ts";
import { ann, bob, changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { type Trial, trial, trialWorld } from "./trial.ts";

const id = "trial-0001";
const request = (params: object = {}, more: object = {}) => ({
  runbook: "trial",
  params: { steps: 2, waitSeconds: 10, ...params },
  confirm: true,
  requestId: id,
  ...more,
});

const ready = (canAbort = true): { readonly met: Trial; readonly world: RunWorld } => {
  const met = trial(canAbort);
  return { met, world: trialWorld(met) };
};

const runOf = async (world: RunWorld, of = id): Promise<Run> => {
  const answer = await world.invoke({ run: of, command: "status" });
  if (answer.kind !== "run") throw new Error(answer.kind);
  return answer.run;
};
const told = (world: RunWorld): readonly string[] =>
  world
    .notices()
    .map(({ code }) => code)
    .filter((code) => code.startsWith("run-"));
const waiting = (world: RunWorld) => world.cloud.queues.runs.messages;

describe("a run", () => {
  it("acts step by step, ends with a notice, and leaves nothing in the queue", async () => {
    const { met, world } = ready();
    await world.invoke(request({ steps: 3 }));
    await world.live(120);
    expect(met.applied).toEqual(["take 1", "take 2", "take 3"]);
    expect(await runOf(world)).toMatchObject({ phase: "done", report: { data: { taken: 3 } }, pending: [] });
    expect(told(world)).toEqual(["run-done"]);
    expect(waiting(world)).toEqual([]);
  });

  it("waits for 40 minutes although no message is delayed by more than 15, and looks once when they are over", async () => {
    const { met, world } = ready();
    const startedAtMs = world.world.nowMs;
    await world.invoke(request({ steps: 1, waitSeconds: 2_400 }));
    const looksBefore = met.looks.length;
    await world.live(2_395);
    expect(met.looks.length).toBe(looksBefore);
    await world.live(10);
    expect(met.looks.slice(looksBefore).map((atMs) => (atMs - startedAtMs) / 1000)).toEqual([2_400]);
    expect(await runOf(world)).toMatchObject({ phase: "done" });
    const delays = world.calls
      .filter(({ name, input }) => name === "sqs SendMessage" && String(input["QueueUrl"]).endsWith("runs"))
      .map(({ input }) => Number(input["DelaySeconds"]));
    expect(Math.max(...delays)).toBe(900);
  });

  it("drops messages of steps that are over, and takes a step once however often its message comes", async () => {
    const { met, world } = ready();
    await world.invoke(request({ steps: 3 }));
    const before = waiting(world).length;
    for (const step of [0, 0, 2, 7]) await world.step(id, step);
    expect(met.applied).toEqual(["take 1"]);
    expect(waiting(world).length).toBe(before);
    await world.live(11);
    for (const step of [0, 1, 1, 2, 3]) await world.step(id, step);
    expect(met.applied).toEqual(["take 1", "take 2"]);
    await world.live(60);
    expect(met.applied).toEqual(["take 1", "take 2", "take 3"]);
    expect(waiting(world)).toEqual([]);
  });

  it("a message that comes early is sent on, and doesn't multiply", async () => {
    const { met, world } = ready();
    await world.invoke(request({ steps: 1, waitSeconds: 600 }));
    for (let times = 0; times < 5; times += 1) await world.step(id, 1);
    expect(met.applied).toEqual(["take 1"]);
    await world.live(700);
    expect(await runOf(world)).toMatchObject({ phase: "done", step: 1 });
    expect(waiting(world)).toEqual([]);
  });

  it("of two drivers at once only one records and acts", async () => {
    const { met, world } = ready();
    await world.invoke(request());
    world.warmUp(10);
    let arrived = 0;
    let open = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Each looks, and neither goes on before the other has looked too.
    met.between = async () => {
      arrived += 1;
      if (arrived === 2) open();
      await both;
    };
    await Promise.all([world.step(id, 1), world.step(id, 1)]);
    met.between = async () => {};
    expect(arrived).toBe(2);
    expect(met.applied).toEqual(["take 1", "take 2"]);
    expect((await runOf(world)).log.filter(({ says }) => says === "take 2")).toHaveLength(1);
    await world.live(60);
    expect(await runOf(world)).toMatchObject({ phase: "done" });
    expect(met.applied).toEqual(["take 1", "take 2"]);
  });

  it.each(["SNS refuses that once", "the note that it was told is refused once"])(
    "tells its end where %s",
    async (what) => {
      const { world } = ready();
      await world.invoke(request({ steps: 1 }));
      const isPublished = (): boolean => told(world).length > 0;
      let hasFailed = false;
      world.failing(({ name }) => {
        const isMet = what.startsWith("SNS") ? name === "sns Publish" : name === "dynamodb PutItem" && isPublished();
        if (hasFailed || !isMet) return null;
        hasFailed = true;
        return new AwsError("ThrottlingException", "Rate exceeded");
      });
      await world.live(120);
      expect(hasFailed).toBe(true);
      expect(new Set(told(world))).toEqual(new Set(["run-done"]));
      expect(waiting(world)).toEqual([]);
      const { phase, isUntold } = await runOf(world);
      expect({ phase, isUntold }).toEqual({ phase: "done", isUntold: false });
    },
  );

  it("that waits for an approval tells so although SNS refuses that once", async () => {
    const world = runWorld({ config: stackConfig({}, { maxConnections: 100 }), world: worldSpec(100, 100) });
    world.warmUp(300);
    let refusals = 0;
    world.failing(({ name }) => {
      if (name !== "sns Publish" || refusals > 0) return null;
      refusals += 1;
      return new AwsError("ThrottlingException", "Rate exceeded");
    });
    const params = { service: "checkout", to: 10, force: true };
    await refusalOf(world.invoke({ runbook: "scale", params, confirm: true, requestId: id, proof: ann }));
    await world.live(60);
    expect(refusals).toBe(1);
    expect(told(world)).toEqual(["run-needs-approval"]);
    expect(await runOf(world)).toMatchObject({ phase: "waiting" });
  });

  it.each([
    { looks: 1, end: { phase: "done" } },
    { looks: 100, end: { phase: "refused", refusal: { code: "cannot-decide" } } },
  ])("in whose first step $looks looks see nothing ends as $end", async ({ looks, end }) => {
    const world = runWorld();
    world.warmUp(300);
    let seen = 0;
    // The first look is the one before there is a run.
    const failing = ({ name }: { readonly name: string }) => {
      if (name !== "ecs DescribeServices" || !isRun) return null;
      seen += 1;
      return seen > 1 && seen <= 1 + looks ? new AwsError("ThrottlingException", "Rate exceeded") : null;
    };
    let isRun = true;
    world.failing(failing);
    const params = { service: "checkout", to: 6, for: "3h" };
    await world.invoke({ runbook: "scale", params, confirm: true, requestId: id });
    expect(await runOf(world)).toMatchObject({ phase: "running", tries: 1 });
    for (let second = 0; second < 900; second += 1) {
      isRun = false;
      await world.run(1);
      isRun = true;
      await world.deliver();
    }
    expect(await runOf(world)).toMatchObject(end);
  });

  it("two of the same request at once are one run", async () => {
    const { met, world } = ready();
    await Promise.all([world.invoke(request()), world.invoke(request())]);
    await world.live(60);
    expect(await runOf(world)).toMatchObject({ phase: "done", step: 2 });
    expect(new Set(met.applied)).toEqual(new Set(["take 1", "take 2"]));
    expect(told(world)).toEqual(["run-done"]);
  });

  it("that has failed ten times ends with a notice and gives its lock back; nine times is no end", async () => {
    const { met, world } = ready();
    met.trouble.reads = 0;
    await world.invoke(request());
    met.trouble.reads = 10;
    await world.live(1_200);
    expect(await runOf(world)).toMatchObject({
      phase: "failed",
      refusal: { code: "step-failed", numbers: { tries: 10 }, message: expect.stringContaining("the look failed") },
    });
    expect(told(world)).toEqual(["run-not-done"]);
    expect(met.looks.length).toBe(2 + 10);
    expect(waiting(world)).toEqual([]);
    const second = await world.invoke(request({}, { requestId: "trial-0002" }));
    expect(second).toMatchObject({ run: { phase: "running" } });

    const nine = ready();
    await nine.world.invoke(request());
    nine.met.trouble.applies = 9;
    await nine.world.live(1_200);
    expect(await runOf(nine.world)).toMatchObject({ phase: "done" });
    expect(nine.met.applied).toEqual(["take 1", "take 2"]);
  });

  it("ten failures of a write end it too, and what was done is in its history", async () => {
    const { met, world } = ready();
    await world.invoke(request());
    met.trouble.applies = 10;
    await world.live(1_200);
    const run = await runOf(world);
    expect(run).toMatchObject({ phase: "failed", refusal: { code: "step-failed" } });
    expect(run.log.map(({ says }) => says)).toContain("take 1");
    expect(run.log.filter(({ says }) => says.includes("the write failed")).length).toBe(10);
  });

  it("killed at every call it ends as if it had not been", async () => {
    let met = trial();
    const make = async (): Promise<RunWorld> => {
      met = trial();
      return trialWorld(met);
    };
    const look = () => [...new Set(met.applied)];
    const [unkilled, ...killed] = await killedEverywhere(make, request(), look, 900);
    expect(unkilled).toMatchObject({ phase: "done", after: ["take 1", "take 2"] });
    expect(killed.length).toBeGreaterThan(4);
    for (const run of killed) expect(run).toEqual({ ...unkilled, nth: run.nth });
  });
});

describe("a request id", () => {
  it("used twice for the same request is one run; the second time it is told where that is", async () => {
    const { met, world } = ready();
    await world.invoke(request());
    const from = world.calls.length;
    // The order of keys is no difference.
    const again = await world.invoke({ ...request(), params: { waitSeconds: 10, steps: 2 } });
    expect(again).toMatchObject({ run: { id, phase: "running", step: 1 } });
    expect(changesSince(world.calls, from)).toEqual([]);
    await world.live(60);
    expect(met.applied).toEqual(["take 1", "take 2"]);
    expect(await world.invoke(request())).toMatchObject({ run: { phase: "done" } });
    expect(met.applied).toEqual(["take 1", "take 2"]);
  });

  it.each([
    { when: "with other parameters", other: request({ steps: 3 }) },
    { when: "for another runbook", other: { ...request(), runbook: "pause", params: { service: "checkout" } } },
  ])("used again $when is refused, and nothing is done", async ({ other }) => {
    const { world } = ready();
    await world.invoke(request());
    const from = world.calls.length;
    expect(await refusalOf(world.invoke(other))).toBe("request-reused");
    expect(changesSince(world.calls, from)).toEqual([]);
  });

  it("of a dry run is not used up", async () => {
    const { world } = ready();
    await world.invoke(request({}, { confirm: false }));
    expect(await world.invoke(request({ steps: 3 }))).toMatchObject({ run: { phase: "running" } });
  });
});

describe("two runs on the same thing", () => {
  it("the second is refused until the first is over, whatever its end", async () => {
    const { world } = ready();
    await world.invoke(request());
    const second = request({}, { requestId: "trial-0002" });
    expect(await refusalOf(world.invoke(second))).toBe("another-run");
    expect(await refusalOf(world.invoke({ run: "trial-0002", command: "status" }))).toBe("run-not-found");
    expect(
      await world.invoke({ ...second, params: { steps: 1, waitSeconds: 5, key: 1 }, requestId: "trial-0003" }),
    ).toMatchObject({
      run: { phase: "running" },
    });
    await world.live(60);
    expect(await world.invoke(second)).toMatchObject({ run: { phase: "running" } });
  });

  it("an aborted run and one that nobody approved give it back", async () => {
    const { world } = ready(false);
    await world.invoke(request());
    await world.invoke({ run: id, command: "abort" });
    const risky = { risky: true };
    await world.invoke(request(risky, { requestId: "trial-0002", proof: ann }));
    expect(await refusalOf(world.invoke(request({}, { requestId: "trial-0003" })))).toBe("another-run");
    await world.live(3_610);
    expect(await runOf(world, "trial-0002")).toMatchObject({ phase: "expired" });
    expect(await world.invoke(request({}, { requestId: "trial-0003" }))).toMatchObject({ run: { phase: "running" } });
  });
});

describe("an approval", () => {
  const risky = request({ risky: true }, { proof: ann });
  const approve = { run: id, command: "approve", proof: bob };

  it("that nobody gives in time ends the run, with a notice, and nothing was done", async () => {
    const { met, world } = ready();
    await world.invoke(risky);
    await world.live(3_590);
    expect(await runOf(world)).toMatchObject({ phase: "waiting" });
    await world.live(20);
    expect(await runOf(world)).toMatchObject({ phase: "expired", refusal: { code: "approval-expired" } });
    expect(told(world)).toEqual(["run-needs-approval", "run-not-done"]);
    expect(met.applied).toEqual([]);
    expect(await refusalOf(world.invoke(approve))).toBe("run-over");
    expect(waiting(world)).toEqual([]);
  });

  it("that comes a moment too late is refused, and the run is over", async () => {
    const { met, world } = ready();
    await world.invoke(risky);
    // No message is delivered meanwhile.
    world.warmUp(3_600);
    expect(await refusalOf(world.invoke(approve))).toBe("approval-expired");
    expect(await runOf(world)).toMatchObject({ phase: "expired" });
    expect(met.applied).toEqual([]);
  });

  it("given twice is given once, and a run that needs none takes none", async () => {
    const { met, world } = ready();
    await world.invoke(risky);
    expect(await world.invoke(approve)).toMatchObject({ run: { phase: "running", approvedBy: bob } });
    expect(await refusalOf(world.invoke(approve))).toBe("approval-not-needed");
    await world.live(60);
    expect(met.applied).toEqual(["take 1", "take 2"]);
    expect(await refusalOf(world.invoke(approve))).toBe("run-over");
  });

  it("is asked for where headgate.yml says so, too", async () => {
    const met = trial();
    const world = runWorld({
      deps: (deps) => ({
        ...deps,
        registry: [met.runbook],
        config: { ...deps.config, runbooks: { ...deps.config.runbooks, approval: ["trial"] } },
      }),
    });
    expect(await world.invoke(request({}, { confirm: false }))).toMatchObject({ needsApproval: true });
    expect(await world.invoke(request({}, { proof: ann }))).toMatchObject({ run: { phase: "waiting" } });
  });
});

describe("an abort", () => {
  it("of a run that waits for approval ends it before its first step", async () => {
    const { met, world } = ready();
    await world.invoke(request({ risky: true }, { proof: ann }));
    const answer = await world.invoke({ run: id, command: "abort", proof: bob });
    expect(answer).toMatchObject({ run: { phase: "aborted", abortedBy: bob } });
    await world.live(3_700);
    expect(met.applied).toEqual([]);
    expect(await refusalOf(world.invoke({ run: id, command: "approve", proof: bob }))).toBe("run-over");
    expect(await refusalOf(world.invoke({ run: id, command: "abort" }))).toBe("run-over");
  });

  it.each([
    { after: 1, applied: ["take 1", "give back 1"] },
    { after: 12, applied: ["take 1", "take 2", "give back 2", "give back 1"] },
  ])("$after s after the start takes back what was done, step by step", async ({ after, applied }) => {
    const { met, world } = ready();
    await world.invoke(request({ steps: 3 }));
    await world.live(after);
    await world.invoke({ run: id, command: "abort" });
    await world.live(120);
    expect(met.applied).toEqual(applied);
    expect(await runOf(world)).toMatchObject({ phase: "aborted", report: { text: "all given back" } });
    expect(waiting(world)).toEqual([]);
  });

  it("of a runbook that puts nothing back just ends it", async () => {
    const { met, world } = ready(false);
    await world.invoke(request({ steps: 3 }));
    await world.invoke({ run: id, command: "abort" });
    await world.live(120);
    expect(met.applied).toEqual(["take 1"]);
    expect(await runOf(world)).toMatchObject({ phase: "aborted" });
  });

  it("while a write is failing goes the way back at once", async () => {
    const { met, world } = ready();
    await world.invoke(request({ steps: 3 }));
    met.trouble.applies = 2;
    await world.live(12);
    await world.invoke({ run: id, command: "abort" });
    await world.live(300);
    expect(await runOf(world)).toMatchObject({ phase: "aborted" });
    expect(met.applied.at(-1)).toBe("give back 1");
  });
});

describe("a proof", () => {
  it("is asked for with the digest of this very request, of the approval, and of the abort", async () => {
    const met = trial();
    const digests: string[] = [];
    const world = runWorld({
      deps: (deps) => ({
        ...deps,
        registry: [met.runbook],
        identify: (proof, digest, nowMs) => {
          digests.push(digest);
          return deps.identify(proof, digest, nowMs);
        },
      }),
    });
    const risky = request({ risky: true }, { proof: ann });
    await world.invoke(risky);
    await world.invoke({ run: id, command: "approve", proof: bob });
    await world.invoke({ run: id, command: "abort", proof: bob });
    const digestOf = (act: "ask" | "approve" | "abort") => requestDigest(act, id, "trial", risky.params);
    expect(digests).toEqual([digestOf("ask"), digestOf("approve"), digestOf("abort")]);
    expect(new Set(digests).size).toBe(3);
  });

  it("of another account, and one that AWS refuses, start, approve and abort nothing", async () => {
    const { met, world } = ready();
    const stranger = "arn:aws:iam::210987654321:user/ann";
    expect(await refusalOf(world.invoke(request({}, { proof: stranger })))).toBe("proof-refused");
    await world.invoke(request({ risky: true }, { proof: ann }));
    for (const command of ["approve", "abort"]) {
      const asked = world.invoke({ run: id, command, proof: stranger });
      expect(`${command} ${await refusalOf(asked)}`).toBe(`${command} proof-refused`);
    }
    expect(await runOf(world)).toMatchObject({ phase: "waiting" });
    expect(met.applied).toEqual([]);
  });

  it("a risky run without one is refused, and neither is it approved without one or by who asked", async () => {
    const { met, world } = ready();
    expect(await refusalOf(world.invoke(request({ risky: true })))).toBe("proof-needed");
    await world.invoke(request({ risky: true }, { proof: ann }));
    expect(await refusalOf(world.invoke({ run: id, command: "approve" }))).toBe("proof-needed");
    expect(await refusalOf(world.invoke({ run: id, command: "approve", proof: ann }))).toBe("same-person");
    expect(met.applied).toEqual([]);
  });
});

it("no run, no command", async () => {
  const { world } = ready();
  for (const command of ["status", "approve", "abort"])
    expect(await refusalOf(world.invoke({ run: "nobody-0001", command }))).toBe("run-not-found");
});
