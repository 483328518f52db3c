import type { ServiceConfig } from "../../../config/service-config.ts";
import type { FreeUnits, Price } from "../../admit/contender.ts";
import { commitmentOf } from "../../budget/commitment.ts";
import type { TaskCounts } from "../../readings/service-reading.ts";

/** A capped service as the plan has left it. */
export type Standing = {
  readonly service: ServiceConfig;
  readonly counts: TaskCounts;
  /** What it got. */
  readonly tasks: number;
  /** What it asks for, > tasks. */
  readonly askTasks: number;
  readonly prices: readonly Price[];
  /** Free in each room after everybody was served. */
  readonly left: FreeUnits;
};

/** One thing that could be different. */
export type Change = {
  readonly service?: Partial<ServiceConfig>;
  readonly counts?: Partial<TaskCounts>;
  /** What a task would take of a room instead. */
  readonly unitsPerTask?: { readonly room: string; readonly units: number };
  /** What a room would have more. */
  readonly moreUnits?: { readonly room: string; readonly units: number };
};

/** What the service holds of a room and what is left in it: all that it could use there. */
export const ownUnits = (standing: Standing, { room, unitsPerTask }: Price): number =>
  unitsPerTask * commitmentOf(standing.service, standing.counts)(standing.tasks) +
  (standing.left.get(room) ?? Number.NEGATIVE_INFINITY);

/**
 * How many tasks the service would reach if one thing were different and everything else as it is.
 *
 * @returns whole tasks, 0..askTasks
 * @throws never
 */
export const reachWith = (standing: Standing, change: Change): number => {
  const commitment = commitmentOf({ ...standing.service, ...change.service }, { ...standing.counts, ...change.counts });
  const rooms = standing.prices.map((price) => ({
    own: ownUnits(standing, price) + (change.moreUnits?.room === price.room ? change.moreUnits.units : 0),
    unitsPerTask: change.unitsPerTask?.room === price.room ? change.unitsPerTask.units : price.unitsPerTask,
  }));
  // A task commits itself at least, so that no more than these need a rollout stepped.
  const mostTasks = rooms.map(({ own, unitsPerTask }) =>
    unitsPerTask === 0 ? standing.askTasks : Math.floor(own / unitsPerTask),
  );
  for (let tasks = Math.min(standing.askTasks, ...mostTasks); tasks > 0; tasks--) {
    const committed = commitment(tasks);
    if (rooms.every(({ own, unitsPerTask }) => unitsPerTask * committed <= own)) return tasks;
  }
  return 0;
};
