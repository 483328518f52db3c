import type { DatabaseConfig } from "./database-config.ts";
import { describePlace } from "./describe-place.ts";
import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

/** Two entries for one thing in AWS would each spend what the other has spent. The later name is the one reported. */
export const checkIdentities = (
  services: readonly ServiceConfig[],
  databases: readonly DatabaseConfig[],
): readonly Finding[] => [
  ...repeated(services, ({ cluster, ecsService }) => `${cluster}/${ecsService}`).map(
    ([first, { name, cluster, ecsService }]): Finding => ({
      code: "same-ecs-service",
      path: ["services", name, "ecsService"],
      message: `${name} and ${first.name} are both the ECS service ${ecsService} in cluster ${cluster}`,
      fix: "give one of them its own ecsService or cluster, or remove it",
    }),
  ),
  ...repeated(databases, ({ at }) => describePlace(at)).map(
    ([first, { name, at }]): Finding => ({
      code: "same-instance",
      path: ["databases", name, at.kind],
      message: `${name} and ${first.name} are both the RDS ${at.kind === "instance" ? "instance " : ""}${describePlace(at)}, which has one limit for all its logical databases`,
      fix: `keep one entry, and name it in the pools of every service that used either; a task with two pools lists both under it`,
    }),
  ),
];

const repeated = <T>(items: readonly T[], idOf: (item: T) => string): readonly (readonly [T, T])[] => {
  const firsts = new Map<string, T>();
  return items.flatMap((item) => {
    const first = firsts.get(idOf(item));
    if (first !== undefined) return [[first, item] as const];
    firsts.set(idOf(item), item);
    return [];
  });
};
