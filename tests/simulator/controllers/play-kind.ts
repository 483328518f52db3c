import type { Contender, ControllerKind } from "../../../simulator/controllers/controller.ts";
import type { HeadgateTerms, ServiceTerms } from "../../../simulator/scenario/scenario.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";

export type Change = { readonly atSecond: number; readonly desired: number };

export type KindPlayed = {
  readonly world: World;
  readonly contender: Contender;
  /** Of every service, by name: each new desired count, once. */
  readonly changes: Readonly<Record<string, readonly Change[]>>;
  readonly failed: number;
};

export const headgateTerms: HeadgateTerms = {
  surge: "borrow",
  admission: "worst",
  marginConnections: null,
  limits: "known",
  priorities: {},
  unnamed: [],
  latency: null,
};

/** As everybody is told alike: target 60 %, 1 to 20 tasks; each test changes what it is about. */
export function legalTerms(spec: WorldSpec, changes: Partial<ServiceTerms> = {}): readonly ServiceTerms[] {
  return spec.services.map(({ name, cpuSecondsPerRequest, vcpuPerTask = 1 }) => {
    const targetPercent = changes.targetPercent ?? 60;
    return {
      service: name,
      minTasks: 1,
      maxTasks: 20,
      targetPercent,
      requestsPerTask: (vcpuPerTask * targetPercent) / 100 / cpuSecondsPerRequest,
      handSetCap: 20,
      ...changes,
    };
  });
}

export async function playKind(
  kind: Pick<ControllerKind, "make">,
  spec: WorldSpec,
  seconds: number,
  terms: readonly ServiceTerms[] = legalTerms(spec),
  seed = 1,
): Promise<KindPlayed> {
  const world = new World(spec, seed);
  const contender = kind.make({ world, terms, headgate: headgateTerms, seed, seconds });
  const changes: Record<string, Change[]> = Object.fromEntries(spec.services.map(({ name }) => [name, []]));
  const last = new Map(spec.services.map(({ name, initialTasks }) => [name, initialTasks]));
  for (let second = 0; second < seconds; second += 1) {
    const pending = contender.step(world);
    if (pending !== undefined) await pending;
    for (const { name } of spec.services) {
      const { desired } = world.counts(name);
      if (desired === last.get(name)) continue;
      changes[name]?.push({ atSecond: second, desired });
      last.set(name, desired);
    }
    world.step();
  }
  const failed = Object.values(world.totals().failedByCause).reduce((sum, count) => sum + count, 0);
  return { world, contender, changes, failed };
}
