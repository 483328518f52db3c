import type { Scenario } from "../../simulator/scenario/scenario.ts";
import type { Pair } from "./comparison.ts";
import { playLive } from "./play-live.ts";
import { playPredicted } from "./play-predicted.ts";
import { type Play, scenarioOf } from "./plays.ts";
import { PostgresServer } from "./postgres-server.ts";

/**
 * Runs of every play, live and predicted. The plays go on side by side, each at a server of its own.
 *
 * @param closing aborted where one of them fails, so that all of them clean up; and by whoever wants to end them
 * @returns by the plays' titles
 * @throws Error of the first that failed, when none goes on any more
 */
export const playAll = async (
  plays: readonly Play[],
  scenario: Scenario,
  seeds: readonly number[],
  msPerSecond: number,
  closing: AbortController,
): Promise<ReadonlyMap<string, readonly Pair[]>> => {
  const played = new Map<string, Pair[]>(plays.map(({ title }) => [title, []]));
  const playRuns = async (play: Play): Promise<void> => {
    const itsScenario = scenarioOf(scenario, play);
    const server = await PostgresServer.start();
    try {
      for (const [index, seed] of seeds.entries()) {
        const live = await playLive(play.contender, itsScenario, server, seed, { msPerSecond, signal: closing.signal });
        const predicted = await playPredicted(play.contender, itsScenario, seed);
        played.get(play.title)!.push({ run: index + 1, live, predicted });
      }
    } finally {
      await server.stop();
    }
  };
  const ends = await Promise.allSettled(
    plays.map((play) =>
      playRuns(play).catch((error: unknown) => {
        closing.abort(error);
        throw error;
      }),
    ),
  );
  // The abort's reason is the first error; the others only say that they were ended.
  if (ends.some(({ status }) => status === "rejected")) throw closing.signal.reason;
  return played;
};

/** The same live runs beside another prediction. */
export const predictAgain = async (
  play: Play,
  runs: readonly Pair[],
  scenario: Scenario,
  seeds: readonly number[],
): Promise<readonly Pair[]> => {
  const again: Pair[] = [];
  for (const pair of runs) {
    const predicted = await playPredicted(play.contender, scenarioOf(scenario, play), seeds[pair.run - 1]!);
    again.push({ ...pair, predicted });
  }
  return again;
};
