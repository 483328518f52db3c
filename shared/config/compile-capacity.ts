import { DEFAULTS } from "./defaults.ts";
import type { CapacityForm } from "./schema-capacity.ts";
import type { CapacityConfig, ServiceConfig } from "./service-config.ts";

/** The keys of instances mean nothing on Fargate; `check-capacity` refuses them there. */
export const compileCapacity = (form: CapacityForm | undefined): CapacityConfig => {
  const launchType = form?.launchType ?? DEFAULTS.launchType;
  if (launchType === "fargate") return { kind: "fargate" };
  return {
    kind: "ec2",
    maxInstances: form?.maxInstances ?? null,
    networkInterfacesPerInstance: form?.networkInterfacesPerInstance ?? null,
  };
};

/**
 * The instances of an EC2 cluster are a hard budget of every service that is placed on them, as a database is: what one
 * gets, another can't have.
 *
 * @returns names that no database has
 */
export const clusterBudgets = ({
  capacity,
  cluster,
}: Pick<ServiceConfig, "capacity" | "cluster">): readonly string[] =>
  capacity.kind === "ec2" ? [`cluster/${cluster}`] : [];
