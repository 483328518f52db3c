import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { RevisionSpec } from "../../simulator/cloud/ecs-revisions.ts";
import { failOn } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { actionsOf, beyondDomain, grantedTo } from "./granted-calls.ts";
import { killEverywhere } from "./kill-everywhere.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";

const allow = { runbooks: { allow: ["rollback"], approval: [], approvalMinutes: 60 } } as const;
const back = { runbook: "rollback", params: { service: "checkout" } };
const forced = { runbook: "rollback", params: { service: "checkout", force: true } };
const confirmed = { ...back, confirm: true, requestId: "incident-9" };
const status = { run: "incident-9", command: "status" };

/** Tasks that exit after their boot, and no circuit breaker: ECS goes on trying. */
const broken: RevisionSpec = { deployment: { defect: { crashes: true } } };

const deploy = async (world: RunWorld, revision: string, spec: RevisionSpec, seconds = 180): Promise<void> => {
  world.cloud.capacity.revisions.declare(revision, spec);
  await world.cloud.handle("ecs", "UpdateService", {
    cluster: "shop",
    service: "checkout",
    taskDefinition: revision,
  });
  world.warmUp(seconds);
  world.calls.length = 0;
};

const definition = (image: string, environment: Readonly<Record<string, string>> = {}): TaskDefinition => ({
  containerDefinitions: [
    { name: "app", image, environment: Object.entries(environment).map(([name, value]) => ({ name, value })) },
  ],
});

const build = (maxConnections = 300): RunWorld => {
  const config = stackConfig({}, { maxConnections }, allow);
  return runWorld({ config, world: worldSpec(100, maxConnections) });
};

/** checkout:1 has run; checkout:2 is being deployed and its tasks crash. */
const withBroken = async (world = build()): Promise<RunWorld> => {
  world.warmUp(300);
  await deploy(world, "checkout:2", broken);
  return world;
};

const primary = ({ world }: RunWorld) => world.deployments("checkout")[0]!;

const live = async (world: RunWorld, seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    world.warmUp(1);
    await world.deliver();
  }
};

