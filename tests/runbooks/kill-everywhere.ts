import { killedAt, type RunWorld, refusalOf } from "./run-world.ts";

type Sweep = {
  readonly build: () => RunWorld | Promise<RunWorld>;
  /** Confirmed and with an id of its own. */
  readonly request: { readonly requestId: string; readonly [key: string]: unknown };
  /** Until the run is over, the visibility timeout of a killed delivery included. */
  readonly seconds: number;
  /** Kills at every so manieth call only: `npm run faults` kills at each. 1, unless given. */
  readonly every?: number;
  /** What the world is like at the end. */
  readonly outcome: (world: RunWorld) => unknown;
};

/**
 * Kills the function at each of its calls in turn, and lets the run go on.
 *
 * @returns one outcome per call; the first is that of an unkilled run
 */
export const killEverywhere = async (sweep: Sweep): Promise<readonly unknown[]> => {
  const outcomes: unknown[] = [(await runKilledAt(Number.POSITIVE_INFINITY, sweep)).outcome];
  for (let nth = 1; ; nth += sweep.every ?? 1) {
    const { outcome, wasKilled } = await runKilledAt(nth, sweep);
    if (!wasKilled) return outcomes;
    outcomes.push(outcome);
  }
};

const runKilledAt = async (nth: number, { build, request, seconds, outcome }: Sweep) => {
  const world = await build();
  const kill = killedAt(nth);
  world.failing(kill.fault);
  await world.invoke(request).catch(() => null);
  let sound = kill.wasKilled();
  if (sound) world.failing(() => null);
  // Killed before the run was there, the caller got an error and asks again a little later, with the same id.
  const known = await refusalOf(world.invoke({ run: request.requestId, command: "status" }));
  if (known === "run-not-found") {
    world.warmUp(30);
    await world.invoke(request);
  }
  for (let second = 0; second < seconds; second += 1) {
    world.warmUp(1);
    await world.deliver();
    if (!sound && kill.wasKilled()) {
      sound = true;
      world.failing(() => null);
    }
  }
  const wasKilled = kill.wasKilled();
  world.failing(() => null);
  return { outcome: await outcome(world), wasKilled };
};
