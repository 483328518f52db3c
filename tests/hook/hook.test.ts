import { describe, expect, it } from "@jest/globals";
import { makeHandler } from "../../functions/hook/handler.ts";
import type { HookAnswer } from "../../functions/hook/hook-deps.ts";
import { hookDeps } from "../../functions/hook/wiring.ts";
import type { Config } from "../../shared/config/config.ts";
import { type HeadgateController, makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import { incidentAlarms, incidentConfig } from "../../simulator/scenarios/incident-config.ts";
import { World } from "../../simulator/world/world.ts";
import {
  deploymentAtSecondB,
  headgateB,
  marginConnectionsB,
  publishedB,
  runSecondsB,
  worldB,
} from "../simulator/scenarios/incident-b.ts";

/** As ECS's documentation has it. */
const payload = (cluster: string, service: string) => ({
  serviceArn: `arn:aws:ecs:eu-central-1:123456789012:service/${cluster}/${service}`,
  targetServiceRevisionArn: `arn:aws:ecs:eu-central-1:123456789012:service-revision/${cluster}/${service}/01275892`,
  testTrafficWeights: {},
  productionTrafficWeights: {},
});

const silent = { info: () => {}, warn: () => {} };

const hookOf = ({ cloud }: HeadgateController, config: Config, world: World) =>
  makeHandler(
    hookDeps(
      cloud.clients("hook"),
      { TABLE_NAME: cloud.table.name, EVENTS_QUEUE_URL: cloud.queues.url("events") },
      config,
      {
        nowMs: () => world.nowMs,
        log: silent,
      },
    ),
  );

type Played = {
  readonly world: World;
  readonly peakCommitted: number;
  readonly answers: readonly HookAnswer["hookStatus"][];
};

/** Plays the rolling deployment of August 2026 with the hook at its entry, asked as ECS asks: again after the delay. */
const play = async (tasks: number, connectionsPerTask: number): Promise<Played> => {
  const spec = worldB({ tasks, connectionsPerTask, deploys: false });
  const world = new World(spec, 1);
  const settings = { ...headgateB, surge: "borrow" as const };
  const config = incidentConfig(spec, settings);
  const headgate = makeHeadgateController(world, config, incidentAlarms(spec, settings));
  const ask = hookOf(headgate, config, world);
  const answers: HookAnswer["hookStatus"][] = [];
  let askAtSecond = deploymentAtSecondB + 1;
  let open = false;
  let peakCommitted = 0;
  for (let second = 1; second <= runSecondsB; second++) {
    if (second === deploymentAtSecondB) world.startDeployment("api", { entry: () => open });
    world.step();
    await headgate.step(world);
    if (second === askAtSecond && !open) {
      const answer = await ask(payload("incident", "api"));
      answers.push(answer.hookStatus);
      if (answer.hookStatus === "SUCCEEDED") open = true;
      else askAtSecond += answer.callBackDelay;
    }
    const committed = world.committedConnections("api") + world.committedConnections("reports");
    peakCommitted = Math.max(peakCommitted, committed);
  }
  return { world, peakCommitted, answers };
};

describe("the entry of the rolling deployment of August 2026, held by the hook", () => {
  const replacement = publishedB.connectionsPerTask - marginConnectionsB;
  const budget = publishedB.usableConnections - marginConnectionsB - replacement;

  it("never passes at ten tasks of 19: 190 and 12 stay what they are, and nobody is refused", async () => {
    const { world, peakCommitted, answers } = await play(10, publishedB.connectionsPerTask);
    expect(peakCommitted).toBe(202);
    expect(peakCommitted).toBeLessThanOrEqual(budget);
    expect(new Set(answers)).toEqual(new Set(["IN_PROGRESS"]));
    // Asked every 30 s, over the 15 minutes that are left.
    expect(answers).toHaveLength(30);
    expect(world.deployments("api")[0]).toMatchObject({ atEntry: true, running: 0 });
    expect(world.refusedConnections("api") + world.refusedConnections("reports")).toBe(0);
  });

  it("passes at once with the published fix of 9 per task", async () => {
    const { world, peakCommitted, answers } = await play(10, publishedB.fixedConnectionsPerTask);
    expect(answers).toEqual(["SUCCEEDED"]);
    expect(peakCommitted).toBeLessThanOrEqual(budget);
    expect(world.deployments("api")).toMatchObject([{ atEntry: false, rolloutState: "COMPLETED" }]);
  });
});

describe("the hook", () => {
  const spec = worldB({ deploys: false });
  const setUp = () => {
    const world = new World(spec, 1);
    const config = incidentConfig(spec, headgateB);
    const headgate = makeHeadgateController(world, config, []);
    return { world, config, headgate };
  };

  it.each<{ when: string; given: unknown }>([
    { when: "a service that headgate.yml doesn't have", given: payload("incident", "elsewhere") },
    { when: "a cluster that it doesn't have", given: payload("other", "api") },
    { when: "a payload without a service", given: {} },
    { when: "an old ARN, which names no cluster", given: { serviceArn: "arn:aws:ecs:x:1:service/api" } },
    { when: "nothing", given: null },
  ])("lets $when pass", async ({ given }) => {
    const { world, config, headgate } = setUp();
    expect(await hookOf(headgate, config, world)(given)).toEqual({ hookStatus: "SUCCEEDED" });
  });

  it("holds while its state can't be read: a failure would roll the deployment back", async () => {
    const { world, config } = setUp();
    const deps = {
      config,
      nowMs: () => world.nowMs,
      readSnapshot: () => Promise.reject(new Error("ThrottlingException")),
      readMemory: () => Promise.reject(new Error("ThrottlingException")),
      log: silent,
    };
    expect(await makeHandler(deps)(payload("incident", "api"))).toEqual({
      hookStatus: "IN_PROGRESS",
      callBackDelay: 30,
    });
  });
});
