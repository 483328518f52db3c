import type { Notice } from "../../../shared/notices/notice.ts";
import { noticeSchema } from "../../../shared/notices/notice-schema.ts";
import type { Controller } from "../../../simulator/controllers/controller.ts";
import { type HeadgateController, makeHeadgateController } from "../../../simulator/controllers/headgate.ts";
import { type HeadgateSettings, incidentAlarms, incidentConfig } from "../../../simulator/scenarios/incident-config.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";

/** A run and the worst of its seconds. */
export type Played = {
  readonly world: World;
  /** Most connections open at once on the database `main`. */
  readonly peakOpen: number;
  /** Most that the services' tasks, pending and stopping ones included, may hold at once: k x tasks. */
  readonly peakCommitted: number;
  /** The same by service. */
  readonly peakCommittedOf: Readonly<Record<string, number>>;
  /** By service: most tasks at once, stopping ones included. */
  readonly peakTasks: Readonly<Record<string, number>>;
  readonly peakDesired: Readonly<Record<string, number>>;
};

type Each = (world: World, second: number) => void;

/** A world alone, or with what `each` does to it before each of its seconds. */
export function play(spec: WorldSpec, seconds: number, each: Each = () => {}): Played {
  const watch = watching(spec);
  const world = new World(spec, 1);
  for (let second = 0; second < seconds; second += 1) {
    each(world, second);
    world.step();
    watch.look(world);
  }
  return watch.played(world);
}

export type HeadgatePlayed = Played & { readonly notices: readonly Notice[]; readonly headgate: HeadgateController };

/** The deployed handlers over the world, from its first second. */
export async function playHeadgate(
  spec: WorldSpec,
  seconds: number,
  settings: HeadgateSettings,
  others: readonly Controller[] = [],
): Promise<HeadgatePlayed> {
  const watch = watching(spec);
  const world = new World(spec, 1);
  const headgate = makeHeadgateController(world, incidentConfig(spec, settings), incidentAlarms(spec, settings));
  for (let second = 0; second < seconds; second += 1) {
    for (const other of others) void other.step(world);
    await headgate.step(world);
    world.step();
    watch.look(world);
  }
  const notices = headgate.cloud.topic.published.map(
    ({ messages }) => noticeSchema.parse(JSON.parse(messages["lambda"]!)) as Notice,
  );
  return { ...watch.played(world), notices, headgate };
}

function watching(spec: WorldSpec) {
  let peakCommitted = 0;
  const peakCommittedOf: Record<string, number> = {};
  const peakTasks: Record<string, number> = {};
  const peakDesired: Record<string, number> = {};
  return {
    look: (world: World): void => {
      let committed = 0;
      for (const { name } of spec.services) {
        const { desired, running, pending, stopping } = world.counts(name);
        const own = world.committedConnections(name);
        committed += own;
        peakCommittedOf[name] = Math.max(peakCommittedOf[name] ?? 0, own);
        peakTasks[name] = Math.max(peakTasks[name] ?? 0, running + pending + stopping);
        peakDesired[name] = Math.max(peakDesired[name] ?? 0, desired);
      }
      peakCommitted = Math.max(peakCommitted, committed);
    },
    played: (world: World): Played => {
      const peakOpen = world.totals().peakConnections["main"] as number;
      return { world, peakOpen, peakCommitted, peakCommittedOf, peakTasks, peakDesired };
    },
  };
}

/** Of the users' requests that ended between two seconds. */
export function failedRatioBetween(world: World, fromSecond: number, toSecond: number): number {
  const samples = world.timeline().filter(({ atSeconds }) => atSeconds > fromSecond && atSeconds <= toSecond);
  return samples.reduce((sum, { failedRatio }) => sum + failedRatio, 0) / Math.max(1, samples.length);
}
