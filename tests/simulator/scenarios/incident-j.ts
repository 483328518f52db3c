import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { shipped } from "./shipped.ts";

export const publishedJ = { outageHours: 4 } as const;

export const fullAtSecondJ = 1_800;
export const emptiedAtSecondJ = fullAtSecondJ + publishedJ.outageHours * 3_600;

/** scenarios/incident-j.yml, or the same without the check. */
export function worldJ(checksDatabase: boolean): WorldSpec {
  const { world } = shipped("incident-j");
  if (checksDatabase) return world;
  const services = world.services.map(({ pool, ...service }) => {
    if (pool === undefined) return service;
    const { databaseHealthCheck: _, ...unchecked } = pool;
    return { ...service, pool: unchecked };
  });
  return { ...world, services };
}
