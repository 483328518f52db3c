import { describe, expect, it } from "@jest/globals";
import { readContainerInstances } from "../../shared/aws/read-container-instances.ts";
import { readTaskDefinitions } from "../../shared/aws/read-task-definitions.ts";
import type { InstanceReading } from "../../shared/plan/readings/capacity-reading.ts";
import type { Ec2ClusterSpec, Ec2ServiceSpec } from "../../simulator/cloud/ec2-cluster.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

const host = (id: string, changes = {}) => ({ id, cpuUnits: 2048, memoryMib: 4096, ...changes });
const definition = (hostPort: number, networkMode: "bridge" | "awsvpc" = "bridge"): Ec2ServiceSpec["definition"] => ({
  networkMode,
  containerDefinitions: [{ name: "app", cpu: 512, memory: 1024, portMappings: [{ containerPort: 80, hostPort }] }],
});

/** `checkout` runs four tasks. */
const stackOn = (cluster: Ec2ClusterSpec, service: Ec2ServiceSpec): SmallStack => {
  const stack = smallStack(worldSpec(), stackConfig());
  stack.cloud.capacity.declareCluster("shop", cluster);
  stack.cloud.capacity.declareService("checkout", service);
  stack.warmUp(60);
  return stack;
};

const instancesOf = async (stack: SmallStack): Promise<readonly InstanceReading[]> => {
  const reading = await readContainerInstances(stack.cloud.clients().ecs, "shop");
  if (reading.kind === "unknown") throw new Error(reading.detail);
  return reading.value;
};

const summary = (instances: readonly InstanceReading[]) =>
  instances.map(({ id, remaining, tasks }) => [id, remaining.cpuUnits, tasks[0]?.running ?? 0]);

describe("container instances of the embedded cloud", () => {
  it("hold the world's tasks, spread over them, and show what is left", async () => {
    const stack = stackOn({ instances: [host("i-1"), host("i-2")] }, { definition: definition(0) });
    expect(summary(await instancesOf(stack))).toEqual([
      ["i-1", 1024, 2],
      ["i-2", 1024, 2],
    ]);
  });

  it("take one task each with a fixed port, and the port shows as taken", async () => {
    const stack = stackOn({ instances: [host("i-1"), host("i-2")] }, { definition: definition(8080) });
    const instances = await instancesOf(stack);
    expect(summary(instances)).toEqual([
      ["i-1", 1536, 1],
      ["i-2", 1536, 1],
    ]);
    expect(instances[0]?.remaining.tcpPorts).toContain(8080);
    expect(instances[0]?.registered.tcpPorts).not.toContain(8080);
  });

  it("that drain or have lost their agent take none", async () => {
    const instances = [host("i-1", { status: "DRAINING" }), host("i-2", { agentConnected: false }), host("i-3")];
    const read = await instancesOf(stackOn({ instances }, { definition: definition(0) }));
    expect(read.map(({ takesTasks, tasks }) => [takesTasks, tasks.length])).toEqual([
      [false, 0],
      [false, 0],
      [true, 1],
    ]);
  });

  it("give a place back when the task that held it is gone, and not before", async () => {
    const stack = stackOn({ instances: [host("i-1")] }, { definition: definition(0) });
    await instancesOf(stack);
    stack.world.setDesiredCount("checkout", 2);
    stack.warmUp(2);
    expect((await instancesOf(stack))[0]).toMatchObject({
      remaining: { cpuUnits: 0 },
      tasks: [{ running: 2, stopping: 2 }],
    });
    stack.warmUp(60);
    expect((await instancesOf(stack))[0]).toMatchObject({ remaining: { cpuUnits: 1024 }, tasks: [{ running: 2 }] });
  });

  it("start where a task of a managed provider waits, after their time and up to the group's maximum", async () => {
    const groups = { asg: { maxInstances: 2, startSeconds: 30, instance: { cpuUnits: 512, memoryMib: 4096 } } };
    const instances = [host("i-1", { cpuUnits: 512, provider: "asg" })];
    const stack = stackOn({ instances, groups }, { definition: definition(0), providers: ["asg"] });
    expect(await instancesOf(stack)).toHaveLength(1);
    stack.warmUp(31);
    expect(summary(await instancesOf(stack))).toEqual([
      ["i-1", 0, 1],
      ["i-asg-2", 0, 1],
    ]);
    stack.warmUp(120);
    expect(await instancesOf(stack)).toHaveLength(2);
  });

  it("hold a network interface for each awsvpc task", async () => {
    const stack = stackOn({ instances: [host("i-1")] }, { definition: definition(80, "awsvpc") });
    expect((await instancesOf(stack))[0]?.tasks).toEqual([
      { ecsService: "checkout", running: 4, stopping: 0, interfaces: 4 },
    ]);
  });
});

describe("task definitions of the embedded cloud", () => {
  it("of a service that isn't declared are Fargate's, of the world's vCPUs; an unknown one is refused", async () => {
    const { ecs } = smallStack(worldSpec(), stackConfig()).cloud.clients();
    const needs = await readTaskDefinitions(ecs, ["arn:aws:ecs:eu-central-1:1:task-definition/search:1", "lost:1"]);
    expect([...needs.values()]).toMatchObject([
      { kind: "known", value: { cpuUnits: 1024, ownInterface: true } },
      { kind: "unknown", detail: expect.stringContaining("ClientException") },
    ]);
  });
});
