import type { RegisterScalableTargetRequest } from "@aws-sdk/client-application-auto-scaling";
import type { Config } from "../../../shared/config/config.ts";
import { type CloudMapConfig, type NginxFleetConfig, publishesNothing } from "../../../shared/config/publication.ts";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import type { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import type { RdsEstate } from "../../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { serviceConfig } from "../../scale/small-world.ts";

/**
 * What Headgate is set to work on under constant load. Every decision of it falls within the first minutes, and each of its
 * counts has some room to the next one, so that a minute that is seen or missed decides nothing else.
 */
export type FaultEstate = {
  /** Of the scene. */
  readonly name: string;
  readonly world: WorldSpec;
  readonly config: Config;
  /** The databases as RDS has them. */
  readonly databases: RdsEstate;
  /** What else the account has. */
  readonly declare: (cloud: EmbeddedCloud) => void;
};

/** The one nginx fleet; an instance of it runs in every estate. */
export const edgeFleet: NginxFleetConfig = {
  name: "edge",
  tag: { key: "Role", value: "edge" },
  file: "/etc/nginx/conf.d/headgate.conf",
  policy: "install",
};

/** A service named like its ECS service, with what it publishes. */
export const publishing = (
  name: string,
  template: ServiceConfig,
  publish: Partial<ServiceConfig["publish"]>,
  changes: Partial<ServiceConfig> = {},
): ServiceConfig =>
  serviceConfig({
    ...template,
    name,
    ecsService: name,
    drainSeconds: 10,
    signals: serviceConfig({ ecsService: name }).signals,
    publish: { ...publishesNothing, ...publish },
    ...changes,
  });

export const registrationOf = (serviceId: string): CloudMapConfig => ({
  serviceId,
  policy: "sync",
  family: "ipv4",
  containerPort: null,
  ttlSeconds: 10,
});

export const scalableTarget = (
  service: string,
  MinCapacity: number,
  MaxCapacity: number,
): RegisterScalableTargetRequest => ({
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
  ResourceId: `service/shop/${service}`,
  MinCapacity,
  MaxCapacity,
});
