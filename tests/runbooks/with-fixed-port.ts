import { stackConfig } from "../scale/small-world.ts";
import { type RunWorld, runWorld } from "./run-world.ts";

const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;

/** `checkout` on three instances with a fixed host port, `search` on Fargate. */
export const withFixedPort = (): RunWorld => {
  const world = runWorld({ config: stackConfig({ capacity: ec2 }) });
  const instances = [1, 2, 3].map((id) => ({ id: `i-${id}`, cpuUnits: 4096, memoryMib: 16_384 }));
  world.cloud.capacity.declareCluster("shop", { instances });
  const portMappings = [{ containerPort: 8080, hostPort: 8080 }];
  world.cloud.capacity.declareService("checkout", {
    definition: {
      networkMode: "bridge",
      containerDefinitions: [{ name: "app", cpu: 1024, memory: 1024, portMappings }],
    },
  });
  return world;
};