describe("rollback", () => {
  it("dry: names both definitions and what differs, and changes nothing", async () => {
    const world = build();
    world.warmUp(300);
    const { revisions } = world.cloud.capacity;
    revisions.declare("checkout:1", {
      definition: definition("shop/checkout:1.4", { WORKERS: "4", DATABASE_URL: "postgres://a:b@db/orders" }),
    });
    await deploy(world, "checkout:2", {
      ...broken,
      definition: definition("shop/checkout:1.5", { WORKERS: "8", DATABASE_URL: "postgres://a:c@db/orders" }),
    });
    const answer = await world.invoke(back);
    expect(answer).toMatchObject({
      kind: "dry-run",
      changes: [
        { about: "checkout", what: "task definition", from: "checkout:2", to: "checkout:1" },
        { what: "app: image", from: "shop/checkout:1.5", to: "shop/checkout:1.4" },
        { what: "app: variable DATABASE_URL", from: "(not shown)", to: "(not shown)" },
        { what: "app: variable WORKERS", from: "8", to: "4" },
      ],
    });
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("confirmed: deploys the definition and nothing else, and tells after how many seconds it was complete", async () => {
    const world = await withBroken();
    const desired = world.world.counts("checkout").desired;
    await world.invoke(confirmed);
    await live(world, 400);
    const updates = world.calls.filter(({ name }) => name === "ecs UpdateService");
    expect(updates.map(({ input }) => input)).toEqual([
      {
        cluster: "shop",
        service: "checkout",
        taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:1",
      },
    ]);
    expect(primary(world).rolloutState).toBe("COMPLETED");
    expect(world.world.counts("checkout")).toMatchObject({ desired, running: desired });
    const ended = await world.invoke(status);
    expect(ended).toMatchObject({ run: { phase: "done", report: { data: { taskDefinition: "checkout:1" } } } });
    expect(ended.text).toMatch(/completed after \d+ s/);
    expect(beyondDomain(actionsOf(world.calls))).toEqual(beyondDomain(grantedTo("rollback")));
  });

  it("a completed deployment is left alone without force", async () => {
    const world = build();
    world.warmUp(300);
    await deploy(world, "checkout:2", {}, 300);
    expect(await refusalOf(world.invoke(back))).toBe("current-is-healthy");
    expect(await world.invoke(forced)).toMatchObject({ changes: [{ from: "checkout:2", to: "checkout:1" }] });
  });

  it("what never got through is passed over, and said", async () => {
    const world = await withBroken();
    await deploy(world, "checkout:3", broken);
    const answer = await world.invoke(back);
    expect(answer).toMatchObject({ changes: [{ from: "checkout:3", to: "checkout:1" }] });
    expect(answer.text).toContain("past checkout:2 (STOPPED)");
    const asked = { ...back, params: { service: "checkout", taskDefinition: "checkout:2" } };
    expect(await refusalOf(world.invoke(asked))).toBe("never-healthy");
  });

  it.each([
    { when: "a service of another name", params: { service: "chekout" }, code: "unknown-name" },
    {
      when: "a definition without a revision",
      params: { service: "checkout", taskDefinition: "checkout" },
      code: "bad-input",
    },
    {
      when: "a definition that was never deployed",
      params: { service: "checkout", taskDefinition: "checkout:7" },
      code: "nothing-before",
    },
    {
      when: "the definition that is deployed",
      params: { service: "checkout", taskDefinition: "checkout:2" },
      code: "already-current",
    },
  ])("refuses $when", async ({ params, code }) => {
    const world = await withBroken();
    expect(await refusalOf(world.invoke({ runbook: "rollback", params, confirm: true }))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("refuses without an earlier deployment", async () => {
    const world = build();
    world.warmUp(300);
    expect(await refusalOf(world.invoke(forced))).toBe("nothing-before");
  });

  it("refuses a definition that was deregistered", async () => {
    const world = await withBroken();
    world.cloud.capacity.revisions.declare("checkout:1", { status: "INACTIVE" });
    expect(await refusalOf(world.invoke(back))).toBe("revision-gone");
  });

  it.each(["CODE_DEPLOY", "EXTERNAL"] as const)("leaves %s to its own tool", async (type) => {
    const world = await withBroken();
    const answer = world.cloud.handle;
    world.cloud.handle = async (service, operation, input) => {
      const given = (await answer(service, operation, input)) as { services?: object[] };
      if (operation !== "DescribeServices") return given;
      return { ...given, services: given.services!.map((one) => ({ ...one, deploymentController: { type } })) };
    };
    await expect(world.invoke(back)).rejects.toMatchObject({ name: "other-controller" });
    await expect(world.invoke(back)).rejects.toThrow(type === "EXTERNAL" ? "task sets" : "CodeDeploy");
  });

  it("refuses where the history may not be read, and tries again where ECS is busy", async () => {
    const world = await withBroken();
    world.failing(failOn("ecs ListServiceDeployments", "AccessDeniedException", "not authorized"));
    expect(await refusalOf(world.invoke(back))).toBe("history-unreadable");
    let busy = 2;
    world.failing(({ name }) =>
      name === "ecs ListServiceDeployments" && busy-- > 0 ? new AwsError("ThrottlingException", "Rate exceeded") : null,
    );
    expect(await refusalOf(world.invoke(confirmed))).toBe("ThrottlingException");
    expect(await refusalOf(world.invoke(confirmed))).toBe("ThrottlingException");
    expect(await world.invoke(confirmed)).toMatchObject({ run: { phase: "running" } });
  });

  it("refuses a rollout that the database can't carry, and the percent that it names does fit", async () => {
    const world = build(95);
    world.warmUp(300);
    await deploy(world, "checkout:2", {}, 400);
    const refusal = await world.invoke(forced).then(
      () => null,
      (error: { readonly name: string; readonly refusal: { readonly numbers: Record<string, number> } }) => error,
    );
    expect(refusal).toMatchObject({ name: "past-budget" });
    const { missingConnections, fittingMaximumPercent } = refusal!.refusal.numbers;
    expect(missingConnections).toBeGreaterThan(0);
    await world.cloud.handle("ecs", "UpdateService", {
      cluster: "shop",
      service: "checkout",
      deploymentConfiguration: { maximumPercent: fittingMaximumPercent },
    });
    expect(await world.invoke(forced)).toMatchObject({ kind: "dry-run", changes: [{ to: "checkout:1" }] });
  });

  it("a previous definition with larger pools counts with those", async () => {
    const config = stackConfig(
      {
        poolSettings: [
          {
            database: "orders",
            size: 10,
            processes: 1,
            extras: 0,
            sizeVariable: "POOL",
            processesVariable: null,
          } as never,
        ],
      },
      {},
      allow,
    );
    const world = runWorld({ config, world: worldSpec(100) });
    world.cloud.capacity.revisions.declare("checkout:1", { definition: definition("a", { POOL: "60" }) });
    await withBroken(world);
    expect(await refusalOf(world.invoke(back))).toBe("past-budget");
  });

  it("a rollback that fails too ends refused with ECS's reason", async () => {
    const world = await withBroken();
    world.cloud.capacity.revisions.declare("checkout:1", {
      deployment: { defect: { crashes: true }, circuitBreaker: { rollback: false } },
    });
    await world.invoke(confirmed);
    await live(world, 900);
    expect(await world.invoke(status)).toMatchObject({
      run: { phase: "refused", refusal: { code: "rollout-failed" } },
    });
  });

  it("somebody else's deployment meanwhile ends it", async () => {
    const world = await withBroken();
    await world.invoke(confirmed);
    await deploy(world, "checkout:3", {}, 1);
    await live(world, 60);
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "refused", refusal: { code: "overtaken" } } });
  });

  it("aborted: the deployment goes on, and how to stop it is said", async () => {
    const world = await withBroken();
    await world.invoke(confirmed);
    const answer = await world.invoke({ run: "incident-9", command: "abort" });
    expect(answer).toMatchObject({ run: { phase: "aborted", report: { data: { goesOn: true } } } });
    expect(answer.text).toContain("stop-service-deployment");
    await live(world, 300);
    expect(primary(world).rolloutState).toBe("COMPLETED");
  });

  it("the same request twice deploys once", async () => {
    const world = await withBroken();
    await world.invoke(confirmed);
    await world.invoke(confirmed);
    expect(world.calls.filter(({ name }) => name === "ecs UpdateService")).toHaveLength(1);
  });

  it("is not allowed unless headgate.yml says so", async () => {
    expect(await refusalOf(runWorld().invoke(forced))).toBe("not-allowed");
  });

  it("killed at every call in turn it ends in the same world", async () => {
    const outcomes = await killEverywhere({
      build: () => withBroken(),
      request: confirmed,
      seconds: 700,
      outcome: (world) => ({
        deployments: world.world.deploymentHistory("checkout").length,
        rolloutState: primary(world).rolloutState,
        running: world.world.counts("checkout").running,
      }),
    });
    expect(outcomes.length).toBeGreaterThan(20);
    expect(outcomes[0]).toMatchObject({ deployments: 3, rolloutState: "COMPLETED" });
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });
});
