import { describe, expect, it } from "@jest/globals";
import { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import { World } from "../../../simulator/world/world.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";

const names = { prefix: "rehearsal", region: "eu-central-1", accountId: "123456789012" };

describe("what ECS lists of the world", () => {
  const cloud = new EmbeddedCloud(new World(worldSpec(10, 100), 1), stackConfig(), [], names);

  it("gives the clusters, their services page by page, and describes what it has listed", async () => {
    expect(await cloud.handle("ecs", "ListClusters", {})).toMatchObject({
      clusterArns: ["arn:aws:ecs:eu-central-1:123456789012:cluster/shop"],
    });
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = (await cloud.handle("ecs", "ListServices", { cluster: "shop", maxResults: 1, nextToken })) as {
        readonly serviceArns: readonly string[];
        readonly nextToken?: string;
      };
      expect(page.serviceArns).toHaveLength(1);
      arns.push(...page.serviceArns);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    const described = await cloud.handle("ecs", "DescribeServices", { cluster: "shop", services: arns });
    expect(described).toMatchObject({
      failures: [],
      services: arns.map((arn) => ({ serviceName: arn.split("/").at(-1) })),
    });
    expect(arns).toHaveLength(stackConfig().services.length);
  });

  it("knows no other cluster", async () => {
    await expect(cloud.handle("ecs", "ListServices", { cluster: "none" })).rejects.toMatchObject({
      name: "ClusterNotFoundException",
    });
  });
});
