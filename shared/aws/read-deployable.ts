import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/**
 * A task definition as DescribeTaskDefinition answers it.
 *
 * @param taskDefinition `family:revision`, a family for its newest, or an ARN; `null`: the one that the service runs
 * @throws never
 */
export const readDeployable = async (
  ecs: Ecs,
  { cluster, ecsService }: ServiceConfig,
  taskDefinition: string | null,
): Promise<Reading<{ readonly name: string; readonly answer: object }>> => {
  let call = `ecs:DescribeServices ${cluster}/${ecsService}`;
  try {
    const name = taskDefinition ?? (await currentOf(ecs, cluster, ecsService));
    if (name === null)
      return { kind: "unknown", because: "not-found", detail: `${call}: it is not there, or has no task definition` };
    call = `ecs:DescribeTaskDefinition ${name}`;
    const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: name }));
    return { kind: "known", value: { name, answer: { taskDefinition: found } } };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

const currentOf = async (ecs: Ecs, cluster: string, ecsService: string): Promise<string | null> => {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  return services?.find(({ status }) => status !== "INACTIVE")?.taskDefinition ?? null;
};
