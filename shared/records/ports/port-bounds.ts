import type { ServiceConfig } from "../../config/service-config.ts";
import type { ServicePorts } from "./port-mapping.ts";

type Bounds = Omit<ServicePorts, "family" | "networkMode" | "mappings" | "instances">;

/** ECS's defaults where headgate.yml doesn't know the service. */
export const portBoundsOf = (service: ServiceConfig | undefined, otherwise: string): Bounds =>
  service === undefined
    ? { service: otherwise, cluster: null, minTasks: null, maxTasks: null, minimumHealthyPercent: 100 }
    : {
        service: service.name,
        cluster: service.cluster,
        minTasks: service.minTasks,
        maxTasks: service.maxTasks,
        minimumHealthyPercent: service.minimumHealthyPercent,
      };
