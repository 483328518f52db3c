import type { RunWorld } from "./run-world.ts";
import { killedAt } from "./run-world.ts";

export type KilledRun = { readonly nth: number; readonly phase: string; readonly after: unknown };

/** The longest that a step of a killed run waits: the visibility timeout of `runs`, and a little. */
const untilTakenUpSeconds = 400;

/**
 * Kills a confirmed run at each of its SDK calls in turn, each time in a world of its own. Whoever has invoked it tries
 * again at once with the same request id; from then on it goes on by the queue alone.
 *
 * @param makeWorld warmed up, and ready for the request
 * @param look what is to be the same in the end, however often it was killed
 * @returns one entry per call, and the entry of the run that nobody has killed as the first, under 0
 */
export const killedEverywhere = async (
  makeWorld: () => Promise<RunWorld>,
  request: object,
  look: (world: RunWorld) => unknown,
  liveSeconds = untilTakenUpSeconds,
): Promise<readonly KilledRun[]> => {
  const runs: KilledRun[] = [];
  for (let nth = 0; ; nth += 1) {
    const world = await makeWorld();
    const asked = { ...request, confirm: true, requestId: "killed-0001" };
    const kill = killedAt(nth === 0 ? Number.POSITIVE_INFINITY : nth);
    world.failing(kill.fault);
    const first = await world.invoke(asked).catch(() => null);
    world.failing(() => null);
    if (nth > 0 && !kill.wasKilled()) return runs;
    if (first === null) await world.invoke(asked);
    await world.live(liveSeconds);
    const status = await world.invoke({ run: "killed-0001", command: "status" });
    runs.push({ nth, phase: status.kind === "run" ? status.run.phase : status.kind, after: look(world) });
  }
};
