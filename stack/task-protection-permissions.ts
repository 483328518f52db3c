import type { Config } from "../shared/config/config.ts";
import { destinationsOf, isWritten } from "../shared/records/destination.ts";
import { arn } from "./intrinsics.ts";
import { clustersOf, servicesIn } from "./services-in.ts";
import type { Statement } from "./statement.ts";

/** Services that are published shrink victim first: the tasks that stay are protected meanwhile. */
export const onTasksThatAreProtected = (
  Sid: string,
  Action: readonly string[],
  config: Config,
): readonly Statement[] => {
  const published = new Set(
    destinationsOf(config)
      .filter(isWritten)
      .flatMap((destination) => destination.services.map(({ service }) => service.name)),
  );
  const clusters = clustersOf({ services: servicesIn(config, "scale").filter(({ name }) => published.has(name)) });
  return clusters.length === 0
    ? []
    : [
        {
          Sid,
          Effect: "Allow",
          Action,
          Resource: clusters.map((cluster) => arn("ecs", `task/${cluster}/*`)),
        },
      ];
};
