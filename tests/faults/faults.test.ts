import { describe, expect, it } from "@jest/globals";
import { callFaults, deliveryFaults, type Fault } from "../../simulator/faults/fault.ts";
import { runWorld } from "../runbooks/run-world.ts";
import { chooseCases } from "./choose-cases.ts";
import { estateScene, estateSceneOf } from "./estate/estate-scene.ts";
import { fargateEstate } from "./estate/fargate-estate.ts";
import type { FaultCase } from "./fault-cases.ts";
import { runScene } from "./runs/run-scene.ts";
import type { Scene, Sound } from "./scene.ts";
import { scenes } from "./scenes.ts";

const sounds = new Map<Scene, Promise<Sound>>();
const soundOf = (scene: Scene): Promise<Sound> => {
  const sound = sounds.get(scene) ?? scene.playSound();
  sounds.set(scene, sound);
  return sound;
};

/** Every case is played by `npm run faults`; here one of each kind. */
const playFirst = async (scene: Scene, isMeant: (one: FaultCase) => boolean): Promise<readonly string[]> => {
  const { outcome, cases } = await soundOf(scene);
  const one = cases.find(isMeant);
  if (one === undefined) throw new Error(`${scene.name} has no such case`);
  const played = await scene.playFault(one.fault, outcome);
  return played.kind === "missed" ? ["missed"] : played.differences;
};

describe("a fault", () => {
  it.each([...callFaults, ...deliveryFaults])("%s: the estate ends as without it", async (kind) => {
    expect(await playFirst(estateScene, ({ fault }) => fault.kind === kind)).toEqual([]);
  });

  it.each(scenes.filter((scene) => scene !== estateScene))(
    "killed after a write, or a stale answer: $name ends as without it",
    async (scene) => {
      const found = await playFirst(
        scene,
        ({ fault: { kind } }) => kind === "killed-after" || kind === "stale-answer" || kind === "killed-before",
      );
      expect(found).toEqual([]);
    },
  );

  it("that meets nothing is told apart", async () => {
    const { outcome } = await soundOf(estateScene);
    const nowhere: Fault = { kind: "throttled", atCall: 1_000_000 };
    expect(await estateScene.playFault(nowhere, outcome)).toEqual({ kind: "missed" });
  });
});

describe("what a sweep notices", () => {
  it("a function that chokes on a message it is handed again", async () => {
    const choking = estateSceneOf(fargateEstate, (handler, name) => async (event) => {
      const again = event.Records.find(({ attributes }) => Number(attributes.ApproximateReceiveCount) > 1);
      if (name === "router" && again !== undefined) throw new Error(`${again.messageId} was here before`);
      return handler(event);
    });
    const { outcome, cases } = await choking.playSound();
    const last = cases.findLast(
      ({ fault, where }) => fault.kind === "killed-before" && where === "sqs SendMessageBatch",
    )!;
    const played = await choking.playFault(last.fault, outcome);
    expect(played).toMatchObject({
      kind: "played",
      differences: expect.arrayContaining([expect.stringMatching(/^lost: expected nothing, seen events-dlq: /)]),
    });
  });

  it("a run that sends no message before it acts", async () => {
    const forgetful = runScene({
      runbook: "pause",
      params: { service: "checkout", for: "3h" },
      build: async () => {
        const world = runWorld({ deps: (deps) => ({ ...deps, stepLater: async () => {} }) });
        world.warmUp(300);
        return world;
      },
      second: async (world, deliver) => {
        await world.run(1);
        await deliver();
      },
      seconds: 60,
      look: () => ({}),
    });
    const found = await playFirst(
      forgetful,
      ({ fault, where }) => fault.kind === "throttled" && where === "sns Publish",
    );
    expect(found).toEqual([expect.stringMatching(/^told: expected change run-done/)]);
  });
});

describe("a short sweep", () => {
  const one = (kind: "throttled" | "killed-after", atCall: number, where: string) => ({
    fault: { kind, atCall },
    function: "scale",
    where,
    name: `${kind} ${atCall}`,
    scene: "estate",
  });
  const cases = [
    ...Array.from({ length: 10 }, (_, nth) => one("throttled", nth, "ecs ListTasks")),
    one("killed-after", 3, "ecs UpdateService"),
  ];

  it.each([
    { positions: 1, shift: 0, names: ["throttled 0", "killed-after 3"] },
    { positions: 1, shift: 4, names: ["throttled 4", "killed-after 3"] },
    { positions: 2, shift: 0, names: ["throttled 0", "throttled 5", "killed-after 3"] },
    { positions: null, shift: 0, names: cases.map(({ name }) => name) },
  ])("of $positions positions from $shift on has each command and fault", ({ positions, shift, names }) => {
    expect(chooseCases(cases, positions, shift).map(({ name }) => name)).toEqual(names);
  });
});
