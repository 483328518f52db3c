import type { ServiceConfig } from "../../config/service-config.ts";

/** What Application Auto Scaling calls an ECS service. */
export const resourceIdOf = ({ cluster, ecsService }: Pick<ServiceConfig, "cluster" | "ecsService">): string =>
  `service/${cluster}/${ecsService}`;
