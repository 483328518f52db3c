import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Ec2ClusterSpec, Ec2ServiceSpec } from "../../simulator/cloud/ec2-cluster.ts";
import type { ServiceSpec } from "../../simulator/world/spec.ts";
import { failOn, type SmallStack, smallStack } from "./small-stack.ts";
import { serviceConfig, stackConfig, worldSpec } from "./small-world.ts";

/** Asks for ten tasks at the target of 50 %. */
const rushRequests = 250;

const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;
const onInstances = (count: number): Ec2ClusterSpec => ({
  instances: Array.from({ length: count }, (_, index) => ({ id: `i-${index + 1}`, cpuUnits: 4096, memoryMib: 16_384 })),
});
/** A task of 1 vCPU, four of which fill an instance. */
const taskOf = (hostPort: number): Ec2ServiceSpec => ({
  definition: {
    networkMode: "bridge",
    containerDefinitions: [{ name: "app", cpu: 1024, memory: 1024, portMappings: [{ containerPort: 8080, hostPort }] }],
  },
});

type Case = {
  readonly cluster: Ec2ClusterSpec;
  readonly tasks?: Ec2ServiceSpec;
  readonly checkout?: Partial<ServiceConfig>;
  readonly world?: Partial<ServiceSpec>;
  readonly config?: (config: Config) => Config;
};

const stackOn = ({ cluster, tasks = taskOf(0), checkout = {}, world = {}, config = (it) => it }: Case): SmallStack => {
  const spec = worldSpec(rushRequests, 500, world);
  const search = { ...spec.services[1]!, traffic: spec.services[0]!.traffic! };
  const stack = smallStack(
    { ...spec, services: [spec.services[0]!, search] },
    config(stackConfig({ capacity: ec2, ...checkout }, { maxConnections: 500 })),
  );
  stack.cloud.capacity.declareCluster("shop", cluster);
  stack.cloud.capacity.declareService("checkout", tasks);
  stack.warmUp(240);
  return stack;
};

const desiredOf = (stack: SmallStack, service = "checkout"): number => stack.world.counts(service).desired;
const findingOf = (stack: SmallStack, code: string) =>
  stack.notices().findLast((notice) => notice.code === code)?.finding;

describe("a service on EC2", () => {
  it("with a fixed port on three instances stays at three tasks, and the notice names port and instances", async () => {
    const stack = stackOn({ cluster: onInstances(3), tasks: taskOf(8080), world: { initialTasks: 3 } });
    await stack.run(400);
    expect(desiredOf(stack)).toBe(3);
    expect(findingOf(stack, "host-port-one-per-instance")).toMatchObject({
      service: "checkout",
      detail: "tcp 8080 is taken by checkout on i-1, i-2, i-3",
      numbers: { grantedTasks: 3, instances: 3, tasksPerInstance: 1, instancesNeeded: expect.any(Number) },
    });
  });

  it("grows to what the instances hold and no further, then says which resource binds", async () => {
    const stack = stackOn({ cluster: onInstances(2) });
    await stack.run(600);
    expect(desiredOf(stack)).toBe(8);
    expect(findingOf(stack, "cluster-capacity")).toMatchObject({
      service: "checkout",
      detail: "no instance of cluster shop has 1024 CPU units free",
      numbers: { grantedTasks: 8, instances: 2, freeCpuUnits: 0, neededCpuUnits: 1024, tasksPerInstance: 4 },
    });
  });

  it("with managed scaling asks beyond the instances that exist, which makes them start, up to the maximum", async () => {
    const size = { cpuUnits: 4096, memoryMib: 16_384 };
    const cluster: Ec2ClusterSpec = {
      instances: [{ id: "i-1", provider: "asg", ...size }],
      groups: { asg: { maxInstances: 2, startSeconds: 60, instance: size } },
    };
    const stack = stackOn({
      cluster,
      tasks: { ...taskOf(0), providers: ["asg"] },
      checkout: { capacity: { ...ec2, maxInstances: 2 } },
    });
    await stack.run(600);
    expect(desiredOf(stack)).toBe(8);
    const { containerInstanceArns } = (await stack.cloud.handle("ecs", "ListContainerInstances", {
      cluster: "shop",
    })) as { containerInstanceArns: readonly string[] };
    expect(containerInstanceArns).toHaveLength(2);
    expect(findingOf(stack, "cluster-capacity")?.detail).toBe(
      "no instance of cluster shop has 1024 CPU units free; capacity.maxInstances lets asg start no more",
    );
  });

  it("whose instances can't be read is held, and a Fargate service of the same domain grows", async () => {
    const together = (config: Config): Config => ({
      ...config,
      domains: [{ id: "checkout", services: ["checkout", "search"], databases: ["orders"] }],
    });
    const stack = stackOn({ cluster: onInstances(3), config: together });
    stack.failing(failOn("ecs ListContainerInstances", "AccessDeniedException", "not authorized"));
    await stack.run(400);
    expect(desiredOf(stack)).toBe(4);
    expect(desiredOf(stack, "search")).toBeGreaterThanOrEqual(8);
    expect(findingOf(stack, "capacity-unknown")).toMatchObject({
      service: "checkout",
      detail: "ecs:ListContainerInstances shop: AccessDeniedException: not authorized",
    });
    stack.failing(() => null);
    await stack.run(600);
    expect(desiredOf(stack)).toBeGreaterThanOrEqual(8);
  });

  it("that wants a port of its neighbour is told the neighbour's name and the instances", async () => {
    const spec = worldSpec(rushRequests, 500, { initialTasks: 2 });
    const basket = { ...spec.services[1]!, name: "basket", initialTasks: 1, traffic: quiet };
    const config = stackConfig({ capacity: ec2 }, { maxConnections: 500 });
    const neighbour = serviceConfig({ name: "basket", ecsService: "basket", capacity: ec2, minTasks: 1 });
    const stack = smallStack(
      { ...spec, services: [basket, ...spec.services] },
      {
        ...config,
        services: [neighbour, ...config.services],
        domains: [
          { id: "basket", services: ["basket", "checkout"], databases: ["orders"] },
          { id: "search", services: ["search"], databases: [] },
        ],
      },
    );
    stack.cloud.capacity.declareCluster("shop", onInstances(3));
    stack.cloud.capacity.declareService("checkout", taskOf(8080));
    stack.cloud.capacity.declareService("basket", taskOf(8080));
    stack.warmUp(240);
    await stack.run(400);
    expect(desiredOf(stack)).toBe(2);
    expect(findingOf(stack, "host-port-conflict")).toMatchObject({
      service: "checkout",
      detail: expect.stringMatching(/^tcp 8080 is taken by checkout on i-\d, i-\d, by basket on i-\d$/),
    });
  });
});

const quiet = { kind: "perSecond", requestsPerSecond: [10] } as const;

describe("a Fargate service", () => {
  it("reads no instance and no task definition while no quota is known", async () => {
    const stack = stackOn({ cluster: onInstances(1), checkout: { capacity: { kind: "fargate" } } });
    await stack.run(120);
    expect(stack.namesOf().filter((name) => /Instance|TaskDefinition|CapacityProvider/.test(name))).toEqual([]);
  });
});
