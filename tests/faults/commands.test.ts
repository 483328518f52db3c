import { expect, it } from "@jest/globals";
import { reachedCommands } from "./reached-commands.ts";
import { scenes } from "./scenes.ts";

/** Commands of the functions that no scene meets, each with its reason. */
const unmet: Readonly<Record<string, string>> = {};

/** What is met in a sound run: faults begin there. */
const metCommands = async (): Promise<ReadonlySet<string>> => {
  const met = new Set<string>();
  for (const scene of scenes) {
    const { cases } = await scene.playSound();
    // As in `ecs UpdateService`.
    for (const { where } of cases) met.add(where.split(" ")[1]!);
  }
  return met;
};

it("a scene meets every command that the functions send, or a list says why not", async () => {
  const reached = reachedCommands();
  expect(reached.length).toBeGreaterThan(90);
  const met = await metCommands();
  expect(reached.filter((command) => !met.has(command))).toEqual(Object.keys(unmet).sort());
});
