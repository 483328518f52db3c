// npm run test:postgres [-- --long]
//
// Plays one scenario with real processes and their real pools at a real PostgreSQL server, has the simulator predict the
// same, and fails where the prediction is off by more than docs/postgres.md promises.
import { fileURLToPath } from "node:url";
import { readScenario } from "../../simulator/scenario/read-scenario.ts";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { installedPostgres } from "./installed-postgres.ts";
import { brokenPromises } from "./judge.ts";
import { playAll, predictAgain } from "./play-all.ts";
import { atDatabase, furtherPlays, type Play, plays } from "./plays.ts";
import { type ProbedWall, probeWall } from "./probe-wall.ts";
import { renderComparison, renderWalls } from "./render-comparison.ts";

const scenarioPath = fileURLToPath(new URL("fixed-pools.yml", import.meta.url));
const seeds = [1, 2, 3, 4, 5];
/** A virtual second lasts at least this long: 50 of them in a real one. */
const msPerSecond = 20;
/** As the package comes, and with as many reserved as RDS keeps for superusers. */
const reservations = [{}, { superuser_reserved_connections: "5" }];
/** What a prediction has to be wrong about to be told from a good one. */
const plantedMaxConnections = 120;

const readOwnScenario = async (): Promise<Scenario> => {
  const reading = await readScenario(scenarioPath);
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
};

const differs = ({ live, predicted, reservedConnections }: ProbedWall): readonly string[] =>
  live.tasks === predicted.tasks && live.superusers === predicted.superusers
    ? []
    : [`with ${reservedConnections} reserved the wall is elsewhere`];

const compare = async (chosen: readonly Play[], closing: AbortController): Promise<readonly string[]> => {
  const beganMs = Date.now();
  const scenario = await readOwnScenario();
  const walls: ProbedWall[] = [];
  for (const settings of reservations) walls.push(await probeWall(scenario, settings));
  console.log("The wall, in connections:");
  console.log(renderWalls(walls).join("\n"));
  const broken = walls.flatMap(differs);

  const played = await playAll(chosen, scenario, seeds, msPerSecond, closing);
  console.log(
    `\n${seeds.length} runs of ${scenario.seconds} s, up to ${1000 / msPerSecond} of them in a real one; attempts and seconds are those until the first refusal:`,
  );
  console.log(renderComparison(played).join("\n"));

  const planted = atDatabase(scenario, { maxConnections: plantedMaxConnections });
  for (const play of chosen) {
    const runs = played.get(play.title)!;
    broken.push(...brokenPromises(play.promised, runs).map((text) => `${play.title}: ${text}`));
    if (play.promised !== "at the wall") continue;
    const noticed = brokenPromises(play.promised, await predictAgain(play, runs, planted, seeds));
    console.log(`\nA prediction for max_connections ${plantedMaxConnections}, ${play.title}:`);
    console.log(noticed.map((text) => `  noticed: ${text}`).join("\n"));
    if (noticed.length === 0) broken.push(`${play.title}: it is not noticed`);
  }
  console.log(`\n${Math.round((Date.now() - beganMs) / 1000)} s`);
  return broken;
};

const closing = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => closing.abort(new Error(`ended by ${signal}`)));
try {
  installedPostgres();
  const broken = await compare(process.argv.includes("--long") ? [...plays, ...furtherPlays] : plays, closing);
  for (const text of broken) console.error(`FAILED: ${text}`);
  if (broken.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
