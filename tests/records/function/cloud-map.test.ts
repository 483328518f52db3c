import { describe, expect, it } from "@jest/globals";
import { publishesNothing } from "../../../shared/config/publication.ts";
import { publishedService, recordsConfig, recordsStack } from "./records-stack.ts";

const serviceId = "srv-0order";

describe("a Cloud Map service follows a service's tasks", () => {
  it("from 1 to 2, 5, 0 and 3, and what is foreign stays", async () => {
    const order = {
      ...publishedService("order", []),
      publish: {
        ...publishesNothing,
        cloudMap: [
          { serviceId, policy: "sync" as const, family: "ipv4" as const, containerPort: null, ttlSeconds: 10 },
        ],
      },
    };
    const stack = recordsStack(recordsConfig([order], "sync", { zones: [] }));
    const foreign = { AWS_INSTANCE_IPV4: "192.0.2.9" };
    stack.cloud.serviceDiscovery.declareService(serviceId, { legacy: foreign });
    const instances = async () => {
      const answer = await stack.cloud.handle("servicediscovery", "ListInstances", { ServiceId: serviceId });
      return (answer as { Instances: { Id: string; Attributes: Record<string, string> }[] }).Instances;
    };
    for (const desired of [1, 2, 5, 0, 3]) {
      stack.world.setDesiredCount("order", desired);
      await stack.run(3 + 20);
      const found = await instances();
      expect(found.find(({ Id }) => Id === "legacy")?.Attributes).toEqual(foreign);
      const own = found.filter(({ Id }) => Id !== "legacy").map(({ Attributes }) => Attributes["AWS_INSTANCE_IPV4"]);
      expect(own.sort()).toEqual(stack.running());
      expect(own).toHaveLength(desired);
    }
  });
});
