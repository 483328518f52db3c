import type { Config } from "../config/config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import { type Memory, remembered } from "../plan/memory.ts";
import { isScaled } from "../plan/policy/stance.ts";
import type { FrontReading } from "../plan/readings/front-reading.ts";
import { frontsOf } from "../plan/withdrawal/fronts-of.ts";
import type { Reading } from "../reading.ts";
import type { Absence } from "../records/post.ts";
import type { Clients } from "./clients.ts";
import { inParallel } from "./in-parallel.ts";
import { makePostTable, type PublicationPair } from "./post-table.ts";
import { readTaskStanding } from "./read-task-standing.ts";

/**
 * Reads, of the services that are about to shrink victim first, the tasks one by one and what their destinations have
 * posted. For every other service it costs no call.
 *
 * @returns by service name; who is not in it was not read
 * @throws never
 */
export const readFronts = async (
  { ecs, dynamoDb }: Pick<Clients, "ecs" | "dynamoDb">,
  tableName: string,
  services: readonly ServiceConfig[],
  config: Config,
  memory: Memory,
): Promise<ReadonlyMap<string, FrontReading>> => {
  const shrinking = services.filter(
    (service) => isScaled(service) && remembered(memory.services, service.name)?.withdrawal !== undefined,
  );
  if (shrinking.length === 0) return new Map();
  const fronts = frontsOf(config);
  const pairs = shrinking.flatMap(({ name }) =>
    (fronts.get(name) ?? []).map((destination): PublicationPair => ({ service: name, destination })),
  );
  const [tasks, posts] = await Promise.all([
    inParallel(shrinking, (service) => readTaskStanding(ecs, service)),
    pairs.length === 0 ? [] : makePostTable(dynamoDb, tableName).readAbsences(pairs),
  ]);
  return new Map(
    shrinking.map(({ name }, index) => {
      const own = posts.filter((_, at) => pairs[at]!.service === name);
      return [name, { tasks: tasks[index]!, absences: together(own) }];
    }),
  );
};

/** Who has posted nothing yet is left out; one that can't be read makes them all unknown. */
const together = (posts: readonly Reading<Absence>[]): Reading<readonly Absence[]> => {
  const absences: Absence[] = [];
  for (const post of posts) {
    if (post.kind === "known") absences.push(post.value);
    else if (post.because !== "no-data") return post;
  }
  return { kind: "known", value: absences };
};
